import { z } from 'zod'
import { Id } from '#platform/kernel/ids.ts'
import { InstantIso } from '#platform/kernel/instant.ts'
import { notFound, operation, PageById, page, wholeList } from '#platform/operation/index.ts'
import { TOUCH_KINDS } from '#records/touches/tables.ts'
import { CONSENT } from './rules/consent.ts'
import { EVENT_TYPES } from './rules/event.ts'
import { OUTCOMES } from './rules/reasons.ts'

const Counts = z.object({
  accepted: z.number().int(),
  duplicate: z.number().int(),
  filtered: z.number().int(),
  limited: z.number().int(),
  invalid: z.number().int(),
})

export const IntakeOverview = z.object({
  /** the full hours looked at: this one and the 23 before */
  since: InstantIso,
  /** everything that came; the five outcomes add up to it */
  received: z.number().int(),
  totals: Counts,
  hours: z.array(z.object({ hour: InstantIso, ...Counts.shape })),
  reasons: z.array(
    z.object({ outcome: z.enum(OUTCOMES), reason: z.string(), detail: z.string(), events: z.number().int() }),
  ),
  /** events that are accepted and not yet worked on */
  waiting: z.number().int(),
  /** events that could not be worked on, with why */
  setAside: z.array(
    z.object({
      eventId: Id,
      type: z.enum(EVENT_TYPES),
      name: z.string().nullable(),
      reason: z.string(),
      recordedAt: InstantIso,
    }),
  ),
  /** the last that were not taken */
  refusals: z.array(
    z.object({
      id: Id,
      outcome: z.enum(OUTCOMES),
      reason: z.string(),
      detail: z.string(),
      type: z.string().nullable(),
      name: z.string().nullable(),
      messageId: z.string().nullable(),
      recordedAt: InstantIso,
    }),
  ),
})

export const showIntake = operation({
  id: 'intake.show',
  method: 'GET',
  path: '/intake',
  permission: 'intake.read',
  summary: 'What arrived in the last 24 hours and what became of it',
  input: z.object({}),
  output: IntakeOverview,
  cli: 'intake show',
  mcp: true,
})

export const IntakeEventItem = z.object({
  id: Id,
  messageId: z.string(),
  type: z.enum(EVENT_TYPES),
  name: z.string().nullable(),
  /** kind of touch it became; null for none, or none yet */
  kind: z.enum(TOUCH_KINDS).nullable(),
  /** `touch`: of a known person; `anonymous`: of a visitor nobody knows; `waiting`; `set_aside`; `done`: no touch follows */
  state: z.enum(['touch', 'anonymous', 'waiting', 'set_aside', 'done']),
  person: z.object({ id: Id, name: z.string() }).nullable(),
  anonymousId: z.string().nullable(),
  source: z.string(),
  /** why a machine is taken to have made it */
  machine: z.string().nullable(),
  /** what was unusual about it, in words */
  warning: z.string().nullable(),
  occurredAt: InstantIso,
  recordedAt: InstantIso,
})

export const listIntakeEvents = operation({
  id: 'intake.events',
  method: 'GET',
  path: '/intake/events',
  permission: 'intake.read',
  summary: 'Accepted events, newest first, with whom they belong to',
  input: PageById,
  output: page(IntakeEventItem),
  cli: 'intake events',
  mcp: true,
})

export const WriteKeyItem = z.object({
  id: Id,
  name: z.string(),
  kind: z.enum(['public', 'secret']),
  /** its beginning, to recognise it by */
  prefix: z.string(),
  /** the key itself where it is no secret */
  token: z.string().nullable(),
  origins: z.array(z.string()),
  consent: z.enum(CONSENT),
  honourSignals: z.boolean(),
  createdAt: InstantIso,
})

const Origin = z
  .string()
  .trim()
  .toLowerCase()
  .max(200)
  .regex(/^https?:\/\/[a-z0-9.-]+(?::\d{1,5})?$/, 'Write a site as https://www.company.com')

const KeyFields = {
  name: z.string().trim().min(1).max(80).describe('What sends with it, e.g. Website'),
  origins: z.array(Origin).max(20).describe('Sites whose pages may send with it; none: all'),
  consent: z.enum(CONSENT).describe('required: nothing is stored before the visitor has agreed'),
  honourSignals: z.boolean().describe('Honour Do-Not-Track and Global Privacy Control'),
}

export const listWriteKeys = operation({
  id: 'write_key.list',
  method: 'GET',
  path: '/intake/keys',
  permission: 'intake.read',
  summary: 'Keys that sites and servers send events with',
  input: z.object({}),
  output: wholeList(WriteKeyItem),
  cli: 'intake keys',
})

export const createWriteKey = operation({
  id: 'write_key.create',
  method: 'POST',
  path: '/intake/keys',
  permission: 'intake.change',
  summary: 'Make a key that a site or a server sends events with',
  input: z.object({
    kind: z.enum(['public', 'secret']).describe('public: stands in pages; secret: stays on a server'),
    name: KeyFields.name,
    origins: KeyFields.origins.default([]),
    consent: KeyFields.consent.default('none'),
    honourSignals: KeyFields.honourSignals.default(true),
  }),
  output: z.object({ id: Id, token: z.string() }),
})

export const changeWriteKey = operation({
  id: 'write_key.change',
  method: 'PATCH',
  path: '/intake/keys/:keyId',
  permission: 'intake.change',
  summary: 'Change the name, the sites or the privacy settings of a write key',
  input: z.object({
    keyId: Id,
    name: KeyFields.name.optional(),
    origins: KeyFields.origins.optional(),
    consent: KeyFields.consent.optional(),
    honourSignals: KeyFields.honourSignals.optional(),
  }),
  output: WriteKeyItem,
  errors: [notFound],
})

export const revokeWriteKey = operation({
  id: 'write_key.revoke',
  method: 'DELETE',
  path: '/intake/keys/:keyId',
  permission: 'intake.change',
  summary: 'Stop a write key for good',
  input: z.object({ keyId: Id }),
  output: z.void(),
  errors: [notFound],
})

const Decided = z.enum([...TOUCH_KINDS, 'ignore'])

export const listEventKinds = operation({
  id: 'event_kind.list',
  method: 'GET',
  path: '/intake/kinds',
  permission: 'intake.read',
  summary: 'The 500 most frequent names of events that arrived, and the kind of touch each is',
  input: z.object({}),
  output: wholeList(
    z.object({
      nameNorm: z.string(),
      name: z.string(),
      kind: Decided,
      /** `own`: decided here; `known`: the usual meaning; `guessed`: from words in the name */
      by: z.enum(['own', 'known', 'guessed']),
      /** events of that name among the last 10,000 */
      events: z.number().int(),
    }),
  ),
  cli: 'intake kinds',
})

export const setEventKind = operation({
  id: 'event_kind.set',
  method: 'PUT',
  path: '/intake/kinds',
  permission: 'intake.change',
  summary: 'Decide which kind of touch events of a name are, from now on',
  input: z.object({
    name: z.string().trim().min(1).max(200).describe('Name of the event, e.g. Trial Booked'),
    kind: Decided.nullable().describe('ignore: no touch; null: back to the usual meaning'),
  }),
  output: z.object({ nameNorm: z.string() }),
})

export const retrySetAside = operation({
  id: 'intake.retry',
  method: 'POST',
  path: '/intake/retry',
  permission: 'intake.change',
  summary: 'Work once more on the events that were set aside',
  input: z.object({}),
  output: z.object({ events: z.number().int() }),
})
