import { z } from 'zod'
import { Id } from '#platform/kernel/ids.ts'
import { InstantIso } from '#platform/kernel/instant.ts'
import { ACTOR_KINDS } from './rules/history.ts'

/** Shapes of leads as operations take and answer them. */

export const LEAD_SORTS = [
  'engagement',
  'fit',
  'grade',
  'stage',
  'entered',
  'touched',
  'name',
  'account',
  'seller',
] as const

/** Stands for people who are at no stage yet, or whom no seller owns. */
export const NONE = 'none'

const texts = z.array(z.string().min(1).max(120)).max(50).optional()

/** Which leads, in what order. */
export const LeadQuery = z.object({
  search: z.string().trim().max(120).optional().describe('Part of a name, an e-mail address or an account'),
  stage: texts.describe('Keys of stages; `none` for people at no stage'),
  grade: texts.describe('Grades from A1 to D4'),
  seller: texts.describe('Ids of owners; `none` for leads nobody owns'),
  source: texts.describe('Original sources, as the CRM states them'),
  openOpportunity: z.boolean().optional().describe('Has an open opportunity, or has none'),
  excluded: z.boolean().optional().describe('Only excluded people, or none of them'),
  stale: z
    .boolean()
    .optional()
    .describe('Only those who stand at a clocked stage for longer than its time limit, or none of them'),
  sort: z.enum(LEAD_SORTS).default('engagement'),
  ascending: z.boolean().default(false),
})

const points = z.number()
const StageName = z.string().nullable().describe('Name of the stage in the agreement in force')

export const LeadItem = z.object({
  personId: Id,
  name: z.string(),
  email: z.string().nullable(),
  jobTitle: z.string().nullable(),
  accountId: Id.nullable(),
  accountName: z.string().nullable(),
  sellerId: Id.nullable(),
  sellerName: z.string().nullable(),
  source: z.string().nullable(),
  /** key; null before the first stage */
  stage: z.string().nullable(),
  stageName: StageName,
  cycle: z.number().int(),
  stageEnteredAt: InstantIso.nullable(),
  /** when the time limit of a clocked stage was over; null: within it, or none */
  staleSince: InstantIso.nullable(),
  fit: points,
  engagement: points,
  grade: z.string(),
  /** instant for which the scores hold */
  scoredAt: InstantIso,
  lastTouchAt: InstantIso.nullable(),
  handRaiseAt: InstantIso.nullable(),
  /** key of the exclusion that applies */
  excludedBy: z.string().nullable(),
  openOpportunities: z.number().int(),
})

const Named = z.object({ key: z.string(), name: z.string() })

const Attribute = z.union([z.string(), z.number(), z.boolean(), z.null()])

export const Lead = LeadItem.extend({
  phone: z.string().nullable(),
  country: z.string().nullable(),
  /** as the CRM states it, for comparison */
  reportedStage: z.string().nullable(),
  createdAt: InstantIso,
  attributes: z.record(z.string(), Attribute),
  excludedName: z.string().nullable(),
  reopenReasons: z
    .array(Named)
    .describe('Reasons of the agreement to begin anew; empty while the cycle goes on'),
  agreementVersion: z.number().int(),
  countedEvents: z.number().int(),
  qualifiedFirstAt: InstantIso.nullable(),
  qualifiedLatestAt: InstantIso.nullable(),
  qualifiedCount: z.number().int(),
  account: z
    .object({
      id: Id,
      name: z.string(),
      domain: z.string().nullable(),
      industry: z.string().nullable(),
      employees: z.number().int().nullable(),
      country: z.string().nullable(),
      sellerName: z.string().nullable(),
    })
    .nullable(),
  colleagues: z.array(
    z.object({
      personId: Id,
      name: z.string(),
      jobTitle: z.string().nullable(),
      stage: z.string().nullable(),
      stageName: StageName,
      grade: z.string().nullable(),
      lastTouchAt: InstantIso.nullable(),
    }),
  ),
  opportunities: z.array(
    z.object({
      id: Id,
      name: z.string(),
      status: z.enum(['open', 'won', 'lost']),
      /** as the CRM calls it */
      stage: z.string(),
      amountMinor: z.number().int().nullable(),
      currency: z.string().nullable(),
      sellerName: z.string().nullable(),
      createdAt: InstantIso.nullable(),
      closedAt: InstantIso.nullable(),
      /** this person's part in it; null when they are no contact of it */
      role: z.string().nullable(),
      isContact: z.boolean(),
    }),
  ),
})

