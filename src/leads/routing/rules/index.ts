/** Who gets a lead and why, as a library. */
export { accountOf } from './account-match.ts'
export { decide, decideLeft } from './decide.ts'
export { isInTime, late, presentOf } from './present.ts'
export { responseTimeOf } from './response-time.ts'
export { applied, creditInTurns, reversed, takeTurn } from './rotation.ts'
export { membersOf } from './sellers.ts'
