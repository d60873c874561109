import { createHash } from 'node:crypto'
import type { Tx } from '#platform/db/index.ts'
import { toIso } from '#platform/kernel/instant.ts'
import { accountNameNorm, companyDomain, matchAccounts, phoneNorm } from '../accounts/index.ts'
import { emailNorm, nameNorm } from '../people/index.ts'
import { freshId } from './fresh-ids.ts'
import {
  type ChangeRow,
  type ExternalIdRow,
  findSystems,
  insertChanges,
  insertExternalIds,
  insertRecords,
  loadStates,
  type RecordTable,
  type State,
  updateRecords,
} from './records-store.ts'
import type { Resolver } from './resolve.ts'
import { applyRow, pick } from './rules/changes.ts'
import type { KindCounts } from './rules/counts.ts'
import { groupBy } from './rules/group.ts'
import type { AccountRow, CampaignRow, OpportunityRow, PersonRow, SellerRow } from './rules/rows.ts'
import { columnName, keyName, type WriteSession } from './write-session.ts'

export type PartyRow = SellerRow | AccountRow | PersonRow | CampaignRow | OpportunityRow

/** What an upsert of one batch found. `ids` stand in the order of the rows. */
export interface Upserted {
  ids: string[]
  counts: KindCounts
  /** records whose stage changed, with the stage before */
  moved: { id: string; from: string; to: string; amountMinor: number | null; occurredAt: number }[]
}

/** The source's own id, or what stands for it where the source has none: rows that name the same thing are one record. */
export function keyOf(session: WriteSession, row: PartyRow): string | undefined {
  if (row.key) return row.key
  if (row.kind === 'person') return undefined
  if (row.kind === 'seller') return `name:${nameNorm(row.email ?? row.name)}`
  if (row.kind === 'campaign') return `name:${nameNorm(row.name)}`
  if (row.kind === 'account')
    return `name:${companyDomain(row.domain, session.freeMail) ?? accountNameNorm(row.name)}`
  const said = [
    row.name,
    row.account?.name,
    row.account?.key,
    row.seller?.name,
    row.product,
    row.occurredAt,
  ].join('\u001f')
  const digest = createHash('sha256').update(said).digest('base64url').slice(0, 27)
  return `row:${digest}:${session.ordinal(digest)}`
}

/** Columns of a row; those it says nothing about are `undefined`. */
function columnsOf(row: PartyRow, resolver: Resolver, session: WriteSession): State {
  const seller_id = 'seller' in row ? resolver.findFor('seller', row.seller, row) : undefined
  const attributes = row.attributes ?? {}
  switch (row.kind) {
    case 'seller':
      return {
        name: row.name,
        name_norm: nameNorm(row.name),
        email: row.email,
        email_norm: emailNorm(row.email),
        team: row.team,
        manager: row.manager,
      }
    case 'account':
      return {
        name: row.name,
        name_norm: accountNameNorm(row.name),
        domain: companyDomain(row.domain, session.freeMail),
        industry: row.industry,
        employees: row.employees,
        annual_revenue_minor: row.annualRevenueMinor,
        currency: row.currency,
        country: row.country,
        region: row.region,
        phone: row.phone && phoneNorm(row.phone, row.country),
        postcode: row.postcode,
        seller_id,
        parent_id: resolver.findFor('account', row.parent, row),
        attributes,
        occurred_at: row.occurredAt,
      }
    case 'person': {
      const email_norm = emailNorm(row.email)
      return {
        email: row.email,
        email_norm,
        first_name: row.firstName,
        last_name: row.lastName,
        job_title: row.jobTitle,
        phone: row.phone && phoneNorm(row.phone, row.country),
        country: row.country,
        account_id: resolver.findFor('account', row.account, row) ?? resolver.accountByMail(email_norm),
        seller_id,
        source: row.source,
        reported_stage: row.reportedStage,
        attributes,
        occurred_at: row.occurredAt,
      }
    }
    case 'campaign':
      return {
        name: row.name,
        name_norm: nameNorm(row.name),
        channel: row.channel,
        kind: row.campaignKind,
        starts_on: row.startsOn,
        ends_on: row.endsOn,
        attributes,
      }
    case 'opportunity':
      return {
        name: row.name,
        account_id: resolver.findFor('account', row.account, row),
        seller_id,
        status: row.status,
        stage: row.stage,
        amount_minor: row.amountMinor,
        currency: row.currency,
        product: row.product,
        origin: row.origin,
        lost_reason: row.lostReason,
        occurred_at: row.occurredAt,
        closed_at: row.status === 'open' ? null : row.closedAt,
        expected_close_on: row.status === 'open' ? row.expectedCloseOn : null,
        attributes,
      }
  }
}

