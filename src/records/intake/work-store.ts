import { sql } from 'drizzle-orm'
import { anyId, anyText, type Tx } from '#platform/db/index.ts'
import { lowestIdAt } from '#platform/kernel/ids.ts'
import { type Instant, toIso } from '#platform/kernel/instant.ts'
import type { TouchKind } from '#records/touches/tables.ts'
import type { NewEvent } from './append-store.ts'

/** An accepted event that is to be worked on. */
export type WaitingEvent = Omit<NewEvent, 'warning' | 'writeKeyId'>

const EVENT = sql`e.id, e.message_id as "messageId", e.type, e.name, e.anonymous_id as "anonymousId", e.user_id as "userId", e.payload,
  e.kind, e.source, e.proven, e.machine, e.occurred_at as "occurredAt", e.recorded_at as "recordedAt"`

/** One works on the events of a workspace at a time; whoever else comes waits here. */
export async function lockWork(tx: Tx, workspaceId: string): Promise<void> {
  await tx.execute(sql`
    insert into intake_drain (workspace_id) values (${workspaceId})
    on conflict (workspace_id) do update set workspace_id = excluded.workspace_id`)
}

/** Events that wait longest; `only` narrows them to given ones. */
export async function waitingEvents(
  tx: Tx,
  workspaceId: string,
  now: Instant,
  limit: number,
  only: readonly string[] | null,
): Promise<WaitingEvent[]> {
  const { rows } = await tx.execute<WaitingEvent & Record<string, unknown>>(sql`
    with due as materialized (
      select w.event_id from intake_work w
      where w.workspace_id = ${workspaceId} and w.state = 'waiting' and w.due_at <= ${toIso(now)}
        ${only ? sql`and w.event_id = ${anyId(only)}` : sql``}
      order by w.event_id limit ${limit}
    )
    select ${EVENT} from due join intake_event e on e.workspace_id = ${workspaceId} and e.id = due.event_id
    order by e.recorded_at, e.occurred_at, e.id`)
  return rows
}

/** Has events worked on later. */
export async function postpone(
  tx: Tx,
  workspaceId: string,
  eventIds: readonly string[],
  dueAt: Instant,
): Promise<void> {
  await tx.execute(sql`
    update intake_work set due_at = ${toIso(dueAt)}
    where workspace_id = ${workspaceId} and event_id = ${anyId(eventIds)}`)
}

/** Events that were put off and happened in that time, oldest first. */
export async function waitingClicks(
  tx: Tx,
  workspaceId: string,
  from: Instant,
  to: Instant,
): Promise<WaitingEvent[]> {
  const { rows } = await tx.execute<WaitingEvent & Record<string, unknown>>(sql`
    select ${EVENT} from intake_work w join intake_event e on e.workspace_id = ${workspaceId} and e.id = w.event_id
    where w.workspace_id = ${workspaceId} and w.state = 'waiting' and w.due_at > e.recorded_at
      and e.occurred_at between ${toIso(from)} and ${toIso(to)}
    order by e.occurred_at, e.id limit ${MOST_WAITING}`)
  return rows
}

const MOST_WAITING = 5_000
const MOST_OF_A_VISITOR = 5_000

/** What visitors and users did while nobody knew them, oldest first. */
export async function anonymousEvents(
  tx: Tx,
  workspaceId: string,
  names: readonly string[],
): Promise<WaitingEvent[]> {
  if (names.length === 0) return []
  const named = anyText(names)
  const { rows } = await tx.execute<WaitingEvent & Record<string, unknown>>(sql`
    select ${EVENT} from intake_work w join intake_event e on e.workspace_id = ${workspaceId} and e.id = w.event_id
    where w.workspace_id = ${workspaceId} and w.state = 'anonymous' and (w.anonymous_id = ${named} or w.user_id = ${named})
    order by e.occurred_at, e.id limit ${MOST_OF_A_VISITOR}`)
  return rows
}

export async function finishWork(tx: Tx, workspaceId: string, eventIds: readonly string[]): Promise<void> {
  if (eventIds.length === 0) return
  await tx.execute(sql`
    delete from intake_work where workspace_id = ${workspaceId} and event_id = ${anyId(eventIds)}`)
}

