import type { FormKind } from '../rules/fields.ts'

/** What is written for kinds of forms and states of submissions. */
export const KINDS: Readonly<Record<FormKind, string>> = {
  demo_request: 'Demo request',
  contact_request: 'Contact request',
  content_download: 'Content download',
  form_submit: 'Other form',
}

const KIND_HINTS: Readonly<Record<FormKind, string>> = {
  demo_request: 'A hand-raise: qualifies at once',
  contact_request: 'A hand-raise: qualifies at once',
  content_download: 'Counts as interest in what you publish',
  form_submit: 'A newsletter, an event, anything else',
}

export const STATES = {
  accepted: 'Accepted',
  held: 'Held',
  released: 'Let through',
  refused: 'Discarded',
} as const
export const TONES = { accepted: 'good', held: 'warn', released: 'good', refused: 'neutral' } as const

export const kindOptions = (Object.keys(KINDS) as FormKind[]).map((value) => ({
  value,
  label: KINDS[value],
  hint: KIND_HINTS[value],
}))
