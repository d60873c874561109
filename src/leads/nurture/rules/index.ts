/** How tracks go on, end and are written, as a library. */
export { visitsAround } from './click.ts'
export { exitOf } from './exit.ts'
export { filled, renderMessage } from './message.ts'
export { retryAt } from './retry.ts'
export { nextMove } from './step-clock.ts'
