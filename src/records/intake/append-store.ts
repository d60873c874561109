import { sql } from 'drizzle-orm'
import { anyId, type Tx } from '#platform/db/index.ts'
import { HOUR, type Instant, toIso } from '#platform/kernel/instant.ts'
import type { TouchKind } from '#records/touches/tables.ts'
import type { EventPayload, EventType } from './rules/event.ts'
import type { Outcome, Reason } from './rules/reasons.ts'

/** An event to be stored. */
export interface NewEvent {
  id: string
  messageId: string
  type: EventType
  name: string | null
  anonymousId: string | null
  userId: string | null
  payload: EventPayload
  /** kind of touch, where our own form or link says it; never from a sender */
  kind: TouchKind | null
  source: string
  proven: boolean
  machine: string | null
  warning: string | null
  writeKeyId: string | null
  occurredAt: Instant
  recordedAt: Instant
  /** not worked on before */
  dueAt: Instant
}

/** So many events came to this end. */
export interface Count {
  outcome: Outcome
  reason: Reason | ''
  events: number
}

/** An event that was not taken, for the list on the page. */
export interface Refusal {
  id: string
  outcome: Outcome
  reason: Reason
  type: string | null
  name: string | null
  messageId: string | null
  writeKeyId: string | null
}

/** Adds events that are not known yet, with the work that follows. Answers the message ids that were new. */
export async function insertEvents(
  tx: Tx,
  workspaceId: string,
  events: readonly NewEvent[],
): Promise<Set<string>> {
  if (events.length === 0) return new Set()
  // In the order of their key, so that two processes with the same events cannot wait for each other.
  const inOrder = [...events].sort((a, b) => (a.messageId < b.messageId ? -1 : 1)).map(onTheWire)
  const { rows } = await tx.execute<{ message_id: string }>(sql`
    with sent as (
      select * from jsonb_to_recordset(${JSON.stringify(inOrder)}::jsonb) as e(id uuid, "messageId" text, type text, name text,
        "anonymousId" text, "userId" text, payload jsonb, kind text, source text, proven boolean, machine text, warning text,
        "writeKeyId" uuid, "occurredAt" timestamptz, "recordedAt" timestamptz, "dueAt" timestamptz)
    ), added as (
      insert into intake_event (workspace_id, id, message_id, type, name, anonymous_id, user_id, payload, kind, source, proven,
        machine, warning, write_key_id, occurred_at, recorded_at)
      select ${workspaceId}::uuid, e.id, e."messageId", e.type, e.name, e."anonymousId", e."userId", e.payload, e.kind, e.source,
        e.proven, e.machine, e.warning, e."writeKeyId", e."occurredAt", e."recordedAt" from sent e
      on conflict (workspace_id, message_id) do nothing
      returning id, message_id, anonymous_id
    ), work as (
      insert into intake_work (workspace_id, event_id, state, anonymous_id, due_at)
      select ${workspaceId}::uuid, added.id, 'waiting', added.anonymous_id, sent."dueAt"
      from added join sent on sent.id = added.id
    )
    select message_id from added`)
  return new Set(rows.map((row) => row.message_id))
}

const onTheWire = (event: NewEvent) => ({
  ...event,
  occurredAt: toIso(event.occurredAt),
  recordedAt: toIso(event.recordedAt),
  dueAt: toIso(event.dueAt),
})

/** Adds to the figures of an hour. */
export async function addCounts(
  tx: Tx,
  workspaceId: string,
  counts: readonly Count[],
  at: Instant,
): Promise<void> {
  if (counts.length === 0) return
  const hour = toIso(Math.floor(at / HOUR) * HOUR)
  const rows = [...counts].sort((a, b) => (a.outcome + a.reason < b.outcome + b.reason ? -1 : 1))
  await tx.execute(sql`
    insert into intake_count (workspace_id, hour, outcome, reason, events)
    select ${workspaceId}::uuid, ${hour}::timestamptz, c.outcome, c.reason, c.events
    from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as c(outcome text, reason text, events bigint)
    on conflict (workspace_id, hour, outcome, reason) do update set events = intake_count.events + excluded.events`)
}

const KEPT_REFUSALS = 200

/** Keeps the last refusals, and no more. */
export async function addRefusals(
  tx: Tx,
  workspaceId: string,
  refusals: readonly Refusal[],
  at: Instant,
): Promise<void> {
  if (refusals.length === 0) return
  await tx.execute(sql`
    insert into intake_refusal (workspace_id, id, outcome, reason, type, name, message_id, write_key_id, recorded_at)
    select ${workspaceId}::uuid, r.id, r.outcome, r.reason, r.type, r.name, r."messageId", r."writeKeyId", ${toIso(at)}::timestamptz
    from jsonb_to_recordset(${JSON.stringify(refusals.slice(-KEPT_REFUSALS))}::jsonb)
      as r(id uuid, outcome text, reason text, type text, name text, "messageId" text, "writeKeyId" uuid)
    on conflict (workspace_id, id) do nothing`)
  await tx.execute(sql`
    delete from intake_refusal where workspace_id = ${workspaceId} and id <= (
      select old.id from intake_refusal old where old.workspace_id = ${workspaceId}
      order by old.id desc offset ${KEPT_REFUSALS} limit 1)`)
}

/** When each of these keys was last changed; a stopped or unknown one is missing. */
export async function keysInForce(
  tx: Tx,
  workspaceId: string,
  keyIds: readonly string[],
): Promise<Map<string, Instant>> {
  const { rows } = await tx.execute<{ id: string; changed_at: Instant }>(sql`
    select id, changed_at from write_key
    where workspace_id = ${workspaceId} and revoked_at is null and id = ${anyId(keyIds)}`)
  return new Map(rows.map((row) => [row.id, row.changed_at]))
}
