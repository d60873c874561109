import { and, asc, desc, eq, gte, inArray, isNull, lt, lte, min, or, sql } from 'drizzle-orm'
import type { Tx } from '#platform/db/index.ts'
import { lowestIdAt } from '#platform/kernel/ids.ts'
import { type Instant, toIso } from '#platform/kernel/instant.ts'
import { webhookAttempt, webhookEndpoint, webhookMessage } from './tables.ts'

export type EndpointRow = typeof webhookEndpoint.$inferSelect
export type MessageRow = typeof webhookMessage.$inferSelect
export type AttemptRow = typeof webhookAttempt.$inferSelect

export async function endpoints(tx: Tx, workspaceId: string): Promise<EndpointRow[]> {
  return tx
    .select()
    .from(webhookEndpoint)
    .where(eq(webhookEndpoint.workspaceId, workspaceId))
    .orderBy(asc(webhookEndpoint.id))
}

const oneEndpoint = (workspaceId: string, id: string) =>
  and(eq(webhookEndpoint.workspaceId, workspaceId), eq(webhookEndpoint.id, id))

export async function findEndpoint(tx: Tx, workspaceId: string, id: string): Promise<EndpointRow | null> {
  const [row] = await tx.select().from(webhookEndpoint).where(oneEndpoint(workspaceId, id))
  return row ?? null
}

export async function lockEndpoint(tx: Tx, workspaceId: string, id: string): Promise<EndpointRow | null> {
  const [row] = await tx.select().from(webhookEndpoint).where(oneEndpoint(workspaceId, id)).for('update')
  return row ?? null
}

export async function addEndpoint(tx: Tx, row: typeof webhookEndpoint.$inferInsert): Promise<void> {
  await tx.insert(webhookEndpoint).values(row)
}

export async function changeEndpoint(
  tx: Tx,
  workspaceId: string,
  id: string,
  change: Partial<EndpointRow>,
): Promise<boolean> {
  const rows = await tx
    .update(webhookEndpoint)
    .set(change)
    .where(oneEndpoint(workspaceId, id))
    .returning({ id: webhookEndpoint.id })
  return rows.length === 1
}

/** With its messages and their log. */
export async function removeEndpoint(tx: Tx, workspaceId: string, id: string): Promise<EndpointRow | null> {
  const [row] = await tx.delete(webhookEndpoint).where(oneEndpoint(workspaceId, id)).returning()
  if (!row) return null
  await tx
    .delete(webhookAttempt)
    .where(and(eq(webhookAttempt.workspaceId, workspaceId), eq(webhookAttempt.endpointId, id)))
  await tx
    .delete(webhookMessage)
    .where(and(eq(webhookMessage.workspaceId, workspaceId), eq(webhookMessage.endpointId, id)))
  return row
}

/** Writes messages to be sent from an instant on. */
export async function addMessages(
  tx: Tx,
  workspaceId: string,
  rows: readonly Pick<MessageRow, 'id' | 'endpointId' | 'event' | 'body'>[],
  at: Instant,
): Promise<void> {
  if (rows.length === 0) return
  await tx.execute(sql`
    insert into webhook_message (workspace_id, id, endpoint_id, event, body, state, next_at, created_at)
    select ${workspaceId}::uuid, m.id, m."endpointId", m.event, m.body, 'waiting', ${toIso(at)}::timestamptz, ${toIso(at)}::timestamptz
    from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as m(id uuid, "endpointId" uuid, event text, body text)`)
}

const oneMessage = (workspaceId: string, id: string) =>
  and(eq(webhookMessage.workspaceId, workspaceId), eq(webhookMessage.id, id))

export async function findMessage(tx: Tx, workspaceId: string, id: string): Promise<MessageRow | null> {
  const [row] = await tx.select().from(webhookMessage).where(oneMessage(workspaceId, id))
  return row ?? null
}

const waitingFor = (workspaceId: string, endpointId: string) =>
  and(
    eq(webhookMessage.workspaceId, workspaceId),
    eq(webhookMessage.endpointId, endpointId),
    eq(webhookMessage.state, 'waiting'),
  )

export async function dueMessages(
  tx: Tx,
  workspaceId: string,
  endpointId: string,
  now: Instant,
  limit: number,
): Promise<MessageRow[]> {
  return tx
    .select()
    .from(webhookMessage)
    .where(and(waitingFor(workspaceId, endpointId), lte(webhookMessage.nextAt, now)))
    .orderBy(asc(webhookMessage.nextAt), asc(webhookMessage.id))
    .limit(limit)
}

export async function nextDue(tx: Tx, workspaceId: string, endpointId: string): Promise<Instant | null> {
  const [row] = await tx
    .select({ at: min(webhookMessage.nextAt) })
    .from(webhookMessage)
    .where(waitingFor(workspaceId, endpointId))
  return row?.at ?? null
}

