import type { Tx } from '#platform/db/index.ts'
import { enqueue, type Job, type JobHandler } from '#platform/jobs/index.ts'
import { newId } from '#platform/kernel/ids.ts'
import { type Instant, MINUTE } from '#platform/kernel/instant.ts'
import type { Mailer } from '#platform/mail/index.ts'
import {
  beginMessage,
  type Delivery,
  dueMails,
  endMessage,
  holdBack,
  lockRecipient,
  mailAddressOf,
  mailsSince,
  putTogether,
  underWay,
} from './delivery-store.ts'
import { GATHER, MAIL } from './job-kinds.ts'
import { FLOOD_WINDOW_MS, heldUntil, planMails, type WaitingMail } from './rules/mail-plan.ts'
import { mailText } from './rules/mail-text.ts'
import { hoursOf } from './store.ts'

export interface MailDeps {
  clock: () => Instant
  /** null: no mail server is configured */
  mailer: Mailer | null
  /** domain of the sender, for message ids */
  mailDomain: string
  baseUrl: string
}

/** Attempts to reach a mail server that says "later", half an hour apart in the end: a little more than a day. */
const MOST_ATTEMPTS = 56

/** E-mails to members: first what waits for one is put together, then each mail is sent by a job of its own. */
export function mailJobs(deps: MailDeps): JobHandler[] {
  return [
    {
      kind: GATHER,
      async run(job: Job<{ userId: string }>) {
        const { workspaceId, payload } = job
        await job.finish((tx) => gather(tx, workspaceId, payload.userId, deps.clock()))
      },
    },
    { kind: MAIL, run: (job: Job<MailPayload>) => sendMail(deps, job) },
  ]
}

interface MailPayload {
  userId: string
  messageId: string
  /** an attempt was begun and never ended: it may have reached the server before the process died */
  lost?: boolean
}

const kindOf = ({ id, content }: Delivery) => ({ id, urgent: content.urgent, daily: content.daily ?? false })

async function gather(tx: Tx, workspaceId: string, userId: string, now: Instant): Promise<void> {
  if (!(await lockRecipient(tx, workspaceId, userId))) return
  const due = await dueMails(tx, workspaceId, userId, now)
  const waiting = await withoutHeld(tx, workspaceId, userId, due.map(kindOf), now)
  const recent = (await mailsSince(tx, workspaceId, userId, now - FLOOD_WINDOW_MS))
    .filter(({ content }) => !content.urgent && !content.daily)
    .map(({ messageId, sentAt }) => [messageId, sentAt ?? now] as const)
  const plan = planMails(waiting, [...new Map(recent).values()], now)
  for (const ids of plan.mails) {
    const messageId = newId()
    await putTogether(tx, workspaceId, ids, messageId, now)
    await enqueue(tx, { workspaceId, kind: MAIL, payload: { userId, messageId }, runAt: now })
  }
  if (plan.again !== null) await gatherAgain(tx, workspaceId, userId, plan.again)
}

/** Puts off what has to wait for the end of the quiet hours, however long ago it was due; answers the rest. */
async function withoutHeld(
  tx: Tx,
  workspaceId: string,
  userId: string,
  due: readonly WaitingMail[],
  now: Instant,
): Promise<WaitingMail[]> {
  const hours = (await hoursOf(tx, workspaceId, [userId]))(userId)
  const held = due.filter((one) => heldUntil(one, hours, now) !== null)
  const [first] = held
  if (!first) return [...due]
  const until = heldUntil(first, hours, now)!
  const ids = held.map(({ id }) => id)
  await holdBack(tx, workspaceId, ids, until)
  await gatherAgain(tx, workspaceId, userId, until)
  return due.filter(({ id }) => !ids.includes(id))
}

async function gatherAgain(tx: Tx, workspaceId: string, userId: string, runAt: Instant): Promise<void> {
  const key = `${userId} ${runAt}`
  await enqueue(tx, { workspaceId, kind: GATHER, payload: { userId }, runAt, key })
}

async function sendMail(deps: MailDeps, job: Job<MailPayload>): Promise<void> {
  const { workspaceId, payload } = job
  const { userId, messageId } = payload
  const lost = payload.lost || job.attempt > 1
  const until = await job.transaction((tx) => quietUntil(tx, workspaceId, payload, deps.clock()))
  if (until !== null)
    return job.finish(async (tx) => {
      await enqueue(tx, { workspaceId, kind: MAIL, payload: { ...payload, lost }, runAt: until })
    })
  const { items, address } = await job.transaction(async (tx) => ({
    items: await beginMessage(tx, workspaceId, messageId),
    address: await mailAddressOf(tx, workspaceId, userId),
  }))
  if (items.length === 0) return
  const end = (state: Delivery['state'], detail: string | null) =>
    job.finish((tx) =>
      endMessage(tx, workspaceId, messageId, {
        state,
        detail,
        sentAt: state === 'sent' ? deps.clock() : null,
      }),
    )
  if (!address) return end('dropped', 'No longer a member.')
  if (!deps.mailer) return end('dropped', 'No mail server is configured.')
  const daily = items.every(({ content }) => content.daily)
  const sent = await deps.mailer.send({
    to: address.email,
    ...mailText(
      items.map(({ content }) => content),
      deps.baseUrl,
      daily,
    ),
    messageId: `${messageId}@${deps.mailDomain}`,
    automatic: true,
  })
  const attempts = items[0]!.attempts + 1
  const twice = lost ? 'May have come twice: the process stopped while it was sent. ' : ''
  if (sent.outcome !== 'later') return end(sent.outcome, `${twice}${sent.detail}`)
  if (attempts >= MOST_ATTEMPTS) return end('refused', `Given up after a day: ${sent.detail}`)
  const runAt = deps.clock() + Math.min(30, 2 ** Math.min(attempts - 1, 5)) * MINUTE
  await job.finish(async (tx) => {
    await enqueue(tx, { workspaceId, kind: MAIL, payload: { ...payload, lost }, runAt })
  })
}

/** The end of the quiet hours, for a message that was put together before them and comes to be sent in them; null: it goes. */
async function quietUntil(
  tx: Tx,
  workspaceId: string,
  { userId, messageId }: MailPayload,
  now: Instant,
): Promise<Instant | null> {
  const [first] = await underWay(tx, workspaceId, messageId)
  if (!first) return null
  return heldUntil(kindOf(first), (await hoursOf(tx, workspaceId, [userId]))(userId), now)
}
