import type { Tx } from '#platform/db/index.ts'
import type { Instant } from '#platform/kernel/instant.ts'
import { freeMailCorrections } from '../accounts/index.ts'
import { nameNorm } from '../people/index.ts'
import type { PartyRow } from './columns-of.ts'
import { keyOf } from './match-row.ts'
import {
  type ContactRow,
  type CostRow,
  insertReportedStages,
  insertStageChanges,
  type ReportedStageRow,
  type StageChangeColumns,
  upsertContacts,
  upsertCosts,
} from './parts-store.ts'
import { Resolver } from './resolve.ts'
import { addCounts, type KindCounts } from './rules/counts.ts'
import { isPlain } from './rules/plain-lists.ts'
import type {
  AccountRow,
  CampaignRow,
  ContactRoleRow,
  OpportunityRow,
  PersonRow,
  RecordRow,
  StageChangeRow,
  TouchRow,
} from './rules/rows.ts'
import type { Refusal, WriteResult } from './write-outcome.ts'
import { instantText, type Upserted, upsertParties } from './write-parties.ts'
import { changeColumns, writeContactRoles, writeStageChanges } from './write-roles.ts'
import { type WriteOptions, WriteSession } from './write-session.ts'
import { writeTouches } from './write-touches.ts'

const BATCH = 4_000

/**
 * Writes records in one transaction: resolves references, matches, creates and updates, and adds touches that are not known
 * yet. Writing the same rows again changes nothing.
 *
 * @param rows in an order in which references resolve (sellers, accounts, people, campaigns, opportunities, touches)
 * @param options `source`: system of rows that name none; `importId`: run they belong to
 */
export async function writeRecords(
  tx: Tx,
  workspaceId: string,
  rows: Iterable<RecordRow> | AsyncIterable<RecordRow>,
  options: { importId?: string | null; source?: string; now: Instant; isDryRun?: boolean },
): Promise<WriteResult> {
  const session = new WriteSession(workspaceId, {
    importId: null,
    source: 'spreadsheet',
    ...options,
  } as WriteOptions)
  let total: WriteResult = { counts: {}, refusals: [] }
  let offset = 0
  for await (const batch of inBatches(rows, BATCH)) {
    const result = await writeBatch(tx, session, batch)
    session.commit()
    const refusals = result.refusals.map(({ index, message }) => ({ index: index + offset, message }))
    total = {
      counts: addCounts(total.counts, result.counts),
      refusals: [...total.refusals, ...refusals].slice(0, 10_000),
    }
    offset += batch.length
  }
  return total
}

async function* inBatches(
  rows: Iterable<RecordRow> | AsyncIterable<RecordRow>,
  size: number,
): AsyncGenerator<RecordRow[]> {
  let batch: RecordRow[] = []
  for await (const row of rows) {
    batch.push(row)
    if (batch.length < size) continue
    yield batch
    batch = []
  }
  if (batch.length) yield batch
}

/** Writes one batch in the transaction given; the session is to be committed when the transaction is. */
export async function writeBatch(
  tx: Tx,
  session: WriteSession,
  rows: readonly RecordRow[],
): Promise<WriteResult> {
  session.begin()
  session.freeMail ??= await freeMailCorrections(tx, session.workspaceId)
  const result: WriteResult = { counts: {}, refusals: [] }
  for (let from = 0; from < rows.length; ) {
    let to = from + 1
    while (to < rows.length && rows[to]!.kind === rows[from]!.kind) to++
    const part = rows.slice(from, to)
    const counts = await writeKind(tx, session, part, from, result.refusals)
    result.counts = addCounts(result.counts, { [part[0]!.kind]: counts })
    from = to
  }
  return result
}

/** Takes rows into account that an earlier run has written already, without writing them. */
export function skipRows(session: WriteSession, rows: readonly RecordRow[]): void {
  session.begin()
  for (const row of rows) {
    if (row.kind === 'opportunity') keyOf(session, row)
    if (row.kind !== 'campaign') continue
    for (const { spentOn, kind, amountMinor } of row.costs ?? [])
      session.addCost(`${costKey(session, row)}|${spentOn}|${kind}`, amountMinor)
  }
  session.commit()
}

