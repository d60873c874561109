import { z } from 'zod'
import { Id } from '#platform/kernel/ids.ts'
import { InstantIso } from '#platform/kernel/instant.ts'
import { notFound, operation, PageById, page, problem } from '#platform/operation/index.ts'
import { FORM_KINDS } from './rules/fields.ts'
import { SIGNS, type Sign } from './rules/signs.ts'

export const badForm = problem('form.invalid', 422, 'The form cannot be used like this')
export const alreadyDecided = problem('submission.decided', 409, 'Somebody has decided this already')

const Line = z.string().trim().min(1).max(200)

export const FormField = z.object({
  name: z.string().max(60),
  label: Line,
  type: z.enum(['email', 'text', 'phone', 'long_text', 'choice']),
  required: z.boolean(),
  choices: z.array(Line).max(50),
})

const Origin = z
  .url({ protocol: /^https?$/ })
  .max(300)
  .refine(
    (text) => URL.canParse(text) && new URL(text).origin === text,
    'Write a site such as https://www.company.com',
  )

const Settings = z.object({
  name: z.string().trim().min(1).max(120),
  kind: z.enum(FORM_KINDS).describe('What sending it is worth; requests qualify at once'),
  fields: z.array(FormField).min(1).max(30),
  consentText: z.string().trim().min(1).max(1_000).nullable(),
  buttonText: z.string().trim().min(1).max(60),
  thanksText: z.string().trim().min(1).max(1_000),
  redirectUrl: z
    .url({ protocol: /^https?$/ })
    .max(1_000)
    .nullable()
    .describe('Page to go on to, on one of the sites that may show the form'),
  replySubject: z.string().trim().min(1).max(200).nullable(),
  replyText: z
    .string()
    .trim()
    .min(1)
    .max(5_000)
    .nullable()
    .describe('Mail sent back, at most one an address and day'),
  origins: z.array(Origin).max(20).describe('Sites that may show it; empty: all'),
})

export const Form = Settings.extend({
  id: Id,
  /** stands in its address */
  key: z.string(),
  /** where it can be filled in as a page of its own */
  url: z.string(),
  /** an answer by mail can be sent from this installation */
  canReply: z.boolean(),
  submissions: z.number().int().describe('Accepted or released'),
  /** of the last 30 days */
  lately: z.number().int(),
  held: z.number().int(),
  lastAt: InstantIso.nullable(),
  createdAt: InstantIso,
  changedAt: InstantIso,
  revokedAt: InstantIso.nullable(),
})
export type Form = z.output<typeof Form>
export type FormSettings = z.output<typeof Settings>

export const listForms = operation({
  id: 'form.list',
  method: 'GET',
  path: '/forms',
  permission: 'intake.read',
  summary: 'Forms with how often they were sent and how many submissions are held',
  input: PageById,
  output: page(Form),
  mcp: true,
})

export const readForm = operation({
  id: 'form.read',
  method: 'GET',
  path: '/forms/:formId',
  permission: 'intake.read',
  summary: 'One form',
  input: z.object({ formId: Id }),
  output: Form,
  errors: [notFound],
})

export const createForm = operation({
  id: 'form.create',
  method: 'POST',
  path: '/forms',
  permission: 'intake.change',
  summary: 'Begin a form with the usual fields of its kind',
  input: Settings.pick({ name: true, kind: true }),
  output: Form,
})

export const updateForm = operation({
  id: 'form.update',
  method: 'PATCH',
  path: '/forms/:formId',
  permission: 'intake.change',
  summary: 'Change a form; what is left out stays',
  input: Settings.partial().extend({ formId: Id }),
  output: Form,
  errors: [notFound, badForm],
})

export const stopForm = operation({
  id: 'form.stop',
  method: 'POST',
  path: '/forms/:formId/stop',
  permission: 'intake.change',
  summary: 'Take no more submissions',
  input: z.object({ formId: Id }),
  output: Form,
  errors: [notFound],
})

export const restartForm = operation({
  id: 'form.restart',
  method: 'POST',
  path: '/forms/:formId/restart',
  permission: 'intake.change',
  summary: 'Take submissions again',
  input: z.object({ formId: Id }),
  output: Form,
  errors: [notFound],
})

const STATES = ['accepted', 'held', 'released', 'refused'] as const

export const Submission = z.object({
  id: Id,
  formId: Id,
  answers: z.record(z.string(), z.string()),
  email: z.string(),
  signs: z.array(z.enum(Object.keys(SIGNS) as [Sign, ...Sign[]])),
  /** it came with a challenge of ours */
  proven: z.boolean(),
  consentText: z.string().nullable(),
  pageUrl: z.string().nullable(),
  state: z.enum(STATES),
  /** the person it is from, once that is worked out */
  personId: Id.nullable(),
  recordedAt: InstantIso,
  decidedAt: InstantIso.nullable(),
})
export type Submission = z.output<typeof Submission>

export const listSubmissions = operation({
  id: 'submission.list',
  method: 'GET',
  path: '/forms/:formId/submissions',
  permission: 'intake.read',
  summary: 'What was sent with a form, the latest first',
  input: PageById.extend({ formId: Id, state: z.array(z.enum(STATES)).max(4).optional() }),
  output: page(Submission),
})

const decision = { method: 'POST', permission: 'intake.change', input: z.object({ id: Id }) } as const

export const releaseSubmission = operation({
  ...decision,
  id: 'submission.release',
  path: '/submissions/:id/release',
  summary: 'Let a held submission through: it counts from when it was sent',
  output: Submission,
  errors: [notFound, alreadyDecided],
})

export const discardSubmission = operation({
  ...decision,
  id: 'submission.discard',
  path: '/submissions/:id/discard',
  summary: 'Say that a held submission came from a machine; it stays on record',
  output: Submission,
  errors: [notFound, alreadyDecided],
})

export const holdSubmission = operation({
  ...decision,
  id: 'submission.hold',
  path: '/submissions/:id/hold',
  summary: 'Put a discarded submission back among those that are held',
  output: Submission,
  errors: [notFound, alreadyDecided],
})
