import { z } from 'zod'
import { Id } from '#platform/kernel/ids.ts'
import { InstantIso } from '#platform/kernel/instant.ts'
import { Download, notFound, operation, Page, page, problem } from '#platform/operation/index.ts'
import {
  Attempt,
  CampaignOutcome,
  Conversion,
  Dispute,
  HandOff,
  HandOffItem,
  HandOffQuery,
  SellerLoad,
} from './schema.ts'

export const handOffTaken = problem('handoff.state', 409, 'Somebody was faster')
export const unknownReason = problem('handoff.reason', 422, 'This reason is not in the agreement')
export const notYours = problem('handoff.not_yours', 403, 'This hand-off belongs to somebody else')
export const unknownSeller = problem('handoff.seller', 422, 'This seller is not known')
export const cannotUndo = problem('handoff.undo', 409, 'This can no longer be taken back')
export const unreadableCursor = problem('handoff.cursor', 422, 'This place in the list is not known')
export const unknownOpportunity = problem('handoff.opportunity', 422, 'This opportunity is not known')
export const notInThePast = problem('handoff.when', 422, 'An attempt cannot lie in the future')

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
  errors: [unreadableCursor],
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
  output: z.object({ items: z.array(HandOffItem) }),
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
  errors: [notFound, handOffTaken],
})

export const sellerLoads = operation({
  id: 'handoff.loads',
  method: 'GET',
  path: '/handoffs/loads',
  permission: 'handoff.read',
  summary: 'Work at hand per seller; who is late is shown to the seller and their manager only',
  input: z.object({ team: z.string().max(120).optional() }),
  output: z.object({ items: z.array(SellerLoad) }),
})

export const followUpBreaches = operation({
  id: 'handoff.breaches',
  method: 'GET',
  path: '/handoffs/breaches',
  permission: 'handoff.read',
  summary:
    "Leads whose follow-up is behind the agreement: the reader's own and those of the people they manage",
  input: z.object({}),
  output: z.object({
    items: z.array(
      HandOffItem.extend({ missing: z.number().int().describe('Attempts owed by now and not made') }),
    ),
    others: z
      .number()
      .int()
      .describe('Breaches of sellers whom the reader does not manage, as a number only'),
  }),
})

const CampaignPeriod = z.object({
  from: z.iso.date().optional().describe('First day of the offer; absent: 90 days ago'),
  to: z.iso.date().optional(),
})

export const campaignOutcomes = operation({
  id: 'handoff.campaigns',
  method: 'GET',
  path: '/handoffs/campaigns',
  permission: 'handoff.read',
  summary: "What became of marketing's leads, campaign by campaign, with the sellers' reasons",
  input: CampaignPeriod,
  output: z.object({ items: z.array(CampaignOutcome) }),
  mcp: true,
})

export const exportHandOffs = operation({
  id: 'handoff.export',
  method: 'GET',
  path: '/handoffs/export',
  permission: 'report.export',
  summary: 'Download exactly the hand-offs that a list shows, as CSV',
  input: HandOffQuery,
  output: Download,
  download: true,
})

export const listDisputes = operation({
  id: 'handoff.disputes',
  method: 'GET',
  path: '/handoffs/disputes',
  permission: 'handoff.read',
  summary: 'List rejections that marketing contests, the open ones first',
  input: z.object({}),
  output: z.object({ items: z.array(Dispute) }),
})

export const disputeRejection = operation({
  id: 'handoff.dispute',
  method: 'POST',
  path: '/handoffs/:handOffId/dispute',
  permission: 'handoff.dispute',
  summary: 'Contest a rejection, for the next meeting of both leaders',
  input: one.extend({ note: z.string().trim().min(1).max(2_000) }),
  output: Dispute,
  errors: [notFound, handOffTaken],
})

export const settleDispute = operation({
  id: 'handoff.settle',
  method: 'POST',
  path: '/handoffs/disputes/:disputeId/settle',
  permission: 'handoff.settle',
  summary: 'Settle a contested rejection; overturned ones are offered again',
  input: z.object({
    disputeId: Id,
    outcome: z.enum(['upheld', 'overturned']),
    answer: z.string().trim().min(1).max(2_000),
  }),
  output: Dispute,
  errors: [notFound, handOffTaken],
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
