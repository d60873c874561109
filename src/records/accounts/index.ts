import { type Handler, handle } from '#platform/operation/index.ts'
import { listAccounts, readAccount } from './contract.ts'
import { list, read } from './service.ts'

export { companyDomain, type FreeMailOverrides, phoneNorm } from './domain.ts'
export { freeMailCorrections } from './free-mail-store.ts'
export { accountNameNorm, matchAccounts } from './rules/identity.ts'

/** Accounts as operations. */
export const operations: Handler[] = [handle(listAccounts, list), handle(readAccount, read)]
