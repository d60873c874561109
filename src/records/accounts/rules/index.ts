/** Which company is which as a library. */
export { accountNameNorm, matchAccounts } from './identity.ts'
