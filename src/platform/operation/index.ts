export { handle, type Handler, type Operation, operation } from './operation.ts'
export { Problem, problem, type ProblemKind } from './problem.ts'
export type { Actor, Context } from './context.ts'
export { page, Page, type PageOf } from './page.ts'
