/**
 * The one meaning of a human attempt and of a two-way contact: clocks, leaks and measures obey it. `evidence-store.ts` says the same in
 * SQL, and a test compares both.
 */

/** What is known of a touch when it is weighed as evidence. */
export interface TouchEvidence {
  kind: string
  side: 'marketing' | 'sales'
  direction: 'inbound' | 'outbound'
  machine: boolean
  attributes: Readonly<Record<string, unknown>>
}

type Channel = 'call' | 'email' | 'meeting' | 'social'

/** Ways in which a seller tries to reach somebody, and the channel of the follow-up each belongs to. */
export const ATTEMPTS: Readonly<Record<string, Channel>> = {
  call: 'call',
  call_connected: 'call',
  email_sent: 'email',
  meeting: 'meeting',
  social: 'social',
}

/** Kinds of touch that may be a human attempt or a contact; everything else is no evidence at all. */
export const EVIDENCE_KINDS = [...Object.keys(ATTEMPTS), 'email_reply'] as const

/** Attributes by which a source says that a message was sent by a program. */
export const AUTOMATIC = ['automatic', 'auto_reply', 'autoReply', 'auto_submitted', 'bulk', 'out_of_office']

/** Whether a source says that a message was sent by a program: an automatic reply, a bulk mailing. */
export function isAutomatic(attributes: TouchEvidence['attributes']): boolean {
  return AUTOMATIC.some((name) => attributes[name] === true || attributes[name] === 'true')
}

const byProgram = ({ machine, attributes }: TouchEvidence) => machine || isAutomatic(attributes)

/**
 * Whether a seller tried to reach the person: a call, a personal e-mail or a meeting, and a message on a social network where
 * the agreement's follow-up names that channel. Never what a machine did, an automatic reply or a note.
 *
 * @param channels of the agreement's follow-up
 * @source docs/method/hand-off-clocks.md
 * @example isAttempt({ kind: 'call', side: 'sales', direction: 'outbound', machine: false, attributes: {} }, ['call']) // true
 */
export function isAttempt(touch: TouchEvidence, channels: readonly string[]): boolean {
  const channel = Object.hasOwn(ATTEMPTS, touch.kind) ? ATTEMPTS[touch.kind] : undefined
  if (channel === undefined || touch.side !== 'sales' || byProgram(touch)) return false
  if (touch.direction === 'inbound' && touch.kind !== 'meeting') return false
  return channel !== 'social' || channels.includes('social')
}

/** Whether an attempt is on one of the channels that the follow-up asks for. */
export function countsForFollowUp(touch: TouchEvidence, channels: readonly string[]): boolean {
  return isAttempt(touch, channels) && channels.includes(ATTEMPTS[touch.kind]!)
}

/**
 * Whether both sides spoke: a call that was answered or came in, a meeting, a reply, or what a seller logs as reached. Never an automatic
 * reply.
 *
 * @source docs/method/hand-off-clocks.md
 */
export function isContact(touch: TouchEvidence): boolean {
  if (byProgram(touch) || !(EVIDENCE_KINDS as readonly string[]).includes(touch.kind)) return false
  if (touch.kind === 'email_reply') return touch.direction === 'inbound'
  if (touch.side !== 'sales') return false
  if (touch.kind === 'call' && touch.direction === 'inbound') return true
  return touch.kind === 'call_connected' || touch.kind === 'meeting' || touch.attributes.reached === true
}
