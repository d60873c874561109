import { createHash } from 'node:crypto'
import type { Tx } from '#platform/db/index.ts'
import { companyDomain, matchAccounts } from '../accounts/index.ts'
import { emailNorm, nameNorm } from '../people/index.ts'
import type { BatchWork } from './batch-work.ts'
import type { PartyRow } from './columns-of.ts'
import { accountOfFullName, learnAccountNames, noteAccountName, noteDealName } from './names.ts'
import type { RecordTable, State } from './records-store.ts'
import type { Resolver } from './resolve.ts'
import { groupBy } from './rules/group.ts'
import { contradicts, isPlain } from './rules/plain-lists.ts'
import type { AccountRow, CampaignRow, SellerRow } from './rules/rows.ts'
import { columnSpace, keySpace, type WriteSession } from './write-session.ts'

/** The source's own id, or what stands for it where the source has none: rows that name the same thing are one record. */
export function keyOf(session: WriteSession, row: PartyRow): string | undefined {
  return row.key ?? keyWithoutId(session, row)
}

function keyWithoutId(session: WriteSession, row: PartyRow): string | undefined {
  if (row.kind === 'person') return undefined
  if (row.kind === 'seller') return `name:${nameNorm(row.email ?? row.name)}`
  if (row.kind === 'campaign') return `name:${nameNorm(row.name)}`
  if (row.kind === 'account')
    return `name:${companyDomain(row.domain, session.freeMail) ?? nameNorm(row.name)}`
  const said = [row.name, row.account?.name, row.account?.key, row.product, row.occurredAt].join('\u001f')
  const digest = createHash('sha256').update(said).digest('base64url').slice(0, 27)
  return `row:${digest}:${row.key ?? session.ordinal(digest)}`
}

/** All keys by which a row may be known: in a plain list also what counts where its id turns out to name another record. */
export function keysOf(
  session: WriteSession,
  resolver: Resolver,
  row: PartyRow,
  key: string | undefined,
): string[] {
  const other = row.key && isPlain(resolver.systemOf(row)) ? keyWithoutId(session, row) : undefined
  return [key, other].filter((one) => one !== undefined)
}

/** The key that counts: an id of a plain list that names another record counts as none. */
export function countingKey(
  session: WriteSession,
  resolver: Resolver,
  work: BatchWork,
  row: PartyRow,
  key: string | undefined,
  given: State,
): string | undefined {
  const system = resolver.systemOf(row)
  if (!row.key || !isPlain(system)) return key
  const named = session.recall(keySpace(system, row.kind), row.key)
  const state = named && work.state(named)
  return state && contradicts(row.kind, state, given) ? keyWithoutId(session, row) : key
}

/** Looks up everything by which rows of one kind can be matched. */
export async function learnMatches(
  tx: Tx,
  session: WriteSession,
  resolver: Resolver,
  kind: RecordTable,
  rows: readonly PartyRow[],
  keys: readonly (readonly string[])[],
) {
  const bySystem = groupBy(
    rows.map((row, index) => ({ system: resolver.systemOf(row), keys: keys[index]! })),
    ({ system }) => system,
  )
  for (const [system, group] of bySystem)
    await session.learnKeys(
      tx,
      system,
      kind,
      group.flatMap(({ keys }) => keys),
    )
  if (kind === 'person') {
    const emails = rows.map((row) => (row.kind === 'person' ? emailNorm(row.email) : undefined))
    await session.learnColumn(
      tx,
      'person',
      'email_norm',
      emails.flatMap((email) => email ?? []),
    )
    await resolver.learnMailAccounts(tx, emails)
  } else if (kind === 'account') {
    const accounts = rows as readonly AccountRow[]
    await session.learnColumn(
      tx,
      'account',
      'domain',
      accounts.flatMap(({ domain }) => companyDomain(domain, session.freeMail) ?? []),
    )
    await learnAccountNames(
      tx,
      session,
      accounts.map(({ name }) => name),
    )
  } else if (kind === 'seller') {
    const sellers = rows as readonly SellerRow[]
    await session.learnColumn(
      tx,
      'seller',
      'email_norm',
      sellers.flatMap(({ email }) => emailNorm(email) ?? []),
    )
    await session.learnColumn(
      tx,
      'seller',
      'name_norm',
      sellers.map(({ name }) => nameNorm(name)),
    )
  } else if (kind === 'campaign') {
    await session.learnColumn(
      tx,
      'campaign',
      'name_norm',
      rows.map((row) => nameNorm((row as CampaignRow).name)),
    )
  }
}

