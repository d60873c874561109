import { z } from 'zod'

/**
 * The shape of an agreement document, as it stands in YAML and in the database.
 * Rules are CEL expressions over the fields documented in `fields.ts`.
 */

export const Key = z
  .string()
  .regex(/^[a-z][a-z0-9_]*$/, 'Use lower-case letters, digits and underscores, starting with a letter')
  .max(60)
export const Expression = z.string().min(1).max(2_000).meta({ description: 'CEL expression' })
/** ISO-8601 duration of days, hours, minutes: `P30D`, `PT2H`. */
export const Duration = z.iso.duration()

export const TEAMS = ['marketing', 'sales', 'success'] as const

export const Stage = z.strictObject({
  key: Key,
  name: z.string().min(1).max(60),
  definition: z.string().min(1).max(600),
  /** inventory: no time limit; gate: instant yes or no; clocked: past its limit the cycle is stale; exit: ends the cycle */
  kind: z.enum(['inventory', 'gate', 'clocked', 'exit']),
  owner: z.enum(TEAMS),
  /** when a person enters this stage; expression over event, person, account, fit, engagement, qualified */
  entry: Expression,
  /** only for clocked stages */
  timeLimit: Duration.optional(),
  /** only for exits: whether later evidence opens the next cycle */
  reentry: z.boolean().optional(),
})

export const FitRule = z.strictObject({
  key: Key,
  name: z.string().min(1).max(120),
  when: Expression,
  points: z.number().min(-1000).max(1000),
})

export const FREQUENCIES = ['every', 'day', 'week', 'month', 'once'] as const

export const EngagementRule = z
  .strictObject({
    key: Key,
    name: z.string().min(1).max(120),
    /** expression over `event` and `person` */
    when: Expression,
    points: z.number().min(-1000).max(1000),
    /** how often the rule may count: every time, once per day/week/month of the workspace's calendar, once ever */
    frequency: z.enum(FREQUENCIES).default('every'),
    /** full points inside this time, none after; not together with halfLife */
    window: Duration.optional(),
    /** points halve each time this has passed; not together with window */
    halfLife: Duration.optional(),
    /** most points this rule may give, after frequency and decay */
    limit: z.number().min(0).optional(),
  })
  .refine((rule) => !(rule.window && rule.halfLife), {
    message: 'Give either a window or a half-life, not both',
    path: ['halfLife'],
  })

const group = <Rule extends z.ZodType>(rule: Rule) =>
  z.strictObject({
    key: Key,
    name: z.string().min(1).max(120),
    /** most points this group may give */
    limit: z.number().min(0).optional(),
    rules: z.array(rule).min(1),
  })

export const ScoringModel = z.strictObject({
  fit: z.strictObject({
    limit: z.number().min(1).default(100),
    groups: z.array(group(FitRule)).min(1),
    /** lowest points of the grades A, B, C; below is D */
    grades: z.strictObject({ a: z.number(), b: z.number(), c: z.number() }),
  }),
  engagement: z.strictObject({
    limit: z.number().min(1).default(100),
    groups: z.array(group(EngagementRule)).min(1),
    /** lowest points of the grades 1, 2, 3; below is 4 */
    grades: z.strictObject({ one: z.number(), two: z.number(), three: z.number() }),
  }),
})

export const Qualification = z.strictObject({
  /** expression over fit, engagement, intent, person, account and `count` of events */
  when: Expression,
  /** an event that qualifies at once, whatever the score; expression over `event` */
  handRaise: Expression,
  exclusions: z.array(z.strictObject({ key: Key, name: z.string().min(1), when: Expression })),
})

export type Stage = z.infer<typeof Stage>
export type FitRule = z.infer<typeof FitRule>
export type EngagementRule = z.infer<typeof EngagementRule>
export type ScoringModel = z.infer<typeof ScoringModel>
export type Qualification = z.infer<typeof Qualification>

/** The whole document; its further clauses follow. */
export const AgreementDocument = z.strictObject({
  title: z.string().min(1).max(120),
  timeZone: z.string(),
  currency: z.string(),
  stages: z.array(Stage).min(2),
  scoring: ScoringModel,
  qualification: Qualification,
})
export type AgreementDocument = z.infer<typeof AgreementDocument>