/** Writes an attempt and what follows for its message; false when another process has written this attempt already. */
export async function recordAttempt(
  tx: Tx,
  attempt: AttemptRow,
  after: Pick<MessageRow, 'state' | 'attempts' | 'nextAt' | 'deliveredAt'>,
): Promise<boolean> {
  const { workspaceId, messageId, number } = attempt
  const rows = await tx
    .update(webhookMessage)
    .set({ ...after, attemptsEver: number })
    .where(
      and(
        oneMessage(workspaceId, messageId),
        eq(webhookMessage.attemptsEver, number - 1),
        eq(webhookMessage.state, 'waiting'),
      ),
    )
    .returning({ id: webhookMessage.id })
  if (rows.length === 0) return false
  await tx.insert(webhookAttempt).values(attempt)
  return true
}

export async function giveUpWaiting(tx: Tx, workspaceId: string, endpointId: string): Promise<void> {
  await tx
    .update(webhookMessage)
    .set({ state: 'failed', nextAt: null })
    .where(waitingFor(workspaceId, endpointId))
}

export async function messagesPage(
  tx: Tx,
  workspaceId: string,
  endpointId: string,
  asked: { state?: MessageRow['state'] | undefined; before?: string | undefined; limit: number },
) {
  return tx
    .select()
    .from(webhookMessage)
    .where(
      and(
        eq(webhookMessage.workspaceId, workspaceId),
        eq(webhookMessage.endpointId, endpointId),
        asked.state ? eq(webhookMessage.state, asked.state) : undefined,
        asked.before ? lt(webhookMessage.id, asked.before) : undefined,
      ),
    )
    .orderBy(desc(webhookMessage.id))
    .limit(asked.limit)
}

export async function attemptsOf(
  tx: Tx,
  workspaceId: string,
  messageIds: readonly string[],
): Promise<AttemptRow[]> {
  if (messageIds.length === 0) return []
  return tx
    .select()
    .from(webhookAttempt)
    .where(
      and(eq(webhookAttempt.workspaceId, workspaceId), inArray(webhookAttempt.messageId, [...messageIds])),
    )
    .orderBy(asc(webhookAttempt.messageId), asc(webhookAttempt.number))
}

/** Begins the schedule of messages anew: one by its id, or all that failed since an instant. */
export async function replay(
  tx: Tx,
  workspaceId: string,
  endpointId: string,
  which: { id: string } | { failedSince: Instant },
  now: Instant,
): Promise<number> {
  const chosen =
    'id' in which
      ? eq(webhookMessage.id, which.id)
      : and(eq(webhookMessage.state, 'failed'), gte(webhookMessage.createdAt, which.failedSince))
  const rows = await tx
    .update(webhookMessage)
    .set({ state: 'waiting', attempts: 0, nextAt: now, deliveredAt: null })
    .where(
      and(eq(webhookMessage.workspaceId, workspaceId), eq(webhookMessage.endpointId, endpointId), chosen),
    )
    .returning({ id: webhookMessage.id })
  return rows.length
}

/** Counts by state of what was written since an instant, for each endpoint. */
export async function countsSince(tx: Tx, workspaceId: string, since: Instant) {
  return tx
    .select({
      endpointId: webhookMessage.endpointId,
      state: webhookMessage.state,
      count: sql<number>`count(*)::int`,
    })
    .from(webhookMessage)
    .where(and(eq(webhookMessage.workspaceId, workspaceId), gte(webhookMessage.createdAt, since)))
    .groupBy(webhookMessage.endpointId, webhookMessage.state)
}

/** Makes this job the one that sends to the endpoint; false while another one does. */
export async function takeEndpoint(
  tx: Tx,
  workspaceId: string,
  id: string,
  senderId: string,
  now: Instant,
  until: Instant,
): Promise<boolean> {
  const rows = await tx
    .update(webhookEndpoint)
    .set({ senderId, senderUntil: until })
    .where(
      and(
        oneEndpoint(workspaceId, id),
        or(
          isNull(webhookEndpoint.senderId),
          eq(webhookEndpoint.senderId, senderId),
          lte(webhookEndpoint.senderUntil, now),
        ),
      ),
    )
    .returning({ id: webhookEndpoint.id })
  return rows.length === 1
}

/** Forgets up to `limit` messages written before an instant, with their log; answers how many. */
export async function forgetMessages(
  tx: Tx,
  workspaceId: string,
  before: Instant,
  limit: number,
): Promise<number> {
  const { rowCount } = await tx.execute(sql`
    with gone as (
      delete from webhook_message where workspace_id = ${workspaceId} and id = any(array(
        select id from webhook_message where workspace_id = ${workspaceId} and id < ${lowestIdAt(before)} order by id limit ${limit}))
      returning id
    ), log as (
      delete from webhook_attempt where workspace_id = ${workspaceId} and message_id = any(array(select id from gone))
    )
    select id from gone`)
  return rowCount ?? 0
}
