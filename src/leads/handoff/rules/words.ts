import type { HandOffEventKind } from './states.ts'

/** The touch or opportunity that qualified a person. */
export interface Cause {
  kind: string
  subject: string | null
  campaign: string | null
}

const DID: Readonly<Record<string, string>> = {
  page_view: 'Looked at',
  form_submit: 'Sent the form',
  demo_request: 'Asked for a demo',
  contact_request: 'Asked to be contacted',
  content_download: 'Downloaded',
  email_open: 'Opened the e-mail',
  email_click: 'Followed a link in',
  email_reply: 'Replied to',
  webinar_registered: 'Registered for',
  webinar_attended: 'Attended',
  event_attended: 'Attended',
  ad_click: 'Followed an advertisement',
  product_use: 'Used the product',
}

const NOUN: Readonly<Record<string, string>> = {
  page_view: 'a page',
  content_download: 'a document',
  email_click: 'an e-mail',
  email_reply: 'an e-mail',
  webinar_registered: 'a webinar',
  webinar_attended: 'a webinar',
  event_attended: 'an event',
}

/**
 * Why a lead comes now, in one sentence.
 *
 * @param handRaise the event qualified at once, whatever the score
 * @example whyNow({ kind: 'demo_request', subject: '/demo', campaign: null }, true) // 'Asked for a demo (/demo)'
 */
export function whyNow(cause: Cause | null, handRaise: boolean): string {
  const did = cause && Object.hasOwn(DID, cause.kind) ? DID[cause.kind] : undefined
  if (!cause || !did) return handRaise ? 'Raised a hand' : 'Meets the lead definition'
  const noun = NOUN[cause.kind]
  const what = noun ? ` ${cause.subject ?? noun}` : cause.subject ? ` (${cause.subject})` : ''
  const campaign = cause.campaign && cause.campaign !== cause.subject ? `, campaign ${cause.campaign}` : ''
  return `${did}${what}${campaign}${handRaise ? '' : ' and so meets the lead definition'}`
}

/**
 * Why it came to this seller, in one sentence.
 *
 * @example whyMe('Next in turn.', [{ name: 'Kim', why: 'Away.' }]) // 'Next in turn; passed over: Kim (away).'
 */
export function whyMe(because: string, skipped: readonly { name: string; why: string }[]): string {
  if (skipped.length === 0) return because
  const who = skipped.slice(0, MOST_NAMED).map(({ name, why }) => `${name} (${inside(why)})`)
  const more = skipped.length > MOST_NAMED ? ` and ${skipped.length - MOST_NAMED} more` : ''
  return `${because.replace(/\.$/, '')}; passed over: ${who.join(', ')}${more}.`
}

/** So many are named in one sentence. */
export const MOST_NAMED = 3

/** A sentence as it stands in brackets. */
const inside = (sentence: string) => sentence.charAt(0).toLowerCase() + sentence.slice(1).replace(/\.$/, '')

const WORDS: Record<HandOffEventKind, string> = {
  offered: 'Offered',
  accepted: 'Accepted',
  attempted: 'Tried to reach the person',
  contacted: 'Spoke with the person',
  paused: 'Waiting for the customer',
  resumed: 'No longer waiting for the customer',
  reminded: 'Reminded',
  escalated: 'Escalated',
  expired: 'Expired without an answer',
  reassigned: 'Given to somebody else',
  moved: 'Went along to the record that was kept',
  rejected: 'Rejected',
  recycled: 'Recycled',
  disqualified: 'Disqualified',
  converted: 'Turned into an opportunity',
  qualified: 'Became an opportunity',
  disputed: 'Rejection contested',
  settled: 'Contested rejection settled',
  undone: 'Taken back',
}

/**
 * One event in a sentence.
 *
 * @param about what belongs to it in words, such as a reason, a seller or a kind of attempt
 */
export function eventWords(kind: HandOffEventKind, about: string | null): string {
  return about ? `${WORDS[kind]}: ${about}` : WORDS[kind]
}

/** Kinds of attempt as they are shown. */
const ATTEMPT_WORDS: Readonly<Record<string, string>> = {
  call: 'call',
  call_connected: 'call that was answered',
  email_sent: 'personal e-mail',
  email_reply: 'reply by e-mail',
  meeting: 'meeting',
  social: 'message on a social network',
  note: 'note',
}

/** A kind of touch as it is said in a sentence. */
export const attemptWords = (kind: string): string =>
  Object.hasOwn(ATTEMPT_WORDS, kind) ? ATTEMPT_WORDS[kind]! : kind