/** Events of nobody yet wait under the names by which they may become somebody's. */
export async function markAnonymous(
  tx: Tx,
  workspaceId: string,
  kept: readonly { id: string; visitor: string | null; user: string | null }[],
): Promise<void> {
  if (kept.length === 0) return
  await tx.execute(sql`
    update intake_work w set state = 'anonymous', anonymous_id = k.visitor, user_id = k."user"
    from jsonb_to_recordset(${JSON.stringify(kept)}::jsonb) as k(id uuid, visitor text, "user" text)
    where w.workspace_id = ${workspaceId} and w.event_id = k.id`)
}

export async function setAside(tx: Tx, workspaceId: string, eventId: string, reason: string): Promise<void> {
  await tx.execute(sql`
    update intake_work set state = 'set_aside', reason = ${reason} where workspace_id = ${workspaceId} and event_id = ${eventId}`)
}

/** Puts what was set aside back among what waits; answers how many. */
export async function tryAgain(tx: Tx, workspaceId: string): Promise<number> {
  const { rowCount } = await tx.execute(sql`
    update intake_work set state = 'waiting', reason = null where workspace_id = ${workspaceId} and state = 'set_aside'`)
  return rowCount ?? 0
}

/** What a workspace has decided for names of events. */
export async function nameMapping(tx: Tx, workspaceId: string): Promise<Map<string, TouchKind | 'ignore'>> {
  const { rows } = await tx.execute<{ name_norm: string; kind: TouchKind | 'ignore' }>(sql`
    select name_norm, kind from event_kind where workspace_id = ${workspaceId}`)
  return new Map(rows.map((row) => [row.name_norm, row.kind]))
}

/** Campaigns by name or by the id another system gives them. */
export async function campaignsNamed(
  tx: Tx,
  workspaceId: string,
  said: readonly { said: string; norm: string }[],
): Promise<Map<string, string>> {
  if (said.length === 0) return new Map()
  const { rows } = await tx.execute<{ said: string; id: string }>(sql`
    with asked as (select * from jsonb_to_recordset(${JSON.stringify(said)}::jsonb) as a(said text, norm text))
    select a.said, c.id from asked a join campaign c on c.workspace_id = ${workspaceId} and c.name_norm = a.norm
    union all
    select a.said, x.record_id from asked a
      join external_id x on x.workspace_id = ${workspaceId} and x.kind = 'campaign' and x.external_id = a.said`)
  // The other system's id is the surer one and comes last.
  return new Map(rows.map((row) => [row.said, row.id]))
}

/** Clicks these people made in mails around an instant, with the mail and the link. */
export async function clicksAround(
  tx: Tx,
  workspaceId: string,
  personIds: readonly string[],
  from: Instant,
  to: Instant,
): Promise<{ personId: string; mail: string | null; link: string | null; at: Instant }[]> {
  const { rows } = await tx.execute<{
    personId: string
    mail: string | null
    link: string | null
    at: Instant
  }>(sql`
    select t.person_id as "personId", t.attributes ->> 'email_id' as mail, t.attributes ->> 'link_url' as link, t.occurred_at as at
    from touch t where t.workspace_id = ${workspaceId} and t.person_id = ${anyId(personIds)} and t.kind = 'email_click'
      and t.occurred_at between ${toIso(from)} and ${toIso(to)}`)
  return rows
}

/**
 * Empties up to `limit` events of visitors who were never known, once they are too old to keep; answers how many. Their ids stay, so
 * that nothing is taken in twice. Runs for the owner of the tables: the ledger is append-only.
 */
export async function emptyAnonymous(
  tx: Tx,
  workspaceId: string,
  before: Instant,
  limit: number,
): Promise<number> {
  const { rowCount } = await tx.execute(sql`
    with old as (
      delete from intake_work where workspace_id = ${workspaceId} and event_id = any(array(
        select w.event_id from intake_work w
        where w.workspace_id = ${workspaceId} and w.event_id < ${lowestIdAt(before)} and w.state = 'anonymous'
        order by w.event_id limit ${limit}))
      returning event_id
    )
    update intake_event as kept set name = null, anonymous_id = null, user_id = null, payload = '{}'::jsonb, machine = null
    from old where kept.workspace_id = ${workspaceId} and kept.id = old.event_id`)
  return rowCount ?? 0
}
