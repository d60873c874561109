import { z } from 'zod'
import { Id } from '#platform/kernel/ids.ts'
import { InstantIso } from '#platform/kernel/instant.ts'
import {
  notFound,
  operation,
  Page,
  page,
  problem,
  unknownPlace,
  wholeList,
} from '#platform/operation/index.ts'
import { LEAK_KINDS } from './rules/kinds.ts'

const Named = z.object({ key: z.string(), name: z.string() })
const Kind = z.enum(LEAK_KINDS)

/** Open opportunities, one sum per currency. */
const Amounts = z.array(z.object({ currency: z.string(), amountMinor: z.number().int() }))

export const LeakCount = z.object({
  key: Kind,
  name: z.string(),
  meaning: z.string(),
  mend: z.enum(['route', 'reassign', 'enrol', 'own']),
  count: z.number().int(),
  amounts: Amounts.describe('Open opportunities at the accounts of these people, each counted once'),
  withoutAmount: z
    .number()
    .int()
    .describe('People at whose account no open opportunity with an amount is known'),
  oldestAt: InstantIso.nullable(),
})
export type LeakCount = z.output<typeof LeakCount>

export const LeakItem = z.object({
  personId: Id,
  personName: z.string(),
  jobTitle: z.string().nullable(),
  accountName: z.string().nullable(),
  handOffId: Id.nullable(),
  sellerName: z
    .string()
    .nullable()
    .describe('Who has it; null when nobody has, or when it is not for this reader to see'),
  /** from when on it leaks */
  since: InstantIso,
  /** entered the stage before the workspace went live */
  beforeLive: z.boolean(),
  reason: Named.nullable().describe('Why it was recycled'),
  track: Named.nullable().describe('Nurture track that the agreement names for the reason'),
  suggestedSeller: z.object({ id: Id, name: z.string() }).nullable().describe('Who worked on it last'),
  amounts: Amounts,
})
export type LeakItem = z.output<typeof LeakItem>

export const unknownSeller = problem('leak.seller', 422, 'This seller is not known')
export const unknownTrack = problem('leak.track', 422, 'This track is not in the agreement')

export const listLeaks = operation({
  id: 'leak.list',
  method: 'GET',
  path: '/leaks',
  permission: 'handoff.read',
  summary: 'Where leads fall through: how many per leak, and the amount at stake',
  input: z.object({}),
  output: wholeList(LeakCount),
  cli: 'leak list',
  mcp: true,
})

export const leakItems = operation({
  id: 'leak.items',
  method: 'GET',
  path: '/leaks/:kind',
  permission: 'handoff.read',
  summary: 'List the people in a leak, the longest first',
  input: Page.extend({ kind: Kind }),
  output: page(LeakItem),
  errors: [unknownPlace],
  cli: 'leak show',
  mcp: true,
})

const People = z.array(Id).min(1).max(200)
const Mended = z.object({ mended: z.number().int(), unchanged: z.number().int() })

export const mendLeak = operation({
  id: 'leak.mend',
  method: 'POST',
  path: '/leaks/:kind/mend',
  permission: 'handoff.work',
  summary: 'Route, reassign or give an owner to people in a leak; those no longer in it stay as they are',
  input: z.object({
    kind: z.enum(['hand_raises', 'unrouted', 'untouched', 'silent', 'ownerless']),
    personIds: People,
    sellerId: Id.optional().describe('Absent: the rules choose; for owners, whoever worked on it last'),
  }),
  output: Mended,
  errors: [notFound, unknownSeller],
})

export const enrolLeak = operation({
  id: 'leak.enrol',
  method: 'POST',
  path: '/leaks/trackless/enrol',
  permission: 'nurture.change',
  summary: 'Put recycled people without a track on one: that of their reason, or the one given',
  input: z.object({ personIds: People, track: z.string().min(1).max(80).optional() }),
  output: Mended,
  errors: [notFound, unknownTrack],
})
