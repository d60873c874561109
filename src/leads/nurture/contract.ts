import { z } from 'zod'
import { Id } from '#platform/kernel/ids.ts'
import { InstantIso } from '#platform/kernel/instant.ts'
import { notFound, operation, Page, PageById, page, problem } from '#platform/operation/index.ts'
import { ENDED_BECAUSE, MESSAGE_STATES } from './rules/states.ts'

export const unknownTrack = problem('nurture.track', 422, 'This track is not in the agreement')
export const alreadyDecided = problem('nurture.decided', 409, 'Somebody has decided this already')
export const noAddress = problem('nurture.address', 422, 'This is not one e-mail address')
export const noMailServer = problem('nurture.mail', 409, 'No mail server is configured')

const Because = z.enum(ENDED_BECAUSE)
const State = z.enum(MESSAGE_STATES)
const count = z.number().int()

const TrackStep = z.object({
  key: z.string(),
  subject: z.string(),
  waitBefore: z.string().nullable().describe('ISO-8601 durations joined by " + "'),
  queued: count,
  sent: count,
  unknown: count,
  refused: count,
  clicked: count.describe('People who followed a link of it, machines left out'),
})

export const Track = z.object({
  key: z.string(),
  name: z.string(),
  reasons: z.array(z.string()).describe('Recycle reasons that lead here, by name'),
  resumeAfter: z.string().nullable().describe('ISO-8601 duration'),
  sendWithin: z.string().nullable().describe('Name of the calendar'),
  exitWhen: z.string().nullable(),
  steps: z.array(TrackStep),
  present: count.describe('People on it now'),
  left: z.array(z.object({ because: Because, people: count })),
})
export type Track = z.output<typeof Track>

export const listTracks = operation({
  id: 'nurture.tracks',
  method: 'GET',
  path: '/nurture/tracks',
  permission: 'nurture.read',
  summary: 'Show the nurture tracks of the agreement, their messages, and who is on them',
  input: z.object({}),
  output: z.object({
    tracks: z.array(Track),
    mailServer: z.boolean().describe('Whether anything can be sent'),
    unknown: count.describe('Messages of unknown fate that wait for a decision'),
    suppressed: count.describe('Addresses that nothing is sent to'),
  }),
  mcp: true,
})

export const Enrolment = z.object({
  id: Id,
  personId: Id,
  name: z.string(),
  email: z.string().nullable(),
  trackKey: z.string(),
  trackName: z.string(),
  cycle: count,
  reasonName: z.string().nullable(),
  step: count.describe('Messages behind them'),
  steps: count.describe('Messages of the track'),
  enrolledAt: InstantIso,
  nextStepAt: InstantIso.nullable(),
  endedAt: InstantIso.nullable(),
  endedBecause: Because.nullable(),
})
export type Enrolment = z.output<typeof Enrolment>

export const listEnrolments = operation({
  id: 'nurture.enrolments',
  method: 'GET',
  path: '/nurture/enrolments',
  permission: 'nurture.read',
  summary: 'List who is on a nurture track, or has left one, the latest first',
  input: PageById.extend({
    track: z.string().max(60).optional(),
    state: z.enum(['present', 'left']).default('present'),
    because: Because.optional(),
  }),
  output: page(Enrolment),
  mcp: true,
})

export const Message = z.object({
  id: Id,
  personId: Id,
  name: z.string(),
  email: z.string().nullable(),
  trackName: z.string(),
  stepKey: z.string(),
  subject: z.string().nullable(),
  state: State,
  attempts: count,
  queuedAt: InstantIso,
  tryAt: InstantIso,
  doneAt: InstantIso.nullable(),
  detail: z.string().nullable(),
})
export type Message = z.output<typeof Message>

export const listMessages = operation({
  id: 'nurture.messages',
  method: 'GET',
  path: '/nurture/messages',
  permission: 'nurture.read',
  summary: 'List nurture messages by what became of them, the latest first',
  input: PageById.extend({ state: State.optional(), track: z.string().max(60).optional() }),
  output: page(Message),
})

