export { companyDomain, type FreeMailOverrides, isFreeMail, phoneNorm, registrableDomain } from './domain.ts'
export { type AccountMatch, type AccountTraits, accountNameNorm, matchAccounts } from './rules/identity.ts'
