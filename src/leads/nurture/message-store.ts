import { sql } from 'drizzle-orm'
import type { Tx } from '#platform/db/index.ts'
import { type Instant, toIso } from '#platform/kernel/instant.ts'
import { recordsOf } from '#records/people/index.ts'
import type { MessageState } from './rules/states.ts'

/** Messages on their way: writes `nurture_message` and nothing else. */

export interface MessageRow {
  id: string
  enrolmentId: string
  personId: string
  trackKey: string
  stepKey: string
  step: number
  state: MessageState
  email: string | null
  emailNorm: string | null
  subject: string | null
  links: string[]
  attempts: number
  queuedAt: Instant
}

const rowsOf = <Row>(result: { rows: unknown[] }) => result.rows as Row[]
const at = (instant: Instant) => sql`${toIso(instant)}::timestamptz`
const ROW =
  sql.raw(`m.id, m.enrolment_id as "enrolmentId", m.person_id as "personId", m.track_key as "trackKey",
  m.step_key as "stepKey", m.step, m.state, m.email, m.email_norm as "emailNorm", m.subject, m.links, m.attempts,
  m.queued_at as "queuedAt"`)

/** Whether a message of that step has ever been on its way to the person, to a record merged into theirs, or to their address. */
export async function wasWritten(
  tx: Tx,
  workspaceId: string,
  {
    personId,
    emailNorm,
    trackKey,
    stepKey,
  }: { personId: string; emailNorm: string; trackKey: string; stepKey: string },
): Promise<boolean> {
  const records = await recordsOf(tx, workspaceId, personId)
  const step = sql`m.workspace_id = ${workspaceId} and m.track_key = ${trackKey} and m.step_key = ${stepKey} and m.state <> 'stopped'`
  const result = await tx.execute(sql`
    select 1 from nurture_message m
    where ${step} and m.person_id = any(${sql.param(records)}::uuid[]) and (m.person_id <> ${personId} or m.state <> 'queued')
    union all
    select 1 from nurture_message m where ${step} and m.email_norm = ${emailNorm} and m.person_id <> ${personId}
    limit 1`)
  return result.rows.length > 0
}

/** Writes a message that is to be sent; one that never left begins anew. False: there is one already. */
export async function queueMessage(
  tx: Tx,
  workspaceId: string,
  row: Pick<MessageRow, 'id' | 'enrolmentId' | 'personId' | 'trackKey' | 'stepKey' | 'step'> & {
    emailNorm: string
  },
  now: Instant,
): Promise<boolean> {
  const result = await tx.execute(sql`
    insert into nurture_message (workspace_id, id, enrolment_id, person_id, track_key, step_key, step, email_norm, state, queued_at,
      try_at)
    values (${workspaceId}, ${row.id}, ${row.enrolmentId}, ${row.personId}, ${row.trackKey}, ${row.stepKey}, ${row.step},
      ${row.emailNorm}, 'queued', ${at(now)}, ${at(now)})
    on conflict (workspace_id, person_id, track_key, step_key) do update set enrolment_id = excluded.enrolment_id,
      step = excluded.step, email_norm = excluded.email_norm, state = 'queued', attempts = 0, queued_at = excluded.queued_at,
      try_at = excluded.try_at, done_at = null, detail = null
    where nurture_message.state in ('stopped', 'queued') returning id`)
  return result.rows.length > 0
}

/** What waits of an enrolment goes with it to another record, unless that one has a message of the step. */
export async function moveQueued(
  tx: Tx,
  workspaceId: string,
  enrolmentId: string,
  personId: string,
): Promise<void> {
  await tx.execute(sql`
    update nurture_message as m set person_id = ${personId}
    where m.workspace_id = ${workspaceId} and m.enrolment_id = ${enrolmentId} and m.state = 'queued' and not exists (
      select 1 from nurture_message o where o.workspace_id = ${workspaceId} and o.person_id = ${personId}
        and o.track_key = m.track_key and o.step_key = m.step_key)`)
}

/** The message that has waited longest and may go now, locked; one that another process has in hand is left out. */
export async function nextQueued(tx: Tx, workspaceId: string, now: Instant): Promise<MessageRow | undefined> {
  const result = await tx.execute(sql`
    select ${ROW} from nurture_message m
    where m.workspace_id = ${workspaceId} and m.state = 'queued' and m.try_at <= ${at(now)}
    order by m.try_at, m.id limit 1 for update skip locked`)
  return rowsOf<MessageRow>(result)[0]
}

export async function hasQueued(tx: Tx, workspaceId: string, now: Instant): Promise<boolean> {
  const result = await tx.execute(sql`
    select 1 from nurture_message m where m.workspace_id = ${workspaceId} and m.state = 'queued' and m.try_at <= ${at(now)} limit 1`)
  return result.rows.length > 0
}