export const decideMessage = operation({
  id: 'nurture.decide',
  method: 'POST',
  path: '/nurture/messages/:messageId/decide',
  permission: 'nurture.change',
  summary:
    'Decide about a message of which nobody knows whether it arrived: send it again, or count it as sent',
  input: z.object({ messageId: Id, again: z.boolean() }),
  output: z.object({ messageId: Id }),
  errors: [notFound, alreadyDecided],
})

export const nurtureOfLead = operation({
  id: 'nurture.ofLead',
  method: 'GET',
  path: '/leads/:personId/nurture',
  permission: 'nurture.read',
  summary: 'Show the nurture track of one person, the messages they got, and the tracks there are',
  input: z.object({ personId: Id }),
  output: z.object({
    enrolments: z.array(Enrolment).describe('Latest first; the first one may still run'),
    messages: z.array(Message),
    tracks: z.array(z.object({ key: z.string(), name: z.string() })),
    suppressed: z.string().nullable().describe('Why nothing may be sent to the address'),
  }),
  errors: [notFound],
})

export const startTrack = operation({
  id: 'nurture.enrol',
  method: 'POST',
  path: '/leads/:personId/nurture',
  permission: 'nurture.change',
  summary: 'Put a person on a nurture track, or move them to another one',
  input: z.object({ personId: Id, track: z.string().min(1).max(60) }),
  output: z.object({ personId: Id }),
  errors: [notFound, unknownTrack],
})

export const stopTrack = operation({
  id: 'nurture.stop',
  method: 'POST',
  path: '/leads/:personId/nurture/stop',
  permission: 'nurture.change',
  summary: 'Take a person off their nurture track',
  input: z.object({ personId: Id }),
  output: z.object({ stopped: z.boolean() }),
  errors: [notFound],
})

const which = z.object({ track: z.string().min(1).max(60), step: z.string().min(1).max(60) })

export const previewMessage = operation({
  id: 'nurture.preview',
  method: 'GET',
  path: '/nurture/preview',
  permission: 'nurture.read',
  summary: 'Show a message of a track as the reader of this would get it',
  input: which,
  output: z.object({ subject: z.string(), text: z.string(), from: z.string() }),
  errors: [unknownTrack],
})

export const sendTest = operation({
  id: 'nurture.test',
  method: 'POST',
  path: '/nurture/test',
  permission: 'nurture.change',
  summary: 'Send a message of a track to oneself',
  input: which,
  output: z.object({ to: z.string() }),
  errors: [unknownTrack, noMailServer],
})

export const Suppressed = z.object({
  email: z.string(),
  reason: z.enum(['unsubscribed', 'bounced', 'complained', 'asked', 'by_hand']),
  detail: z.string().nullable(),
  actor: z.string().nullable().describe('Who put it there; null: the person or a mail server'),
  recordedAt: InstantIso,
})
export type Suppressed = z.output<typeof Suppressed>

export const listSuppressed = operation({
  id: 'suppression.list',
  method: 'GET',
  path: '/suppressions',
  permission: 'nurture.read',
  summary: 'List addresses that nothing is sent to, by address',
  input: Page.extend({ search: z.string().trim().max(200).optional() }),
  output: page(Suppressed),
})

const address = z.string().trim().min(3).max(320)

export const addSuppressed = operation({
  id: 'suppression.add',
  method: 'POST',
  path: '/suppressions',
  permission: 'nurture.change',
  summary: 'Send nothing to an address any more',
  input: z.object({ email: address, detail: z.string().trim().max(500).optional() }),
  output: z.object({ email: z.string() }),
  errors: [noAddress],
})

export const removeSuppressed = operation({
  id: 'suppression.remove',
  method: 'POST',
  path: '/suppressions/remove',
  permission: 'nurture.change',
  summary: 'Take an address off the list of those that nothing is sent to',
  input: z.object({ email: address }),
  output: z.object({ removed: z.boolean() }),
})