/** Creates or updates the records of one kind: matches them, compares them, and writes only what differs. */
export async function upsertParties(
  tx: Tx,
  session: WriteSession,
  resolver: Resolver,
  kind: PartyRow['kind'],
  rows: readonly PartyRow[],
): Promise<Upserted> {
  const { workspaceId, options } = session
  const keys = rows.map((row) => keyOf(session, row))
  await learnMatches(tx, session, resolver, kind, rows, keys)
  const given = rows.map((row) => columnsOf(row, resolver, session))
  const candidates = new Set(
    rows.flatMap((row, index) => candidateIds(session, resolver, row, keys[index], given[index]!)),
  )
  const work = new Work(kind, await loadStates(tx, workspaceId, kind, [...candidates]), options.now)
  if (kind === 'account' || kind === 'seller' || kind === 'campaign') {
    for (const { record_id, system } of await findSystems(tx, workspaceId, kind, [...candidates]))
      work.noteKey(record_id, system)
  }
  const ids = rows.map((row, index) => {
    const matched = matchRow(session, resolver, work, row, keys[index], given[index]!)
    const id = work.take(matched, given[index]!, row.kind === 'opportunity' ? row.closedAt : undefined)
    rememberRow(session, resolver, work, row, keys[index], given[index]!, id)
    if (kind === 'person') session.notePerson(id)
    return id
  })
  if (!options.isDryRun) {
    await insertRecords(tx, workspaceId, kind, work.created(), options.now, options.importId)
    await updateRecords(tx, workspaceId, kind, work.updated())
    await insertExternalIds(tx, workspaceId, work.externalIds, options.now, options.importId)
    if (options.importId) await insertChanges(tx, workspaceId, options.importId, work.changes(), options.now)
  }
  return { ids, counts: work.counts, moved: work.moved }
}

