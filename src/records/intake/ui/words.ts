import type { Tone } from '#platform/ui/index.ts'
import type { TouchKind } from '#records/touches/tables.ts'
import type { Outcome } from '../rules/reasons.ts'

/** Kinds of touch as one chooses between them. */
export const KIND_WORDS: Record<TouchKind | 'ignore', string> = {
  page_view: 'Visited a page',
  form_submit: 'Filled in a form',
  demo_request: 'Asked for a demo',
  contact_request: 'Asked to be contacted',
  content_download: 'Downloaded content',
  email_open: 'Opened an e-mail',
  email_click: 'Clicked in an e-mail',
  email_reply: 'Replied to an e-mail',
  webinar_registered: 'Registered for a webinar',
  webinar_attended: 'Attended a webinar',
  event_attended: 'Met us at an event',
  ad_click: 'Clicked an advertisement',
  ad_impression: 'Saw an advertisement',
  product_use: 'Used the product',
  call: 'Call',
  call_connected: 'Spoke on the phone',
  email_sent: 'E-mail sent',
  meeting: 'Meeting',
  note: 'Note',
  social: 'Social media',
  other: 'Other touch',
  ignore: 'No touch',
}

export const OUTCOME_WORDS: Record<Outcome, { label: string; means: string; tone: Tone }> = {
  accepted: { label: 'Accepted', means: 'Stored, and worked on', tone: 'good' },
  duplicate: { label: 'Duplicate', means: 'Known by its messageId', tone: 'neutral' },
  filtered: { label: 'Filtered', means: 'Consent, signal or site', tone: 'neutral' },
  limited: { label: 'Limited', means: 'More than may come at once', tone: 'warn' },
  invalid: { label: 'Invalid', means: 'Could not be read', tone: 'bad' },
}
