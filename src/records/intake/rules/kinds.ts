import { touchKindOf } from '#records/touches/rules/kind.ts'
import type { TouchKind } from '#records/touches/tables.ts'

/** Names of events as the trade writes them (e-mail, B2B and content), and the kind of touch each is. */
export const KNOWN_NAMES: Readonly<Record<string, TouchKind | null>> = {
  'email opened': 'email_open',
  'email link clicked': 'email_click',
  'email clicked': 'email_click',
  'email replied': 'email_reply',
  'email delivered': 'email_sent',
  'email sent': 'email_sent',
  'email bounced': null,
  'email marked as spam': null,
  unsubscribed: null,
  'demo requested': 'demo_request',
  'demo booked': 'demo_request',
  'meeting requested': 'demo_request',
  'contact requested': 'contact_request',
  'pricing requested': 'contact_request',
  'quote requested': 'contact_request',
  'live chat conversation started': 'contact_request',
  'form submitted': 'form_submit',
  'lead generated': 'form_submit',
  'newsletter subscribed': 'form_submit',
  'content downloaded': 'content_download',
  'file downloaded': 'content_download',
  'document downloaded': 'content_download',
  'webinar registered': 'webinar_registered',
  'webinar attended': 'webinar_attended',
  'event attended': 'event_attended',
  'signed up': 'product_use',
  'user signed up': 'product_use',
  'signed in': 'product_use',
  'signed out': null,
  'account created': 'product_use',
  'account deleted': null,
  'account added user': 'product_use',
  'account removed user': null,
  'invite sent': 'product_use',
  'trial started': 'product_use',
  'trial ended': null,
  'experiment viewed': null,
  'ad clicked': 'ad_click',
  'ad viewed': 'ad_impression',
}

/** The form of an event's name by which two spellings are one: lower case, words by single spaces. */
export function eventNameNorm(name: string): string {
  return name
    .replace(/([a-z])([A-Z])/g, '$1 $2')
    .toLowerCase()
    .replace(/[_\-.\s]+/g, ' ')
    .trim()
}

/** What a workspace has decided for a name: a kind, or that it is no touch at all (`ignore`). */
export type NameMapping = ReadonlyMap<string, TouchKind | 'ignore'>

/**
 * The kind of touch a track event is: by the workspace's own list, the known names, then words in the name; `other` when nothing
 * fits, `null` when it is no touch.
 *
 * Only sites' own events pass here, so a call or meeting of a seller is never guessed from a name: a visitor could send one.
 *
 * @example trackKind('Demo Requested', new Map()) // 'demo_request'
 */
export function trackKind(name: string, mapping: NameMapping): TouchKind | null {
  const norm = eventNameNorm(name)
  const chosen = mapping.get(norm)
  if (chosen) return chosen === 'ignore' ? null : chosen
  if (Object.hasOwn(KNOWN_NAMES, norm)) return KNOWN_NAMES[norm]!
  const guessed = touchKindOf({ said: norm })
  return GUESSED.has(guessed) ? guessed : 'other'
}

/** Kinds that words in a name may say; hand-raises qualify at once and are only taken from an exact name or the workspace's list. */
const GUESSED: ReadonlySet<TouchKind> = new Set([
  'page_view',
  'form_submit',
  'content_download',
  'email_open',
  'email_click',
  'webinar_registered',
  'webinar_attended',
  'event_attended',
  'product_use',
])
