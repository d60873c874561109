import type { Database, Tx } from '#platform/db/index.ts'
import { type Instant, MINUTE } from '#platform/kernel/instant.ts'
import type { Mail, Mailer, Sent } from '#platform/mail/index.ts'
import { suppress, suppressedAmong } from '#records/people/index.ts'
import { endPresent, enrolmentById } from './enrolment-store.ts'
import type { MailLinks } from './links.ts'
import { followMerges } from './merges.ts'
import {
  hadMessage,
  type MessageRow,
  markResult,
  markSending,
  nextQueued,
  postpone,
  stopMessage,
} from './message-store.ts'
import { filled, type Rendered, renderMessage } from './rules/message.ts'
import { retryAt } from './rules/retry.ts'
import { goOnAfter } from './sweep.ts'
import { addressOf, type Judged, judge, loadTracks, placeOf } from './tracks.ts'

export interface SendDeps {
  database: Database
  /** null: no mail server is configured, so everything waits */
  mailer: Mailer | null
  links: MailLinks
  clock: () => Instant
  /** people of whom something new is known, in the transaction that recorded it */
  onTouches(tx: Tx, workspaceId: string, personIds: readonly string[], now: Instant): Promise<void>
}

export type SendCounts = Record<Sent['outcome'] | 'stopped', number>

/** Fewer than the mailer's connections, so that other mail always finds one. */
const AT_ONCE = 6
/** A round ends here; the next sweep goes on. */
const ROUND_MS = MINUTE
/** So many in a row put off: the server is not there, the rest waits for the next sweep. */
const MOST_LATER = AT_ONCE

/** Sends what waits: several at once, one address never holding up another. */
export async function sendQueued(
  deps: SendDeps,
  workspaceId: string,
  signal?: AbortSignal,
): Promise<SendCounts> {
  const counts: SendCounts = { sent: 0, later: 0, refused: 0, unknown: 0, stopped: 0 }
  const { mailer } = deps
  if (!mailer) return counts
  const endsAt = performance.now() + ROUND_MS
  let putOff = 0
  const goesOn = () => !signal?.aborted && performance.now() < endsAt && putOff < MOST_LATER
  const sender = async () => {
    while (goesOn()) {
      const claimed = await deps.database.workspace(workspaceId, (tx) => claim(deps, tx, workspaceId))
      if (claimed === 'nothing') return
      if (claimed === 'put off') continue
      if (claimed === 'stopped') {
        counts.stopped += 1
        continue
      }
      const sent = await mailer.send(claimed.mail)
      await deps.database.workspace(workspaceId, (tx) => settle(deps, tx, workspaceId, claimed.message, sent))
      counts[sent.outcome] += 1
      putOff = sent.outcome === 'later' ? putOff + 1 : 0
    }
  }
  await Promise.all(Array.from({ length: AT_ONCE }, sender))
  return counts
}

type Claimed = 'nothing' | 'stopped' | 'put off' | { message: MessageRow; mail: Mail }

/**
 * Takes one message in hand: everything that forbids sending it is looked at in this transaction, under a lock on the enrolment, which
 * unsubscribing takes as well. Either that comes first, or it finds the message in hand and waits for it.
 */
async function claim(deps: SendDeps, tx: Tx, workspaceId: string): Promise<Claimed> {
  const now = deps.clock()
  const message = await nextQueued(tx, workspaceId, now)
  if (!message) return 'nothing'
  const found = await recipientOf(tx, workspaceId, message, now)
  if (typeof found === 'string') {
    await stopMessage(tx, workspaceId, message.id, found, now)
    return 'stopped'
  }
  const { judged, norm } = found
  const { personId } = judged.enrolment
  if (
    await hadMessage(tx, workspaceId, { personId, emailNorm: norm, stepKey: message.stepKey }, message.id)
  ) {
    await stopMessage(tx, workspaceId, message.id, 'Had this message before', now)
    await goOnAfter(tx, workspaceId, message, now)
    return 'stopped'
  }
  const place = placeOf(judged.enrolment, judged.track!)
  const opens = place.opening(now)
  if (opens > now) {
    await postpone(tx, workspaceId, message.id, opens)
    return 'put off'
  }
  const step = place.steps[message.step]
  if (!step || 'wait' in step)
    throw new Error(`There is no message at step ${message.step} of ${message.trackKey}`)
  const rendered = rendering(deps.links, workspaceId, message.id, norm, judged, step.email)
  const email = judged.person!.email!
  const { subject, links } = rendered
  await markSending(tx, workspaceId, message.id, { email, emailNorm: norm, subject, links }, now)
  const mail = mailOf(deps.links, workspaceId, message.id, norm, judged, rendered)
  return { message: { ...message, attempts: message.attempts + 1, email }, mail }
}