async function learnMatches(
  tx: Tx,
  session: WriteSession,
  resolver: Resolver,
  kind: RecordTable,
  rows: readonly PartyRow[],
  keys: (string | undefined)[],
) {
  const bySystem = groupBy(
    rows.map((row, index) => ({ system: resolver.systemOf(row), key: keys[index] })),
    ({ system }) => system,
  )
  for (const [system, group] of bySystem)
    await session.learnKeys(
      tx,
      system,
      kind,
      group.flatMap(({ key }) => key ?? []),
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
    await session.learnColumn(
      tx,
      'account',
      'name_norm',
      accounts.map(({ name }) => accountNameNorm(name)),
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

function candidateIds(
  session: WriteSession,
  resolver: Resolver,
  row: PartyRow,
  key: string | undefined,
  given: State,
): string[] {
  const named = [key && keyName(resolver.systemOf(row), row.kind, key)]
  for (const column of ['email_norm', 'domain', 'name_norm'] as const) {
    if (given[column]) named.push(columnName(row.kind, column, given[column] as string))
  }
  return named.flatMap((name) => (name && session.recall(name)) || [])
}

/** The record a row means: external id, then e-mail address or domain, then name with a second piece of evidence. */
function matchRow(
  session: WriteSession,
  resolver: Resolver,
  work: Work,
  row: PartyRow,
  key: string | undefined,
  given: State,
): string | undefined {
  const system = resolver.systemOf(row)
  const byKey = key && session.recall(keyName(system, row.kind, key))
  if (byKey) return byKey
  const by = (column: string) =>
    given[column]
      ? (session.recall(columnName(row.kind, column, given[column] as string)) ?? undefined)
      : undefined
  if (row.kind === 'person') return by('email_norm')
  if (row.kind === 'opportunity') return undefined
  if (row.kind === 'account') {
    const found = [by('domain'), by('name_norm')].find(
      (id) => id && isSameAccount(work.state(id), given, row),
    )
    // Two ids of one system are two records there: left apart here, and shown in the review list.
    return found && !(row.key && work.hasOtherKey(found, system)) ? found : undefined
  }
  const found = by('email_norm') ?? by('name_norm')
  return found && !(row.key && work.hasOtherKey(found, system)) ? found : undefined
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

function rememberRow(
  session: WriteSession,
  resolver: Resolver,
  work: Work,
  row: PartyRow,
  key: string | undefined,
  given: State,
  id: string,
): void {
  const system = resolver.systemOf(row)
  if (key) {
    const name = keyName(system, row.kind, key)
    if (session.recall(name) === undefined)
      work.externalIds.push({ system, kind: row.kind, external_id: key, record_id: id })
    session.remember(name, id)
    if (row.key) work.noteKey(id, system)
  }
  for (const column of ['email_norm', 'domain', 'name_norm'] as const) {
    const value = given[column] as string | undefined
    if (!value || row.kind === 'opportunity') continue
    const name = columnName(row.kind, column, value)
    if (session.recall(name) === undefined) session.remember(name, id)
  }
}

/** The records of one batch while its rows are applied one after the other. */
class Work {
  readonly counts: KindCounts = { created: 0, updated: 0, unchanged: 0, refused: 0 }
  readonly externalIds: ExternalIdRow[] = []
  readonly moved: Upserted['moved'] = []
  private readonly kind: RecordTable
  private readonly now: number
  private readonly before: Map<string, State>
  private readonly states: Map<string, State>
  private readonly fresh = new Set<string>()
  private readonly changed = new Map<string, Set<string>>()
  private readonly keyed = new Map<string, Set<string>>()

  constructor(kind: RecordTable, states: Map<string, State>, now: number) {
    this.kind = kind
    this.now = now
    this.before = states
    this.states = new Map(states)
  }

  state(id: string): State | undefined {
    return this.states.get(id)
  }

  hasOtherKey(id: string, system: string): boolean {
    return this.keyed.get(id)?.has(system) ?? false
  }

  noteKey(id: string, system: string): void {
    const systems = this.keyed.get(id) ?? new Set()
    this.keyed.set(id, systems.add(system))
  }

  take(matched: string | undefined, given: State, closedAt: number | undefined): string {
    const state = matched ? this.states.get(matched) : undefined
    if (matched && !state) {
      this.counts.unchanged++
      return matched
    }
    if (matched && state) return this.change(matched, state, given, closedAt)
    const id = freshId(this.now)
    const blank = this.kind === 'seller' ? {} : { attributes: {} }
    const dated = this.kind === 'person' || this.kind === 'account' ? { occurred_at: this.now } : {}
    this.states.set(id, {
      ...blank,
      ...dated,
      ...Object.fromEntries(Object.entries(given).filter(([, value]) => value !== undefined)),
    })
    this.fresh.add(id)
    this.counts.created++
    return id
  }

  private change(id: string, state: State, given: State, closedAt: number | undefined): string {
    const { after, changed } = applyRow(state, given)
    if (changed.length === 0) {
      this.counts.unchanged++
      return id
    }
    this.states.set(id, after)
    if (!this.fresh.has(id)) {
      const columns = this.changed.get(id) ?? new Set()
      for (const column of changed) columns.add(column)
      this.changed.set(id, columns)
      if (this.kind === 'opportunity' && changed.includes('stage')) this.noteMove(id, state, after, closedAt)
    }
    this.counts.updated++
    return id
  }

  private noteMove(id: string, state: State, after: State, closedAt: number | undefined): void {
    const amountMinor = (after.amount_minor as number | null | undefined) ?? null
    this.moved.push({
      id,
      from: state.stage as string,
      to: after.stage as string,
      amountMinor,
      occurredAt: closedAt ?? this.now,
    })
  }

  created(): (State & { id: string })[] {
    return [...this.fresh].map((id) => ({ ...this.states.get(id)!, id }))
  }

  updated(): (State & { id: string })[] {
    return [...this.changed.keys()].map((id) => ({ ...this.states.get(id)!, id }))
  }

  changes(): ChangeRow[] {
    return [...this.changed].map(([id, columns]) => ({
      kind: this.kind,
      record_id: id,
      before: pick(this.before.get(id)!, [...columns]),
      after: pick(this.states.get(id)!, [...columns]),
    }))
  }
}

/** When a move happened, as text for the database. */
export const instantText = (at: number): string => toIso(at)
