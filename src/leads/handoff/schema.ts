import { z } from 'zod'
import { Id } from '#platform/kernel/ids.ts'
import { InstantIso } from '#platform/kernel/instant.ts'
import { ATTEMPT_KINDS, CLOCK_STANDINGS, CLOCKS, EVENT_KINDS, STATES } from './rules/states.ts'

/** Shapes of hand-offs as operations take and answer them. */

export const HANDOFF_VIEWS = ['mine', 'team', 'all'] as const
export const HANDOFF_GROUPS = ['open', 'offered', 'working', 'paused', 'closed'] as const

const Named = z.object({ key: z.string(), name: z.string() })
const note = z.string().trim().max(2_000)

/** Which hand-offs; the most urgent first, closed ones by when they were closed. */
/** Ways in which a lead ends; an offer that ran out or went to somebody else is no end of the lead. */
export const OUTCOME_STATES = ['qualified', 'recycled', 'disqualified', 'rejected'] as const

export const HandOffQuery = z.object({
  view: z
    .enum(HANDOFF_VIEWS)
    .default('mine')
    .describe('mine: offered to me; team: to those I manage; all: everyone'),
  group: z.enum(HANDOFF_GROUPS).default('open'),
  seller: z.array(Id).max(50).optional(),
  campaign: z.array(Id).max(50).optional(),
  handRaise: z.boolean().optional().describe('Only requests for a demo or a conversation, or none of them'),
  overdue: z.boolean().optional(),
  unassigned: z.boolean().optional().describe('Those for whom the rules found nobody'),
  outcome: z
    .array(z.enum(OUTCOME_STATES))
    .max(4)
    .optional()
    .describe('Of closed ones: what became of the lead'),
  search: z.string().trim().max(120).optional().describe('Part of a name, an e-mail address or an account'),
})

/** A response clock: the promise, where it stands, and what met it. */
export const HandOffClock = z.object({
  startedAt: InstantIso,
  dueAt: InstantIso,
  standing: z.enum(CLOCK_STANDINGS),
  /** when the evidence came; null while there is none */
  metAt: InstantIso.nullable(),
  /** open time used so far or until the evidence, milliseconds by the clock that holds */
  usedMs: z.number(),
  withinMs: z.number(),
})

export const HandOffItem = z.object({
  id: Id,
  personId: Id,
  personName: z.string(),
  email: z.string().nullable(),
  jobTitle: z.string().nullable(),
  accountId: Id.nullable(),
  accountName: z.string().nullable(),
  sellerId: Id.nullable(),
  sellerName: z.string().nullable(),
  sellerWithheld: z
    .boolean()
    .describe('Somebody has it whom this list does not name: who is late, only they and their manager see'),
  /** the reader may work on it */
  mine: z.boolean(),
  cycle: z.number().int(),
  sequence: z.number().int(),
  state: z.enum(STATES),
  stateAt: InstantIso,
  handRaise: z.boolean(),
  /** one sentence: the event that qualified the person */
  why: z.string(),
  responseTime: Named,
  clock: z.enum(CLOCKS),
  /** instant by which a human attempt is due, pauses included; the list is ordered by it */
  dueAt: InstantIso.nullable().describe(
    'Null where the list was asked for sellers the reader does not manage',
  ),
  standing: z.enum(CLOCK_STANDINGS).nullable().describe('Null as the due instant'),
  attemptedAt: InstantIso.nullable(),
  attempts: z.number().int().describe('Human attempts in this cycle'),
  /** the next step of the follow-up is due then; null when nothing is */
  followUpDueAt: InstantIso.nullable(),
  pausedUntil: InstantIso.nullable(),
  grade: z.string(),
  fit: z.number(),
  engagement: z.number(),
  reason: Named.nullable(),
  offeredAt: InstantIso,
})

export const HandOffEvent = z.object({
  id: Id,
  kind: z.enum(EVENT_KINDS),
  occurredAt: InstantIso,
  /** member's name; null: the agreement's rules */
  actorName: z.string().nullable(),
  /** one sentence for people */
  summary: z.string(),
  note: z.string().nullable(),
  undone: z.boolean(),
})

/** Time since the lead clock began, split by who had it, milliseconds of real time. */
export const TimeSplit = z.object({
  systemMs: z.number().describe('Until the offer: routing and transport'),
  peopleMs: z.number().describe('With a seller'),
  customerMs: z.number().describe('Paused, waiting for the customer'),
})

/** A step of the follow-up that the agreement asks for. */
const FollowUpStep = z.object({
  number: z.number().int(),
  dueAt: InstantIso,
  doneAt: InstantIso.nullable(),
  kind: z.string().nullable().describe('Kind of touch that did it'),
  late: z.boolean(),
})