async function writeKind(
  tx: Tx,
  session: WriteSession,
  rows: readonly RecordRow[],
  offset: number,
  refusals: Refusal[],
): Promise<KindCounts> {
  const resolver = new Resolver(session)
  const kind = rows[0]!.kind
  if (kind === 'touch')
    return writeTouches(tx, session, resolver, rows as readonly TouchRow[], offset, refusals)
  for (const row of rows) wantAll(resolver, row)
  await resolver.settle(tx)
  if (kind === 'contact_role')
    return writeContactRoles(tx, session, resolver, rows as readonly ContactRoleRow[], offset, refusals)
  if (kind === 'stage_change')
    return writeStageChanges(tx, session, resolver, rows as readonly StageChangeRow[], offset, refusals)
  const written = await upsertParties(tx, session, resolver, kind, rows as readonly PartyRow[])
  if (kind === 'account') await writeParents(tx, session, resolver, rows as readonly AccountRow[])
  if (!session.options.isDryRun) await writeParts(tx, session, resolver, rows, written)
  return written.counts
}

/** Parents stand in the same list as a rule, so they are looked up when all its accounts are known. */
async function writeParents(
  tx: Tx,
  session: WriteSession,
  resolver: Resolver,
  rows: readonly AccountRow[],
): Promise<void> {
  const children = rows.filter(({ parent }) => parent)
  if (children.length === 0) return
  for (const row of children) resolver.want('account', row.parent, row)
  await resolver.settle(tx)
  await upsertParties(tx, session, resolver, 'account', children)
}

function wantAll(resolver: Resolver, row: RecordRow): void {
  if ('seller' in row) resolver.want('seller', row.seller, row)
  if ('account' in row) resolver.want('account', row.account, row)
  if ('person' in row) resolver.want('person', row.person, row)
  if ('campaign' in row) resolver.want('campaign', row.campaign, row)
  if ('opportunity' in row) resolver.want('opportunity', row.opportunity, row)
  if (row.kind === 'opportunity')
    for (const { person } of row.contacts ?? []) resolver.want('person', person, row)
}

/** What hangs on the records: stage dates of people, costs of campaigns, contacts and stage changes of deals. */
async function writeParts(
  tx: Tx,
  session: WriteSession,
  resolver: Resolver,
  rows: readonly RecordRow[],
  { ids, moved }: Upserted,
): Promise<void> {
  const { workspaceId, options } = session
  const stages: ReportedStageRow[] = []
  const contacts = new Map<string, ContactRow>()
  const changes: StageChangeColumns[] = moved.map(({ id, from, to, amountMinor, occurredAt }) => ({
    opportunity_id: id,
    to_stage: to,
    from_stage: from,
    amount_minor: amountMinor,
    occurred_at: instantText(occurredAt),
  }))
  const costs = new Map<string, CostRow>()
  for (const [index, row] of rows.entries()) {
    const id = ids[index]!
    if (row.kind === 'person') stages.push(...stagesOf(row, id))
    else if (row.kind === 'campaign') addCosts(session, costs, row, id)
    else if (row.kind === 'opportunity') {
      addContacts(resolver, contacts, row, id)
      for (const change of row.stageChanges ?? []) changes.push(changeColumns(id, change))
    }
  }
  await insertReportedStages(tx, workspaceId, stages, options)
  await upsertCosts(tx, workspaceId, [...costs.values()], options)
  await upsertContacts(tx, workspaceId, [...contacts.values()], options)
  await insertStageChanges(tx, workspaceId, changes, options)
}

function stagesOf(row: PersonRow, id: string): ReportedStageRow[] {
  return (row.stageDates ?? []).map(({ stage, occurredAt, source, reason }) => ({
    person_id: id,
    stage,
    occurred_at: instantText(occurredAt),
    source,
    reason: reason ?? null,
  }))
}

/** Tells campaigns apart whose costs are summed; in plain lists one id may name several. */
function costKey(session: WriteSession, row: CampaignRow): string {
  const scope = session.scopeOf(row.system)
  return `${scope}|${keyOf(session, row)}|${isPlain(scope) ? nameNorm(row.name) : ''}`
}

function addCosts(session: WriteSession, costs: Map<string, CostRow>, row: CampaignRow, id: string): void {
  for (const { spentOn, kind, amountMinor, currency } of row.costs ?? []) {
    const key = `${costKey(session, row)}|${spentOn}|${kind}`
    const sum = session.addCost(key, amountMinor)
    costs.set(key, { campaign_id: id, spent_on: spentOn, kind, amount_minor: sum, currency })
  }
}

function addContacts(
  resolver: Resolver,
  contacts: Map<string, ContactRow>,
  row: OpportunityRow,
  id: string,
): void {
  for (const { person, role, isPrimary } of row.contacts ?? []) {
    const personId = resolver.findFor('person', person, row)
    if (personId)
      contacts.set(`${id}|${personId}`, {
        opportunity_id: id,
        person_id: personId,
        role: role ?? null,
        is_primary: isPrimary ?? false,
      })
  }
}
