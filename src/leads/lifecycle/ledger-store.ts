import { sql } from 'drizzle-orm'
import { anyId, rowsOf, type Tx } from '#platform/db/index.ts'
import { nextId } from '#platform/kernel/ids.ts'
import { type Instant, toIso } from '#platform/kernel/instant.ts'
import { holds } from './moves-store.ts'
import type { Transition } from './rules/history.ts'
import type { LeadRow } from './rules/lead.ts'

/** Reads and writes the ledger of transitions and the cache of leads, for many people at once. */

/** A row of the ledger as it stands. */
export interface LedgerRow extends Transition {
  id: string
  personId: string
  recordedAt: Instant
}

/** A row to add: a move, or one that takes another back. */
export interface LedgerEntry extends Transition {
  personId: string
  voidsId: string | null
}

const iso = (at: Instant | null) => (at === null ? null : toIso(at))

/** The moves that hold: neither taken back nor taking back, in the order they were made. */
export async function transitionsOf(
  tx: Tx,
  workspaceId: string,
  ids: readonly string[],
): Promise<LedgerRow[]> {
  const result = await tx.execute(sql`
    select t.id, t.person_id as "personId", t.cycle, t.from_stage as "fromStage", t.to_stage as "toStage",
      t.occurred_at as "occurredAt", t.recorded_at as "recordedAt", t.inferred, t.actor_kind as "actorKind", t.actor,
      t.agreement_version as "agreementVersion", t.reason, t.fit, t.engagement, t.cause_id as "causeId"
    from stage_transition t
    where t.workspace_id = ${workspaceId} and t.person_id = ${anyId(ids)} and ${holds(workspaceId)}
    order by t.person_id, t.id`)
  return rowsOf(result)
}

/** Appends to the ledger, in the given order. */
export async function appendTransitions(
  tx: Tx,
  workspaceId: string,
  entries: readonly LedgerEntry[],
  now: Instant,
): Promise<void> {
  if (entries.length === 0) return
  const rows = entries.map((entry) => ({ ...entry, id: nextId(now), occurredAt: iso(entry.occurredAt) }))
  await tx.execute(sql`
    insert into stage_transition (workspace_id, id, person_id, cycle, from_stage, to_stage, occurred_at, recorded_at,
      inferred, actor_kind, actor, agreement_version, reason, fit, engagement, cause_id, voids_id)
    select ${workspaceId}::uuid, r.id, r."personId", r.cycle, r."fromStage", r."toStage", r."occurredAt", ${toIso(now)}::timestamptz,
      r.inferred, r."actorKind", r.actor, r."agreementVersion", r.reason, r.fit, r.engagement, r."causeId", r."voidsId"
    from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as r (id uuid, "personId" uuid, cycle int, "fromStage" text,
      "toStage" text, "occurredAt" timestamptz, inferred boolean, "actorKind" text, actor text, "agreementVersion" int,
      reason text, fit real, engagement real, "causeId" uuid, "voidsId" uuid)`)
}

export async function leadsOf(tx: Tx, workspaceId: string, ids: readonly string[]): Promise<LeadRow[]> {
  const result = await tx.execute(sql`
    select l.person_id as "personId", l.stage, l.cycle, l.stage_entered_at as "stageEnteredAt", l.fit, l.engagement, l.grade,
      l.scored_at as "scoredAt", l.agreement_version as "agreementVersion", l.counted_events as "countedEvents",
      l.next_decay_at as "nextDecayAt", l.excluded_by as "excludedBy", l.last_touch_at as "lastTouchAt",
      l.hand_raise_at as "handRaiseAt", l.qualified_first_at as "qualifiedFirstAt", l.qualified_latest_at as "qualifiedLatestAt",
      l.qualified_count as "qualifiedCount", l.open_opportunities as "openOpportunities"
    from lead l
    where l.workspace_id = ${workspaceId} and l.person_id = ${anyId(ids)}`)
  return rowsOf(result)
}