/** Records a row may mean, whose state is needed to decide. */
export function candidateIds(
  session: WriteSession,
  resolver: Resolver,
  row: PartyRow,
  keys: readonly string[],
  given: State,
): string[] {
  const space = keySpace(resolver.systemOf(row), row.kind)
  const found = keys.map((key) => session.recall(space, key))
  for (const column of NAMING) {
    const value = given[column] as string | undefined
    if (value) found.push(session.recall(columnSpace(row.kind, column), value))
  }
  if (row.kind === 'account') found.push(accountOfFullName(session, row.name))
  return found.filter((id): id is string => Boolean(id))
}

/** Columns by whose value a record can be found. */
const NAMING = ['email_norm', 'domain', 'name_norm'] as const

/** The record a row means: external id, then e-mail address or domain, then name with a second piece of evidence. */
export function matchRow(
  session: WriteSession,
  resolver: Resolver,
  work: BatchWork,
  row: PartyRow,
  key: string | undefined,
  given: State,
): string | undefined {
  const system = resolver.systemOf(row)
  const byKey = key && session.recall(keySpace(system, row.kind), key)
  if (byKey) return byKey
  const hasId = key !== undefined && key === row.key
  const by = (column: string) =>
    given[column] ? session.recall(columnSpace(row.kind, column), given[column] as string) : undefined
  if (row.kind === 'person') return by('email_norm')
  if (row.kind === 'opportunity') return undefined
  if (row.kind === 'account') {
    const found = [by('domain'), accountOfFullName(session, row.name), by('name_norm')].find(
      (id) => id && isSameAccount(work.state(id), given, row),
    )
    // Two ids of one system are two records there: left apart here, and shown in the review list.
    return found && !(hasId && work.hasOtherKey(found, system)) ? found : undefined
  }
  const found = by('email_norm') ?? by('name_norm')
  return found && !(hasId && work.hasOtherKey(found, system)) ? found : undefined
}

function isSameAccount(state: State | undefined, given: State, row: AccountRow): boolean {
  if (!state) return false
  const traits = (columns: State) => ({
    nameNorm: columns.name_norm as string,
    domain: columns.domain as string | null,
    phone: columns.phone as string | null,
    postcode: columns.postcode as string | null,
    country: columns.country as string | null,
  })
  if (matchAccounts(traits(state), traits(given))) return true
  // A record that is nothing but a name (made from a reference) is completed by the row that has the same full name.
  const isBare = !state.domain && !state.phone && !state.postcode && !state.country && !state.industry
  return isBare && (state.name as string).toLowerCase() === row.name.toLowerCase()
}

/** Remembers by which names later rows can find the record of this one. */
export function rememberRow(
  session: WriteSession,
  resolver: Resolver,
  work: BatchWork,
  row: PartyRow,
  key: string | undefined,
  given: State,
  id: string,
): void {
  const system = resolver.systemOf(row)
  if (key) {
    const space = keySpace(system, row.kind)
    if (session.recall(space, key) === undefined)
      work.externalIds.push({ system, kind: row.kind, external_id: key, record_id: id })
    session.remember(space, key, id)
    if (key === row.key) work.noteKey(id, system)
  }
  for (const column of NAMING) {
    const value = given[column] as string | undefined
    if (!value || row.kind === 'opportunity') continue
    const space = columnSpace(row.kind, column)
    if (session.recall(space, value) === undefined) session.remember(space, value, id)
  }
  if (row.kind === 'account') noteAccountName(session, row.name, id)
  if (row.kind === 'opportunity')
    noteDealName(session, row.name, given.account_id as string | null | undefined, id)
}
