import type { Tx } from '#platform/db/index.ts'
import type { Instant } from '#platform/kernel/instant.ts'
import type { Bounce } from '#platform/mail/index.ts'
import { suppress } from '#records/people/index.ts'
import { endPresent } from './enrolment-store.ts'
import { markBounced, messageById } from './message-store.ts'
import { goOnAfter } from './sweep.ts'
import type { LinkDeps } from './unsubscribe.ts'

/**
 * A message came back: shown as refused, and when the address is dead for good nothing is sent to it any more. The address that the
 * report was sent to is the proof that it is about this message, whatever the report says.
 */
export async function messageBounced(
  onTouches: LinkDeps['onTouches'],
  tx: Tx,
  workspaceId: string,
  messageId: string,
  { permanent, detail }: Bounce,
  now: Instant,
): Promise<void> {
  const message = await messageById(tx, workspaceId, messageId)
  if (!message?.email || !(await markBounced(tx, workspaceId, messageId, `Came back: ${detail}`))) return
  if (!permanent) return goOnAfter(tx, workspaceId, message, now)
  const entry = { email: message.email, reason: 'bounced' as const, detail, actorId: null }
  const people = await suppress(tx, workspaceId, [entry], now)
  await endPresent(tx, workspaceId, [...new Set([message.personId, ...people])], 'bounced', now)
  if (people.length > 0) await onTouches(tx, workspaceId, people, now)
}
