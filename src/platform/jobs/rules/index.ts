/** The rules of background jobs as a library. */
export { inTurn, MAX_ATTEMPTS, pauseMs } from './retry.ts'
