/** Who is who as a library. */
export { emailSaid } from './email-said.ts'
export { doubtfulPeople, emailDomain, emailNorm, nameNorm } from './identity.ts'
export { claimedEmail, joinAt, ownerAt, readTraits, usableId } from './identity-live.ts'