export const TIMELINE_KINDS = ['touch', 'stage', 'opportunity'] as const

export const TimelineItem = z.object({
  id: z.string(),
  type: z.enum(TIMELINE_KINDS),
  occurredAt: InstantIso,
  /** kind of touch, `created`, `moved`, `won` or `lost` for opportunities, `rule`, `source` or `user` for stages: who or what moved */
  kind: z.string(),
  side: z.enum(['marketing', 'sales']).nullable(),
  direction: z.enum(['inbound', 'outbound']).nullable(),
  channel: z.string().nullable(),
  /** page, asset or subject line; name of the opportunity */
  subject: z.string().nullable(),
  campaignName: z.string().nullable(),
  sellerName: z.string().nullable(),
  machine: z.boolean(),
  /** stage entered, in the words of the agreement; stage of the opportunity in those of the CRM */
  stageName: z.string().nullable(),
  fromStageName: z.string().nullable(),
  inferred: z.boolean(),
  cycle: z.number().int().nullable(),
})

const LimitedBy = z.enum(['rule', 'group', 'axis']).nullable()

export const LeadScore = z.object({
  personId: Id,
  /** instant that the score holds for */
  at: InstantIso,
  agreementVersion: z.number().int(),
  cycle: z.number().int(),
  /** events up to and including this instant belong to an earlier cycle and do not count */
  countedAfter: InstantIso.nullable(),
  fit: points,
  engagement: points,
  grade: z.string(),
  excludedBy: z.string().nullable(),
  fitLimit: points,
  engagementLimit: points,
  fitPoints: z.array(
    z.object({
      rule: z.string(),
      name: z.string(),
      group: z.string(),
      groupName: z.string(),
      rawPoints: points,
      /** after the limits of rule, group and axis; they add up to `fit` */
      points,
      limitedBy: LimitedBy,
    }),
  ),
  engagementPoints: z.array(
    z.object({
      eventId: z.string(),
      occurredAt: InstantIso,
      kind: z.string().nullable(),
      subject: z.string().nullable(),
      rule: z.string(),
      name: z.string(),
      group: z.string(),
      groupName: z.string(),
      rawPoints: points,
      afterFrequency: points,
      afterDecay: points,
      /** after the limits of rule, group and axis; they add up to `engagement` */
      points,
      limitedBy: LimitedBy,
    }),
  ),
  /** further events that match a rule and give nothing, not listed one by one */
  unlisted: z.number().int(),
})

/** What leads can be filtered by, with how many stand at each stage. */
export const LeadChoices = z.object({
  stages: z.array(Named.extend({ leads: z.number().int() })),
  sellers: z.array(z.object({ id: Id, name: z.string() })),
  sources: z.array(z.string()),
  exclusions: z.array(Named),
  leads: z.number().int(),
})

/** One row of the ledger of stages. */
export const LeadMove = z.object({
  id: Id,
  cycle: z.number().int(),
  fromStage: z.string().nullable(),
  fromStageName: z.string().nullable(),
  toStage: z.string(),
  toStageName: z.string(),
  occurredAt: InstantIso,
  recordedAt: InstantIso,
  inferred: z.boolean(),
  actorKind: z.enum(ACTOR_KINDS),
  actor: z.string(),
  actorName: z.string().nullable().describe('Name of the member who did it'),
  agreementVersion: z.number().int(),
  /** key of the agreement, or what the source says in its own words */
  reason: z.string().nullable(),
  reasonName: z.string().nullable().describe('Name of the reason in the agreement in force'),
  fit: points,
  engagement: points,
  causeId: Id.nullable(),
  /** when history that arrived later took the move back; null while it holds */
  voidedAt: InstantIso.nullable(),
})

export type LeadQuery = z.output<typeof LeadQuery>
export type LeadItem = z.output<typeof LeadItem>
export type Lead = z.output<typeof Lead>
export type TimelineItem = z.output<typeof TimelineItem>
export type LeadScore = z.output<typeof LeadScore>
export type LeadMove = z.output<typeof LeadMove>
