import { z } from 'zod'
import { Id } from '#platform/kernel/ids.ts'
import { InstantIso } from '#platform/kernel/instant.ts'
import { notFound, operation, Page, page, unknownPlace, wholeList } from '#platform/operation/index.ts'
import {
  cannotOffer,
  cannotReopen,
  cannotUndo,
  handOffTaken,
  notInThePast,
  notYours,
  unknownOpportunity,
  unknownReason,
  unknownSeller,
} from './problems.ts'
import { Attempt, Conversion, HandOff, HandOffItem, HandOffQuery } from './schema.ts'

export * from './contract-reports.ts'
export * from './problems.ts'

const one = z.object({ handOffId: Id })
const note = z.string().trim().max(2_000).optional()
const work = { permission: 'handoff.work', output: HandOff, mcp: true } as const
const always = [notFound, notYours, handOffTaken]

export const listHandOffs = operation({
  id: 'handoff.list',
  method: 'GET',
  path: '/handoffs',
  permission: 'handoff.read',
  summary: 'List hand-offs, the most urgent first',
  input: Page.extend(HandOffQuery.shape),
  output: page(HandOffItem),
  errors: [unknownPlace],
  cli: 'handoff list',
  mcp: true,
})

export const handOffCounts = operation({
  id: 'handoff.counts',
  method: 'GET',
  path: '/handoffs/counts',
  permission: 'handoff.read',
  summary: 'Numbers of hand-offs in each group of a view, and whether the reader is a seller or a manager',
  input: HandOffQuery.pick({ view: true }),
  output: z.object({
    offered: z.number().int(),
    working: z.number().int(),
    paused: z.number().int(),
    overdue: z.number().int(),
    closed: z.number().int().describe('In the last 30 days'),
    unassigned: z.number().int(),
    /** the seller that the reader is; null when their address is no seller's */
    sellerId: Id.nullable(),
    manages: z.number().int().describe('Sellers who name the reader as their manager'),
    liveSince: InstantIso.nullable(),
  }),
})

export const readHandOff = operation({
  id: 'handoff.read',
  method: 'GET',
  path: '/handoffs/:handOffId',
  permission: 'handoff.read',
  summary:
    'Show one hand-off: why now, why this seller, its clocks, the follow-up, and everything that happened',
  input: one,
  output: HandOff,
  errors: [notFound],
  cli: 'handoff show',
  mcp: true,
})

export const handOffsOfLead = operation({
  id: 'handoff.ofLead',
  method: 'GET',
  path: '/leads/:personId/handoffs',
  permission: 'handoff.read',
  summary: 'List the hand-offs of one person, latest first',
  input: z.object({ personId: Id }),
  output: wholeList(HandOffItem).extend({
    waits: z
      .boolean()
      .describe('Stands at the stage that is handed over, and nobody has been asked in this cycle'),
  }),
  errors: [notFound],
})

export const acceptHandOff = operation({
  ...work,
  id: 'handoff.accept',
  method: 'POST',
  path: '/handoffs/:handOffId/accept',
  summary: 'Take a lead on',
  input: one,
  errors: always,
  cli: 'handoff accept',
})

export const rejectHandOff = operation({
  ...work,
  id: 'handoff.reject',
  method: 'POST',
  path: '/handoffs/:handOffId/reject',
  summary: "Give a lead back to marketing with one of the agreement's reasons",
  input: one.extend({ reason: z.string().min(1).max(80), note }),
  errors: [...always, unknownReason],
  cli: 'handoff reject',
})

export const logAttempt = operation({
  ...work,
  id: 'handoff.attempt',
  method: 'POST',
  path: '/handoffs/:handOffId/attempts',
  summary: 'Log a call, personal e-mail, meeting, message or note; a human attempt stops the response clocks',
  input: one.extend(Attempt.shape),
  errors: [...always, notInThePast],
  cli: 'handoff attempt',
})

