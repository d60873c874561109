import type { TouchKind } from '../tables.ts'

/** Kinds of touch in words, e.g. `Asked for a demo`. */
export const TOUCH_WORDS: Readonly<Record<TouchKind, string>> = {
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
}
