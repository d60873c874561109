export { doubtfulPeople, emailDomain, emailNorm, nameNorm, type PersonTraits } from './rules/identity.ts'
