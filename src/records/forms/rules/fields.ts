import { claimedEmail } from '../../people/rules/identity-live.ts'

/** Kinds of touch that sending a form may be. */
export const FORM_KINDS = ['form_submit', 'demo_request', 'contact_request', 'content_download'] as const
export type FormKind = (typeof FORM_KINDS)[number]

/** Fields with a meaning of their own, their label, and how the browser may fill them. */
export const STANDARD_FIELDS = {
  email: { label: 'E-mail', autocomplete: 'email' },
  first_name: { label: 'First name', autocomplete: 'given-name' },
  last_name: { label: 'Last name', autocomplete: 'family-name' },
  company: { label: 'Company', autocomplete: 'organization' },
  job_title: { label: 'Job title', autocomplete: 'organization-title' },
  phone: { label: 'Phone', autocomplete: 'tel' },
  country: { label: 'Country', autocomplete: 'country-name' },
  message: { label: 'Message', autocomplete: 'off' },
} as const
export type StandardField = keyof typeof STANDARD_FIELDS

/** One field of a form. Names of own fields begin with `own_`, so that none can be taken for something else. */
export interface FormField {
  name: string
  label: string
  type: 'email' | 'text' | 'phone' | 'long_text' | 'choice'
  required: boolean
  /** for `choice` */
  choices: string[]
}

const OWN = /^own_[a-z0-9_]{1,40}$/
const isStandard = (name: string): name is StandardField => Object.hasOwn(STANDARD_FIELDS, name)
const TYPES: Readonly<Record<StandardField, FormField['type']>> = {
  email: 'email',
  first_name: 'text',
  last_name: 'text',
  company: 'text',
  job_title: 'text',
  phone: 'phone',
  country: 'text',
  message: 'long_text',
}

/**
 * What is wrong with the fields of a form, in a sentence; null when nothing is.
 *
 * @example fieldsFault([standardField('company')])?.slice(0, 30) // 'A form needs the field E-mail,'
 */
export function fieldsFault(fields: readonly FormField[]): string | null {
  const names = fields.map(({ name }) => name)
  const strange = fields.find(({ name, type }) =>
    isStandard(name) ? TYPES[name] !== type : !OWN.test(name) || type === 'email' || type === 'phone',
  )
  if (strange) return `The field "${strange.label}" is none of those a form may have.`
  if (new Set(names).size < names.length) return 'Two fields have the same name.'
  if (!fields.some(({ name, required }) => name === 'email' && required))
    return 'A form needs the field E-mail, and it must be required: people are found by it.'
  const empty = fields.find(({ type, choices }) => type === 'choice' && choices.length < 2)
  return empty ? `Give the field "${empty.label}" at least two choices.` : null
}

/** The field of that name as it begins. */
export function standardField(name: StandardField, required = false): FormField {
  return { name, label: STANDARD_FIELDS[name].label, type: TYPES[name], required, choices: [] }
}

const LONGEST = { email: 254, text: 200, phone: 60, long_text: 5_000, choice: 200 } as const

export interface ReadAnswers {
  answers: Record<string, string>
  /** as people are matched by it; empty when it is none */
  email: string
  /** field → what to do about it */
  faults: Record<string, string>
}

/** Text that can be stored and shown: no control characters but line breaks, no half characters, no direction overrides. */
const tidy = (text: string, isLong: boolean) =>
  text
    .replace(/\r\n?/g, '\n')
    .replace(
      isLong
        ? /[^\P{Cc}\n\t]|[\p{Surrogate}\u202a-\u202e\u2066-\u2069]/gu
        : /[\p{Cc}\p{Surrogate}\u202a-\u202e\u2066-\u2069]/gu,
      isLong ? '' : ' ',
    )
    .trim()

/**
 * Reads what was sent by the fields of the form; whatever else was sent is not looked at.
 *
 * @example readAnswers([standardField('email', true)], { email: 'Ann@acme.test', owner: 'me' }).answers // { email: 'Ann@acme.test' }
 */
export function readAnswers(
  fields: readonly FormField[],
  sent: Readonly<Record<string, string>>,
): ReadAnswers {
  const read: ReadAnswers = { answers: {}, email: '', faults: {} }
  for (const field of fields) {
    const value = Object.hasOwn(sent, field.name) ? tidy(sent[field.name]!, field.type === 'long_text') : ''
    const fault = faultOf(field, value)
    if (fault) read.faults[field.name] = fault
    else if (value !== '') read.answers[field.name] = value
    if (field.name === 'email') read.email = claimedEmail(value) ?? ''
  }
  return read
}

function faultOf({ type, required, choices }: FormField, value: string): string | null {
  if (value === '') return required ? 'Fill this in.' : null
  if (value.length > LONGEST[type]) return `Write at most ${LONGEST[type]} characters.`
  if (type === 'email' && claimedEmail(value) === null)
    return 'Write one e-mail address, such as name@company.com.'
  if (type === 'choice' && !choices.includes(value)) return 'Choose one of the list.'
  if (type === 'phone' && !/\d/.test(value)) return 'Write a phone number.'
  return null
}
