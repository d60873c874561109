import { setTimeout as sleep } from 'node:timers/promises'
import { agreementInForce } from '#agreement/document/index.ts'
import type { Database, Tx } from '#platform/db/index.ts'
import { type Instant, SECOND } from '#platform/kernel/instant.ts'
import { liftUnsubscription, suppress } from '#records/people/index.ts'
import { endPresent, enrolmentById } from './enrolment-store.ts'
import type { MailLinks } from './links.ts'
import { isInHand, type MessageRow, messageById } from './message-store.ts'
import { IN_HAND_MS } from './sweep.ts'

export interface LinkDeps {
  database: Database
  links: MailLinks
  clock: () => Instant
  onTouches(tx: Tx, workspaceId: string, personIds: readonly string[], now: Instant): Promise<void>
}

/** The message that a signed link belongs to. */
export interface Addressed {
  workspaceId: string
  message: MessageRow
  emailNorm: string
  /** who the message came from */
  company: string
}

/** Who a link to unsubscribe belongs to; null when it was not made here. It never expires. */
export async function readUnsubscribe(deps: LinkDeps, token: string): Promise<Addressed | null> {
  const named = deps.links.read('unsubscribe', token)
  if (!named) return null
  const { workspaceId, messageId } = named
  const found = await messageWithSender(deps, workspaceId, messageId)
  if (!found?.message.emailNorm || !deps.links.holds('unsubscribe', token, found.message.emailNorm))
    return null
  return { workspaceId, ...found, emailNorm: found.message.emailNorm }
}

export function messageWithSender(
  { database, clock }: LinkDeps,
  workspaceId: string,
  messageId: string,
): Promise<{ message: MessageRow; company: string } | null> {
  return database.workspace(workspaceId, async (tx) => {
    const message = await messageById(tx, workspaceId, messageId)
    if (!message) return null
    const { document } = await agreementInForce(tx, workspaceId, clock())
    return { message, company: document.parties.company }
  })
}

/** Longer than a mail server gets to confirm a text. */
const IN_HAND_WAIT_MS = 110 * SECOND

/**
 * Ends all nurture mail to an address before it returns: the list holds it, tracks are left, and a message that was in hand at this
 * moment has come to its end, so that nothing leaves afterwards.
 */
export async function unsubscribe(
  deps: LinkDeps,
  { workspaceId, message, emailNorm }: Addressed,
): Promise<void> {
  const now = deps.clock()
  await deps.database.workspace(workspaceId, async (tx) => {
    const detail = `Unsubscribed through “${message.subject ?? 'a message'}”`
    const entry = { email: emailNorm, reason: 'unsubscribed' as const, detail, actorId: null }
    const people = await suppress(tx, workspaceId, [entry], now)
    // the track that the message belongs to ends, also where a merge took it to a record with another address
    const enrolment = await enrolmentById(tx, workspaceId, message.enrolmentId)
    const leaving = new Set([message.personId, enrolment?.personId ?? message.personId, ...people])
    await endPresent(tx, workspaceId, [...leaving], 'unsubscribed', now)
    if (people.length > 0) await deps.onTouches(tx, workspaceId, people, now)
  })
  const since = now - IN_HAND_MS
  const inHand = () =>
    deps.database.workspace(workspaceId, (tx) => isInHand(tx, workspaceId, emailNorm, since))
  for (let waited = 0; waited < IN_HAND_WAIT_MS && (await inHand()); waited += 100) await sleep(100)
}

/** Takes back what the recipient did by mistake; what a bounce or one of us put on the list stays there. */
export async function resubscribe(deps: LinkDeps, { workspaceId, emailNorm }: Addressed): Promise<void> {
  const now = deps.clock()
  await deps.database.workspace(workspaceId, async (tx) => {
    const people = await liftUnsubscription(tx, workspaceId, emailNorm)
    if (people.length > 0) await deps.onTouches(tx, workspaceId, people, now)
  })
}