const FollowUp = z.object({
  attempts: z.number().int(),
  withinDays: z.number().int(),
  channels: z.array(z.string()),
  steps: z.array(FollowUpStep),
  /** a two-way contact or an outcome came, so no more attempts are owed */
  resolved: z.boolean(),
  contacted: z.boolean().describe('The person answered'),
})

export const HandOff = HandOffItem.extend({
  whyMe: z.string().describe('One sentence: the routing rule and who was skipped'),
  skipped: z.array(z.object({ name: z.string(), why: z.string() })),
  leadClock: HandOffClock,
  ownerClock: HandOffClock,
  outsideHours: z.boolean(),
  time: TimeSplit,
  followUp: FollowUp,
  note: z.string().nullable(),
  pauseReason: z.string().nullable(),
  opportunityId: Id.nullable(),
  agreementVersion: z.number().int(),
  /** campaigns met and content read in this cycle, latest first */
  read: z.array(
    z.object({
      kind: z.string(),
      subject: z.string().nullable(),
      campaign: z.string().nullable(),
      occurredAt: InstantIso,
    }),
  ),
  events: z.array(HandOffEvent),
  /** event that the reader may take back now */
  undoable: Id.nullable(),
  dispute: z
    .object({
      id: Id,
      note: z.string(),
      outcome: z.enum(['open', 'upheld', 'overturned']),
      answer: z.string().nullable(),
    })
    .nullable(),
  reasons: z
    .object({ reject: z.array(Named), recycle: z.array(Named), disqualify: z.array(Named) })
    .describe('Of the agreement version the hand-off began under'),
})

export const Attempt = z.object({
  kind: z.enum(ATTEMPT_KINDS),
  note: note.optional(),
  occurredAt: InstantIso.optional().describe('Absent: now; never later than now'),
  reached: z.boolean().default(false).describe('The person answered: a two-way contact'),
})

export const Conversion = z.object({
  opportunityId: Id.optional().describe('An existing one; absent: a new one is opened'),
  name: z.string().trim().min(1).max(200).optional(),
  amountMinor: z.number().int().min(0).optional(),
  currency: z
    .string()
    .regex(/^[A-Z]{3}$/)
    .optional(),
  expectedCloseOn: z.iso.date().optional(),
  role: z.string().trim().max(80).optional().describe('Part of the person in the deal, e.g. Decision maker'),
})

/** One seller's load; lateness only where the reader is that seller or manages them. */
export const SellerLoad = z.object({
  sellerId: Id,
  name: z.string(),
  team: z.string().nullable(),
  offered: z.number().int(),
  working: z.number().int(),
  paused: z.number().int(),
  today: z.number().int().describe('Offered since midnight in the workspace'),
  awayUntil: InstantIso.nullable(),
  lateness: z
    .object({
      overdue: z.number().int(),
      met: z.number().int(),
      missed: z.number().int(),
      medianUsedMs: z.number().nullable(),
    })
    .nullable()
    .describe('Last 30 days; null: not for this reader'),
})

/** What became of the leads of one campaign. */
export const CampaignOutcome = z.object({
  campaignId: Id.nullable(),
  campaignName: z.string(),
  offered: z.number().int(),
  open: z.number().int(),
  accepted: z.number().int(),
  acceptedByDefault: z
    .number()
    .int()
    .describe('Of those accepted: nobody answered in time, so the agreement did'),
  rejected: z.number().int(),
  recycled: z.number().int(),
  disqualified: z.number().int(),
  expired: z
    .number()
    .int()
    .describe('Offers that ran out and went to somebody else; their leads stand under what became of them'),
  opportunities: z.number().int(),
  /** reasons of rejection, recycling and disqualification, most frequent first */
  reasons: z.array(
    z.object({
      key: z.string().nullable().describe('Null: no reason was given'),
      name: z.string(),
      list: z.enum(['reject', 'recycle', 'disqualify']),
      count: z.number().int(),
    }),
  ),
  unexplained: z.number().int().describe('Given back with the reason `other`, or with none'),
})

export const Dispute = z.object({
  id: Id,
  handOffId: Id,
  personId: Id,
  personName: z.string(),
  accountName: z.string().nullable(),
  reason: Named.nullable(),
  rejectionNote: z.string().nullable(),
  note: z.string(),
  raisedBy: z.string(),
  raisedAt: InstantIso,
  outcome: z.enum(['open', 'upheld', 'overturned']),
  answer: z.string().nullable(),
  settledAt: InstantIso.nullable(),
})
