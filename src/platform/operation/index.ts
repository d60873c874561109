export type { Actor, Context, OutsideContext, Upload } from './context.ts'
export { type Handler, handle, handleOutside, isMutation, type Operation, operation } from './operation.ts'
export { Download, Page, PageById, type PageOf, page } from './page.ts'
export * from './problem.ts'