/** In hand: from here on it may have reached the person. */
export async function markSending(
  tx: Tx,
  workspaceId: string,
  id: string,
  {
    email,
    emailNorm,
    subject,
    links,
  }: { email: string; emailNorm: string; subject: string; links: string[] },
  now: Instant,
): Promise<void> {
  await tx.execute(sql`
    update nurture_message set state = 'sending', attempts = attempts + 1, sending_at = ${at(now)}, email = ${email},
      email_norm = ${emailNorm}, subject = ${subject}, links = ${JSON.stringify(links)}::jsonb
    where workspace_id = ${workspaceId} and id = ${id}`)
}

/**
 * What became of the attempt with that number. Nothing happens when the message was looked at since.
 *
 * @returns whether it was that attempt's to say
 */
export async function markResult(
  tx: Tx,
  workspaceId: string,
  id: string,
  attempt: number,
  result: { state: MessageState; detail: string; tryAt: Instant; doneAt: Instant | null },
): Promise<boolean> {
  const changed = await tx.execute(sql`
    update nurture_message set state = ${result.state}, detail = ${result.detail}, try_at = ${at(result.tryAt)},
      done_at = ${result.doneAt === null ? null : toIso(result.doneAt)}::timestamptz
    where workspace_id = ${workspaceId} and id = ${id} and attempts = ${attempt} and state in ('sending', 'unknown')
      and decided_by is null returning id`)
  return changed.rows.length > 0
}

/** Not sent after all. */
export async function stopMessage(
  tx: Tx,
  workspaceId: string,
  id: string,
  why: string,
  now: Instant,
): Promise<void> {
  await tx.execute(sql`
    update nurture_message set state = 'stopped', detail = ${why}, done_at = ${at(now)}
    where workspace_id = ${workspaceId} and id = ${id} and state = 'queued'`)
}

/** Put off, without an attempt. */
export async function postpone(tx: Tx, workspaceId: string, id: string, until: Instant): Promise<void> {
  await tx.execute(sql`
    update nurture_message set try_at = ${at(until)} where workspace_id = ${workspaceId} and id = ${id} and state = 'queued'`)
}

/** Messages whose sender died with them in hand: nobody knows whether they arrived. */
export async function abandon(
  tx: Tx,
  workspaceId: string,
  inHandSince: Instant,
  now: Instant,
): Promise<MessageRow[]> {
  const result = await tx.execute(sql`
    update nurture_message as m set state = 'unknown', done_at = ${at(now)},
      detail = 'The program was interrupted while it sent this; it may have arrived'
    where m.workspace_id = ${workspaceId} and m.state = 'sending' and m.sending_at < ${at(inHandSince)} returning ${ROW}`)
  return rowsOf(result)
}

export async function messageById(tx: Tx, workspaceId: string, id: string): Promise<MessageRow | undefined> {
  const result = await tx.execute(sql`
    select ${ROW} from nurture_message m where m.workspace_id = ${workspaceId} and m.id = ${id}`)
  return rowsOf<MessageRow>(result)[0]
}

/** Whether a message to an address is in hand right now, since that instant. */
export async function isInHand(
  tx: Tx,
  workspaceId: string,
  emailNorm: string,
  since: Instant,
): Promise<boolean> {
  const result = await tx.execute(sql`
    select 1 from nurture_message m
    where m.workspace_id = ${workspaceId} and m.email_norm = ${emailNorm} and m.state = 'sending' and m.sending_at >= ${at(since)}
    limit 1`)
  return result.rows.length > 0
}

/** A message of unknown fate, decided by a person: it goes out again, or it counts as sent. */
export async function decideUnknown(
  tx: Tx,
  workspaceId: string,
  id: string,
  { again, userId }: { again: boolean; userId: string },
  now: Instant,
): Promise<boolean> {
  const result = await tx.execute(sql`
    update nurture_message set state = ${again ? 'queued' : 'sent'}, decided_by = ${again ? null : userId}::uuid, try_at = ${at(now)},
      detail = ${again ? 'Sent again on request' : 'Counted as sent on request'}, done_at = ${again ? null : toIso(now)}::timestamptz
    where workspace_id = ${workspaceId} and id = ${id} and state = 'unknown' and attempts < 10 returning id`)
  return result.rows.length > 0
}

/** The mail to an address came back. */
export async function markBounced(tx: Tx, workspaceId: string, id: string, detail: string): Promise<boolean> {
  const result = await tx.execute(sql`
    update nurture_message set state = 'refused', detail = ${detail}
    where workspace_id = ${workspaceId} and id = ${id} and state in ('sent', 'unknown', 'sending') returning id`)
  return result.rows.length > 0
}
