import { z } from 'zod'
import { Duration, Expression, Key, Name } from './words.ts'

const points = z.number().min(-1000).max(1000)

export const FitRule = z.strictObject({
  key: Key,
  name: Name,
  when: Expression.describe('CEL over person, account and lists'),
  points,
})

const FREQUENCIES = ['every', 'day', 'week', 'month', 'once'] as const

export const EngagementRule = z
  .strictObject({
    key: Key,
    name: Name,
    when: Expression.describe('CEL over event, person and lists'),
    points,
    frequency: z
      .enum(FREQUENCIES)
      .default('every')
      .describe("Counts every time, once per day/week/month of the agreement's time zone, or once ever"),
    window: Duration.optional().describe(
      'Full points inside this time, none after; not together with halfLife',
    ),
    halfLife: Duration.optional().describe(
      'Points halve each time this has passed; not together with window',
    ),
    limit: z.number().min(0).optional().describe('Most points this rule may give, after frequency and decay'),
  })
  .refine((rule) => !(rule.window && rule.halfLife), {
    message: 'Give either a window or a half-life, not both',
    path: ['halfLife'],
  })

const group = <Rule extends z.ZodType>(rule: Rule) =>
  z.strictObject({
    key: Key,
    name: Name,
    limit: z.number().min(0).optional().describe('Most points this group may give'),
    rules: z.array(rule).min(1).max(100),
  })

export const ScoringModel = z
  .strictObject({
    fit: z.strictObject({
      limit: z.number().min(1).max(10_000).default(100).describe('Most points of this axis'),
      groups: z.array(group(FitRule)).min(1).max(30),
      grades: z
        .strictObject({ a: z.number(), b: z.number(), c: z.number() })
        .describe('Lowest points of the grades A, B and C; below is D'),
    }),
    engagement: z.strictObject({
      limit: z.number().min(1).max(10_000).default(100).describe('Most points of this axis'),
      groups: z.array(group(EngagementRule)).min(1).max(30),
      grades: z
        .strictObject({ one: z.number(), two: z.number(), three: z.number() })
        .describe('Lowest points of the grades 1, 2 and 3; below is 4'),
    }),
  })
  .describe('Two axes: fit is who they are and never decays, engagement is what they do')

export const Qualification = z
  .strictObject({
    definition: z.string().min(1).max(600).optional().describe('The lead definition in one or two sentences'),
    when: Expression.describe(
      'The lead definition: CEL over fit, engagement, intent, person, account, cycle and counts',
    ),
    handRaise: Expression.describe('An event that qualifies at once, whatever the score: CEL over event'),
    intent: Expression.optional().describe(
      'When someone counts as showing buying intent: CEL over the fields of the lead definition; absent: never',
    ),
    exclusions: z
      .array(
        z.strictObject({
          key: Key,
          name: Name,
          when: Expression.describe('CEL over person, account and lists'),
        }),
      )
      .max(50)
      .describe('Who never qualifies'),
  })
  .describe('When a person counts as a qualified lead')

export type FitRule = z.infer<typeof FitRule>
export type EngagementRule = z.infer<typeof EngagementRule>
export type ScoringModel = z.infer<typeof ScoringModel>
export type Qualification = z.infer<typeof Qualification>
