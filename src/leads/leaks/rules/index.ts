/** When a lead falls through, as a library. */
export { LEAKS } from './kinds.ts'
export { isListDue, overdueSince, silentAfterMs } from './limits.ts'
