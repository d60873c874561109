import { sql } from 'drizzle-orm'
import { anyId, rowsOf, type Tx } from '#platform/db/index.ts'
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
  /** who had it sent again although it may have arrived */
  decidedBy: string | null
  queuedAt: Instant
}

const at = (instant: Instant) => sql`${toIso(instant)}::timestamptz`
const ROW =
  sql.raw(`m.id, m.enrolment_id as "enrolmentId", m.person_id as "personId", m.track_key as "trackKey",
  m.step_key as "stepKey", m.step, m.state, m.email, m.email_norm as "emailNorm", m.subject, m.links, m.attempts,
  m.decided_by as "decidedBy", m.queued_at as "queuedAt"`)

/**
 * Whether a message of that step, on whatever track, has been on its way to the person, to a record merged into theirs, or to their
 * address. One that waits to be sent again on request counts: it may have arrived before.
 *
 * @param besides id of a message that is not looked at
 */
export async function hadMessage(
  tx: Tx,
  workspaceId: string,
  { personId, emailNorm, stepKey }: { personId: string; emailNorm: string; stepKey: string },
  besides: string | null = null,
): Promise<boolean> {
  const records = anyId(await recordsOf(tx, workspaceId, personId))
  const step = sql`m.workspace_id = ${workspaceId} and m.step_key = ${stepKey} and m.id is distinct from ${besides}::uuid`
  const result = await tx.execute(sql`
    select 1 from nurture_message m
    where ${step} and m.person_id = ${records} and (m.state not in ('queued', 'stopped') or m.decided_by is not null)
    union all
    select 1 from nurture_message m
    where ${step} and m.email_norm = ${emailNorm} and m.state <> 'stopped' and m.person_id <> ${personId}
    limit 1`)
  return result.rows.length > 0
}

/** Writes a message that is to be sent; one that never left begins anew. False: there is one already, to the person or the address. */
export async function queueMessage(
  tx: Tx,
  workspaceId: string,
  row: Pick<MessageRow, 'id' | 'enrolmentId' | 'personId' | 'trackKey' | 'stepKey' | 'step'> & {
    emailNorm: string
  },
  now: Instant,
): Promise<boolean> {
  const begun = await tx.execute(sql`
    update nurture_message set enrolment_id = ${row.enrolmentId}, track_key = ${row.trackKey}, step = ${row.step},
      email_norm = ${row.emailNorm}, state = 'queued', attempts = 0, queued_at = ${at(now)}, try_at = ${at(now)}, done_at = null,
      detail = null
    where workspace_id = ${workspaceId} and person_id = ${row.personId} and step_key = ${row.stepKey}
      and state in ('stopped', 'queued') and decided_by is null returning id`)
  if (begun.rows.length > 0) return true
  const result = await tx.execute(sql`
    insert into nurture_message (workspace_id, id, enrolment_id, person_id, track_key, step_key, step, email_norm, state, queued_at,
      try_at)
    values (${workspaceId}, ${row.id}, ${row.enrolmentId}, ${row.personId}, ${row.trackKey}, ${row.stepKey}, ${row.step},
      ${row.emailNorm}, 'queued', ${at(now)}, ${at(now)})
    on conflict do nothing returning id`)
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
        and o.step_key = m.step_key)`)
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
      returning id`)
  return changed.rows.length > 0
}

/** Not sent after all; one that was to go out again on request may have arrived before, and stays so. */
export async function stopMessage(
  tx: Tx,
  workspaceId: string,
  id: string,
  why: string,
  now: Instant,
): Promise<void> {
  await tx.execute(sql`
    update nurture_message set state = case when decided_by is null then 'stopped' else 'unknown' end, detail = ${why},
      done_at = ${at(now)}
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
    update nurture_message set state = ${again ? 'queued' : 'sent'}, decided_by = ${userId}, try_at = ${at(now)},
      detail = ${again ? 'Sent again on request' : 'Counted as sent on request'}, done_at = ${again ? null : toIso(now)}::timestamptz
    where workspace_id = ${workspaceId} and id = ${id} and state = 'unknown' returning id`)
  return result.rows.length > 0
}

/** The mail to an address came back, also when it waits to be sent once more on request. */
export async function markBounced(tx: Tx, workspaceId: string, id: string, detail: string): Promise<boolean> {
  const result = await tx.execute(sql`
    update nurture_message set state = 'refused', detail = ${detail}
    where workspace_id = ${workspaceId} and id = ${id}
      and (state in ('sent', 'unknown', 'sending') or (state = 'queued' and decided_by is not null)) returning id`)
  return result.rows.length > 0
}