/** Who a message goes to, or why it is not sent; who has no business on the track any more leaves it here. */
async function recipientOf(
  tx: Tx,
  workspaceId: string,
  message: MessageRow,
  now: Instant,
): Promise<{ judged: Judged; norm: string } | string> {
  await followMerges(tx, workspaceId, [message.personId], now)
  const enrolment = await enrolmentById(tx, workspaceId, message.enrolmentId)
  if (!enrolment || enrolment.ended) return 'Left the track before'
  const [judged] = await judge(tx, workspaceId, [enrolment], await loadTracks(tx, workspaceId, now))
  const { person, track, because } = judged!
  if (because !== null || !person || !track) {
    await endPresent(tx, workspaceId, [enrolment.personId], because ?? 'gone', now)
    return 'Left the track before'
  }
  const norm = addressOf(person)
  if ((await suppressedAmong(tx, workspaceId, [norm, person.emailNorm ?? norm])).size > 0) {
    await endPresent(tx, workspaceId, [enrolment.personId], 'unsubscribed', now)
    return 'Nothing may be sent to this address'
  }
  // the link to unsubscribe in the copy that may have arrived holds for the address that one went to
  if (message.decidedBy !== null && message.emailNorm !== norm) return 'The address is another one by now'
  return { judged: judged!, norm }
}

/** A message as one person gets it. */
function rendering(
  links: MailLinks,
  workspaceId: string,
  messageId: string,
  norm: string,
  { person, track }: Pick<Judged, 'person' | 'track'>,
  email: { subject: string; body: string },
): Rendered {
  const company = track!.document.parties.company
  return renderMessage(
    email,
    {
      firstName: person?.firstName ?? null,
      company: person?.company ?? null,
      sender: person?.sellerName ?? company,
    },
    {
      linkTo: (index, url) => links.link(workspaceId, messageId, index, url),
      unsubscribeUrl: links.unsubscribe(workspaceId, messageId, norm),
      sender: company,
    },
  )
}

function mailOf(
  links: MailLinks,
  workspaceId: string,
  messageId: string,
  norm: string,
  { person, track }: Judged,
  { subject, text, html }: Rendered,
): Mail {
  const returnPath = links.returnPath(workspaceId, messageId)
  return {
    to: person!.email!,
    subject,
    text,
    html,
    messageId: `${messageId}@${links.host}`,
    fromName: filled(person!.sellerName, track!.document.parties.company),
    ...(person!.sellerEmail ? { replyTo: person!.sellerEmail } : {}),
    ...(returnPath ? { returnPath } : {}),
    listUnsubscribe: links.unsubscribe(workspaceId, messageId, norm),
    automatic: true,
    headers: { Precedence: 'bulk' },
  }
}

/** Writes down what became of an attempt, and what follows from it. */
async function settle(
  deps: SendDeps,
  tx: Tx,
  workspaceId: string,
  message: MessageRow,
  { outcome, detail, badAddress }: Sent,
): Promise<void> {
  const now = deps.clock()
  const tryAt = outcome === 'later' ? retryAt(message.attempts, message.queuedAt, now) : null
  const givenUp = outcome === 'later' && tryAt === null
  const state = outcome === 'later' ? (givenUp ? 'refused' : 'queued') : outcome
  const ours = await markResult(tx, workspaceId, message.id, message.attempts, {
    state,
    detail: givenUp ? `Given up after four days: ${detail}` : detail,
    tryAt: tryAt ?? now,
    doneAt: state === 'queued' ? null : now,
  })
  if (!ours || state === 'queued') return
  if (!badAddress) {
    await goOnAfter(tx, workspaceId, message, now)
    return
  }
  const entry = { email: message.email!, reason: 'bounced' as const, detail, actorId: null }
  const people = await suppress(tx, workspaceId, [entry], now)
  await endPresent(tx, workspaceId, [...new Set([message.personId, ...people])], 'bounced', now)
  if (people.length > 0) await deps.onTouches(tx, workspaceId, people, now)
}
