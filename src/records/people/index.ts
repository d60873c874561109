export { doubtfulPeople, emailDomain, emailNorm, nameNorm } from './rules/identity.ts'