export async function writeLeads(tx: Tx, workspaceId: string, leads: readonly LeadRow[]): Promise<void> {
  if (leads.length === 0) return
  const rows = leads.map((row) => ({
    ...row,
    stageEnteredAt: iso(row.stageEnteredAt),
    scoredAt: iso(row.scoredAt),
    nextDecayAt: iso(row.nextDecayAt),
    lastTouchAt: iso(row.lastTouchAt),
    handRaiseAt: iso(row.handRaiseAt),
    qualifiedFirstAt: iso(row.qualifiedFirstAt),
    qualifiedLatestAt: iso(row.qualifiedLatestAt),
  }))
  await tx.execute(sql`
    insert into lead (workspace_id, person_id, stage, cycle, stage_entered_at, fit, engagement, grade, scored_at,
      agreement_version, counted_events, next_decay_at, excluded_by, last_touch_at, hand_raise_at, qualified_first_at,
      qualified_latest_at, qualified_count, open_opportunities)
    select ${workspaceId}::uuid, r."personId", r.stage, r.cycle, r."stageEnteredAt", r.fit, r.engagement, r.grade, r."scoredAt",
      r."agreementVersion", r."countedEvents", r."nextDecayAt", r."excludedBy", r."lastTouchAt", r."handRaiseAt",
      r."qualifiedFirstAt", r."qualifiedLatestAt", r."qualifiedCount", r."openOpportunities"
    from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as r ("personId" uuid, stage text, cycle int,
      "stageEnteredAt" timestamptz, fit float8, engagement float8, grade text, "scoredAt" timestamptz, "agreementVersion" int,
      "countedEvents" int, "nextDecayAt" timestamptz, "excludedBy" text, "lastTouchAt" timestamptz, "handRaiseAt" timestamptz,
      "qualifiedFirstAt" timestamptz, "qualifiedLatestAt" timestamptz, "qualifiedCount" int, "openOpportunities" int)
    on conflict (workspace_id, person_id) do update set
      stage = excluded.stage, cycle = excluded.cycle, stage_entered_at = excluded.stage_entered_at, fit = excluded.fit,
      engagement = excluded.engagement, grade = excluded.grade, scored_at = excluded.scored_at,
      agreement_version = excluded.agreement_version, counted_events = excluded.counted_events,
      next_decay_at = excluded.next_decay_at, excluded_by = excluded.excluded_by, last_touch_at = excluded.last_touch_at,
      hand_raise_at = excluded.hand_raise_at, qualified_first_at = excluded.qualified_first_at,
      qualified_latest_at = excluded.qualified_latest_at, qualified_count = excluded.qualified_count,
      open_opportunities = excluded.open_opportunities`)
}

/** Ids of people who stand in the cache or the ledger but are no longer among the people: merged, removed, undone. */
export async function strayIds(
  tx: Tx,
  workspaceId: string,
  among: readonly string[] | 'all',
  limit: number,
): Promise<string[]> {
  const chosen = (column: 'l.person_id' | 't.person_id') =>
    among === 'all' ? sql`` : sql`and ${sql.raw(column)} = ${anyId(among)}`
  const living = (column: 'l.person_id' | 't.person_id') => sql`
    not exists (select 1 from person p
      where p.workspace_id = ${workspaceId} and p.id = ${sql.raw(column)} and p.merged_into_id is null)`
  const result = await tx.execute(sql`
    select l.person_id as id from lead l where l.workspace_id = ${workspaceId} ${chosen('l.person_id')} and ${living('l.person_id')}
    union
    select t.person_id as id from stage_transition t
    where t.workspace_id = ${workspaceId} ${chosen('t.person_id')} and ${living('t.person_id')} and ${holds(workspaceId)}
    limit ${limit}`)
  return rowsOf<{ id: string }>(result).map((row) => row.id)
}

export async function removeLeads(tx: Tx, workspaceId: string, ids: readonly string[]): Promise<void> {
  if (ids.length === 0) return
  await tx.execute(
    sql`delete from lead l where l.workspace_id = ${workspaceId} and l.person_id = ${anyId(ids)}`,
  )
}

/** People whose cached scores may be out of date without anything new. */
export async function dueForRescoring(
  tx: Tx,
  workspaceId: string,
  now: Instant,
  limit: number,
): Promise<string[]> {
  const result = await tx.execute(sql`
    select l.person_id as id from lead l
    where l.workspace_id = ${workspaceId} and l.next_decay_at <= ${toIso(now)}::timestamptz
    order by l.next_decay_at limit ${limit}`)
  return rowsOf<{ id: string }>(result).map((row) => row.id)
}
