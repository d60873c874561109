import { sql } from 'drizzle-orm'
import type { Tx } from '#platform/db/index.ts'
import { type Instant, toIso } from '#platform/kernel/instant.ts'
import { personName } from '#records/people/tables.ts'
import type { TouchKind } from '#records/touches/tables.ts'
import type { EventType } from './rules/event.ts'
import type { Outcome } from './rules/reasons.ts'

export interface CountRow extends Record<string, unknown> {
  hour: Instant
  outcome: Outcome
  reason: string
  events: number
}

export async function countsSince(tx: Tx, workspaceId: string, since: Instant): Promise<CountRow[]> {
  const { rows } = await tx.execute<CountRow>(sql`
    select hour, outcome, reason, events from intake_count
    where workspace_id = ${workspaceId} and hour >= ${toIso(since)} order by hour, outcome, reason`)
  return rows
}

export interface RefusalRow extends Record<string, unknown> {
  id: string
  outcome: Outcome
  reason: string
  type: string | null
  name: string | null
  messageId: string | null
  recordedAt: Instant
}

export async function lastRefusals(tx: Tx, workspaceId: string, limit: number): Promise<RefusalRow[]> {
  const { rows } = await tx.execute<RefusalRow>(sql`
    select id, outcome, reason, type, name, message_id as "messageId", recorded_at as "recordedAt" from intake_refusal
    where workspace_id = ${workspaceId} order by id desc limit ${limit}`)
  return rows
}

/** Events not yet worked on; counted up to a limit, because the number only says how far behind. */
export async function countWaiting(tx: Tx, workspaceId: string, limit: number): Promise<number> {
  const { rows } = await tx.execute<{ events: number }>(sql`
    select count(*) as events from (
      select 1 from intake_work where workspace_id = ${workspaceId} and state = 'waiting' limit ${limit}) waiting`)
  return rows[0]!.events
}

export interface AsideRow extends Record<string, unknown> {
  eventId: string
  type: EventType
  name: string | null
  reason: string
  recordedAt: Instant
}

export async function setAsideEvents(tx: Tx, workspaceId: string, limit: number): Promise<AsideRow[]> {
  const { rows } = await tx.execute<AsideRow>(sql`
    select w.event_id as "eventId", e.type, e.name, coalesce(w.reason, '') as reason, e.recorded_at as "recordedAt"
    from intake_work w join intake_event e on e.workspace_id = ${workspaceId} and e.id = w.event_id
    where w.workspace_id = ${workspaceId} and w.state = 'set_aside' order by w.event_id desc limit ${limit}`)
  return rows
}

export interface TailRow extends Record<string, unknown> {
  id: string
  messageId: string
  type: EventType
  name: string | null
  kind: TouchKind | null
  work: 'waiting' | 'anonymous' | 'set_aside' | null
  personId: string | null
  personName: string
  anonymousId: string | null
  source: string
  machine: string | null
  touchMachine: boolean | null
  warning: string | null
  occurredAt: Instant
  recordedAt: Instant
}

/** Accepted events, newest first, with the touch and person each became. */
export async function eventTail(
  tx: Tx,
  workspaceId: string,
  after: string | undefined,
  limit: number,
): Promise<TailRow[]> {
  const { rows } = await tx.execute<TailRow>(sql`
    with shown as materialized (
      select * from intake_event where workspace_id = ${workspaceId} ${after ? sql`and id < ${after}::uuid` : sql``}
      order by id desc limit ${limit}
    )
    select e.id, e.message_id as "messageId", e.type, e.name, t.kind, w.state as work, p.id as "personId",
      ${personName} as "personName",
      e.anonymous_id as "anonymousId", e.source, e.machine, t.machine as "touchMachine", e.warning,
      e.occurred_at as "occurredAt", e.recorded_at as "recordedAt"
    from shown e
      left join intake_work w on w.workspace_id = ${workspaceId} and w.event_id = e.id
      left join touch t on t.workspace_id = ${workspaceId} and t.source = e.source and t.dedupe_key = e.message_id
      left join person p on p.workspace_id = ${workspaceId} and p.id = t.person_id
    order by e.id desc`)
  return rows
}

/** Names of track events among the last ones, by how often they came. */
export async function namesSeen(tx: Tx, workspaceId: string): Promise<{ name: string; events: number }[]> {
  const { rows } = await tx.execute<{ name: string; events: number }>(sql`
    select name, count(*) as events from (
      select e.name, e.type from intake_event e where e.workspace_id = ${workspaceId} order by e.id desc limit 10000) recent
    where type = 'track' and name is not null group by name order by events desc, name limit 500`)
  return rows
}

export interface KindRow extends Record<string, unknown> {
  nameNorm: string
  name: string
  kind: TouchKind | 'ignore'
}

export async function ownKinds(tx: Tx, workspaceId: string): Promise<KindRow[]> {
  const { rows } = await tx.execute<KindRow>(sql`
    select name_norm as "nameNorm", name, kind from event_kind where workspace_id = ${workspaceId} order by name_norm`)
  return rows
}

export async function putKind(tx: Tx, workspaceId: string, row: KindRow, now: Instant): Promise<void> {
  await tx.execute(sql`
    insert into event_kind (workspace_id, name_norm, name, kind, changed_at)
    values (${workspaceId}, ${row.nameNorm}, ${row.name}, ${row.kind}, ${toIso(now)})
    on conflict (workspace_id, name_norm) do update set name = excluded.name, kind = excluded.kind, changed_at = excluded.changed_at`)
}

export async function dropKind(tx: Tx, workspaceId: string, nameNorm: string): Promise<void> {
  await tx.execute(
    sql`delete from event_kind where workspace_id = ${workspaceId} and name_norm = ${nameNorm}`,
  )
}