export const pauseHandOff = operation({
  ...work,
  id: 'handoff.pause',
  method: 'POST',
  path: '/handoffs/:handOffId/pause',
  summary: 'Wait for the customer: the clock stands still until an instant, with a reason',
  input: one.extend({ until: InstantIso, reason: z.string().trim().min(1).max(200) }),
  errors: [...always, notInThePast],
})

export const resumeHandOff = operation({
  ...work,
  id: 'handoff.resume',
  method: 'POST',
  path: '/handoffs/:handOffId/resume',
  summary: 'Stop waiting for the customer: the clock runs on',
  input: one,
  errors: always,
})

export const recycleHandOff = operation({
  ...work,
  id: 'handoff.recycle',
  method: 'POST',
  path: '/handoffs/:handOffId/recycle',
  summary: 'Right, but not now: back to marketing with a reason, into a nurture track',
  input: one.extend({ reason: z.string().min(1).max(80), track: z.string().max(80).optional(), note }),
  errors: [...always, unknownReason],
  cli: 'handoff recycle',
})

export const disqualifyHandOff = operation({
  ...work,
  id: 'handoff.disqualify',
  method: 'POST',
  path: '/handoffs/:handOffId/disqualify',
  summary: 'Never: the lead ends here with a reason',
  input: one.extend({ reason: z.string().min(1).max(80), note }),
  errors: [...always, unknownReason],
  cli: 'handoff disqualify',
})

export const convertHandOff = operation({
  ...work,
  id: 'handoff.convert',
  method: 'POST',
  path: '/handoffs/:handOffId/convert',
  summary: 'Turn a lead into a new or an existing opportunity, with the part the person has in it',
  input: one.extend(Conversion.shape),
  errors: [...always, unknownOpportunity],
})

export const undoHandOff = operation({
  ...work,
  id: 'handoff.undo',
  method: 'POST',
  path: '/handoffs/:handOffId/undo',
  summary: 'Take back what was done last, within the time allowed and while nothing followed from it',
  input: one.extend({ eventId: Id }),
  errors: [...always, cannotUndo],
  mcp: false,
})

export const reassignHandOffs = operation({
  id: 'handoff.reassign',
  method: 'POST',
  path: '/handoffs/reassign',
  permission: 'handoff.work',
  summary: 'Give hand-offs to another seller, or have the rules choose again; their owner clocks restart',
  input: z.object({
    handOffIds: z.array(Id).min(1).max(200),
    sellerId: Id.optional().describe('Absent: the rules choose, leaving out the present seller'),
    note,
  }),
  output: z.object({ reassigned: z.number().int(), unchanged: z.number().int() }),
  errors: [notFound, notYours, unknownSeller],
})

export const offerLead = operation({
  id: 'handoff.offer',
  method: 'POST',
  path: '/leads/:personId/offer',
  permission: 'handoff.work',
  summary: 'Route a qualified lead that nobody has yet',
  input: z.object({ personId: Id }),
  output: HandOff,
  errors: [notFound, cannotOffer],
})

export const reopenLead = operation({
  id: 'lead.reopen',
  method: 'POST',
  path: '/leads/:personId/reopen',
  permission: 'handoff.work',
  summary: 'Let a person whose cycle has ended, disqualified say, begin the next one, with a reason',
  input: z.object({ personId: Id, reason: z.string().min(1).max(80), note }),
  output: z.object({
    personId: Id,
    stage: z.string().describe('Where the person stands now: further on if a hand was raised meanwhile'),
    stageName: z.string(),
    cycle: z.number().int(),
  }),
  errors: [notFound, cannotReopen, unknownReason],
  cli: 'lead reopen',
  mcp: true,
})

export const logActivity = operation({
  id: 'activity.log',
  method: 'POST',
  path: '/leads/:personId/activities',
  permission: 'handoff.work',
  summary: "Log a seller's call, personal e-mail, meeting, message or note with any person",
  input: z.object({ personId: Id }).extend(Attempt.shape),
  output: z.object({ touchId: Id, stoppedClock: z.boolean() }),
  errors: [notFound, notInThePast],
  cli: 'activity log',
  mcp: true,
})
