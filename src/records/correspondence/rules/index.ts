/** Whose a mail is as a library. */
export { happenedAt, sidesOf } from './sides.ts'
