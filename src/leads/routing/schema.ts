import { z } from 'zod'
import { Id } from '#platform/kernel/ids.ts'
import { DayIso, InstantIso } from '#platform/kernel/instant.ts'
import { DECIDED_BY, MATCHES } from './rules/matches.ts'

/** Shapes of routing as operations take and answer them. */

const Named = z.object({ key: z.string(), name: z.string() })
const SellerName = z.object({ id: Id, name: z.string() })

/** A decision with its reasons; a dry run answers the same, without an id. */
const Reasons = z.object({
  seller: SellerName.nullable().describe('null: nobody could get it, a manager has to choose'),
  rule: Named,
  match: z.enum(DECIDED_BY).describe('leaver: the owner left, and the agreement names this pool'),
  pool: Named.nullable().describe('null: an ownership match, which takes no turn'),
  because: z.string(),
  skipped: z
    .array(z.object({ sellerId: Id.nullable(), name: z.string(), why: z.string() }))
    .describe('Members of the pool who were passed over'),
  tried: z
    .array(z.object({ key: z.string(), name: z.string(), why: z.string() }))
    .describe('Rules before it that did not match'),
  evidence: z.array(z.string()).describe('How the account was found'),
})

export const DryRun = Reasons.extend({
  match: z
    .enum([...DECIDED_BY, 'former_seller'])
    .describe('former_seller: had the person in an earlier cycle'),
  personId: Id,
  personName: z.string(),
  accountName: z.string().nullable(),
  responseTime: z.object({
    key: z.string(),
    name: z.string(),
    withinMs: z.number(),
    clock: z.enum(['business', 'elapsed']),
  }),
})

export const DecisionItem = Reasons.extend({
  id: Id,
  personId: Id,
  personName: z.string(),
  accountName: z.string().nullable(),
  cycle: z.number().int(),
  occurredAt: InstantIso,
  agreementVersion: z.number().int(),
  givenBack: z.boolean().describe('Its turn in the pool was given back by a reassignment'),
})
export type DecisionItem = z.output<typeof DecisionItem>

export const DecisionQuery = z.object({
  match: z.enum(DECIDED_BY).optional().describe('Kind of rule, e.g. catch_all'),
  rule: z.string().max(60).optional().describe('Key of the rule'),
  seller: Id.optional(),
  unassigned: z.boolean().optional().describe('Only those for whom nobody was found'),
})

const RoutingRuleItem = z.object({
  key: z.string(),
  name: z.string(),
  match: z.enum(MATCHES),
  /** one sentence: whom it matches */
  matches: z.string(),
  pool: Named.nullable(),
  watchedBy: z.string().nullable(),
  decisions: z.number().int().describe('In the last 30 days'),
  unassigned: z.number().int().describe('Of those, nobody could get them'),
})

const AwaySpan = z.object({ from: InstantIso, to: InstantIso, note: z.string().nullable() })

const PoolMemberItem = z.object({
  /** as the agreement writes it */
  written: z.string(),
  seller: SellerName.nullable(),
  trouble: z.string().nullable().describe('Why the agreement names nobody here'),
  weight: z.number(),
  share: z.number().describe('Share of the turns, 0 to 1'),
  got: z.number().int().describe('Turns of this pool in the last 30 days'),
  credit: z.number().describe('Turns the pool owes them; negative: they are ahead'),
  dailyCap: z.number().int().nullable(),
  openCap: z.number().int().nullable(),
  open: z.number().int().describe('Leads in work'),
  today: z.number().int().describe('Leads given since midnight'),
  inNow: z.boolean(),
  nextIn: InstantIso.nullable().describe('Now, while they are in; null: not again'),
  away: AwaySpan.nullable().describe('The absence that runs now'),
})

const PoolItem = z.object({
  key: z.string(),
  name: z.string(),
  calendar: Named,
  everyone: z.boolean().describe('Names nobody, so every known seller is in it'),
  got: z.number().int().describe('Turns in the last 30 days'),
  members: z.array(PoolMemberItem),
})

export const Routing = z.object({
  agreementVersion: z.number().int(),
  timeZone: z.string(),
  decisions: z.number().int().describe('In the last 30 days'),
  rules: z.array(RoutingRuleItem),
  pools: z.array(PoolItem),
  catchAll: z
    .object({
      rule: Named,
      watchedBy: z.string().nullable(),
      decisions: z.number().int(),
      perDay: z.array(z.object({ day: DayIso, decisions: z.number().int() })),
    })
    .nullable()
    .describe('What no other rule took in the last 30 days'),
})
export type Routing = z.output<typeof Routing>

const wallTime = z.string().regex(/^(?:[01]\d|2[0-3]):[0-5]\d$|^24:00$/, 'Write a time of day as 09:00')

const absentDay = DayIso.refine(
  (day) => day >= '2000-01-01' && day < '2100-01-01',
  'Choose a day between 2000 and 2099',
)

/** Days are those of the agreement's time zone. */
export const AbsenceSpan = z.object({
  firstDay: absentDay.describe('First day away'),
  lastDay: absentDay.describe('Last day away'),
  from: wallTime.default('00:00').describe('Time of the first day from which on they are away'),
  until: wallTime.default('24:00').describe('Time of the last day at which they are back'),
  note: z.string().trim().max(120).optional().describe('What colleagues may read, e.g. Holiday'),
})

export const Absence = z.object({
  id: Id,
  seller: SellerName,
  firstDay: DayIso,
  lastDay: DayIso,
  from: wallTime,
  until: wallTime,
  fromAt: InstantIso,
  toAt: InstantIso,
  note: z.string().nullable(),
  enteredBy: z.string(),
  mayChange: z.boolean(),
})
export type Absence = z.output<typeof Absence>

export const TeamMember = z.object({
  seller: SellerName,
  team: z.string().nullable(),
  pools: z.array(Named),
  open: z.number().int(),
  today: z.number().int(),
  away: AwaySpan.nullable(),
  mine: z.boolean().describe('The reader is this seller'),
  mayChange: z.boolean().describe('The reader may enter absences for them'),
})

const Someone = z.object({ seller: SellerName.nullable(), rule: Named })

const SimulatedLead = z.object({
  personId: Id,
  personName: z.string(),
  accountName: z.string().nullable(),
  at: InstantIso.describe('When it was routed, or qualified'),
  got: Someone.describe('Who got it; where no decision is stored, who would under the rules in force'),
  would: Someone.extend({ because: z.string() }),
  changed: z.boolean(),
})

export const Simulation = z.object({
  /** stored decisions, or people who qualified where there are none */
  source: z.enum(['decisions', 'qualified']),
  leads: z.number().int(),
  changed: z.number().int(),
  differsToday: z
    .number()
    .int()
    .describe(
      'Leads that would go elsewhere under the unchanged rules too, because records or people changed',
    ),
  sellers: z.array(
    z.object({
      seller: SellerName.nullable(),
      got: z.number().int(),
      would: z.number().int(),
    }),
  ),
  items: z.array(SimulatedLead),
})
export type Simulation = z.output<typeof Simulation>

export const ClauseProblem = z.object({
  line: z.number().int().describe('In the clause; 0: it lies in another clause of the agreement'),
  column: z.number().int(),
  message: z.string(),
})
