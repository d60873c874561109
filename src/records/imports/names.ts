import type { Tx } from '#platform/db/index.ts'
import { accountNameNorm } from '../accounts/index.ts'
import { nameNorm } from '../people/index.ts'
import { findAccountNames, findDealNames } from './records-store.ts'
import { columnSpace, type WriteSession } from './write-session.ts'

/** Names that several records may have: companies of one bare name, deals of one title. */

const FULL = 'account.full_name'
const BARE = 'account.bare_name'
const DEAL = 'opportunity.name'
const LEARNT = 'opportunity.learnt'

/** Looks up which accounts have these names, with or without legal form. */
export async function learnAccountNames(
  tx: Tx,
  session: WriteSession,
  names: readonly string[],
): Promise<void> {
  const bare = new Set(names.map(accountNameNorm))
  const missing = [...bare].filter((name) => session.recall(BARE, name) === undefined)
  for (const { id, name } of await findAccountNames(tx, session.workspaceId, missing))
    noteAccountName(session, name, id)
}

/** Remembers what an account is called; of several with one full name the one known longest is meant. */
export function noteAccountName(session: WriteSession, name: string, id: string): void {
  const bare = accountNameNorm(name)
  for (const [space, text] of [
    [FULL, nameNorm(name)],
    [columnSpace('account', 'name_norm'), bare],
  ] as const)
    if (session.recall(space, text) === undefined) session.remember(space, text, id)
  session.rememberOnly(BARE, bare, id)
}

/** The account with this full name, whatever its case and punctuation. */
export const accountOfFullName = (session: WriteSession, name: string): string | undefined =>
  session.recall(FULL, nameNorm(name))

/** The account a name means: the one of that full name, else the only one of that bare name. */
export function accountNamed(session: WriteSession, name: string | undefined): string | undefined {
  if (!name) return undefined
  return accountOfFullName(session, name) ?? (session.recall(BARE, accountNameNorm(name)) || undefined)
}

/** Looks up which deals have these names. */
export async function learnDealNames(tx: Tx, session: WriteSession, names: readonly string[]): Promise<void> {
  const missing = [...new Set(names)].filter((name) => session.recall(LEARNT, name) === undefined)
  for (const { id, name, account_id } of await findDealNames(tx, session.workspaceId, missing))
    noteDealName(session, name, account_id, id)
  for (const name of missing) session.remember(LEARNT, name, 'yes')
}

/** Remembers what a deal is called. */
export function noteDealName(
  session: WriteSession,
  name: string,
  accountId: string | null | undefined,
  id: string,
): void {
  session.rememberOnly(DEAL, name, id)
  session.rememberOnly(`${DEAL}@${accountId ?? ''}`, name, id)
}

/** The deal of a name, at an account where one is stated; `SEVERAL` when that does not settle it. */
export function dealNamed(
  session: WriteSession,
  name: string | undefined,
  accountId: string | undefined,
): string | undefined {
  if (!name) return undefined
  if (!accountId) return session.recall(DEAL, name)
  return session.recall(`${DEAL}@${accountId}`, name) ?? session.recall(`${DEAL}@`, name)
}
