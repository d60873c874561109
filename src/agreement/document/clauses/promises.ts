import { z } from 'zod'
import { Key, Name, Team, Text } from './words.ts'

const target = z
  .strictObject({
    atLeast: z.number().optional(),
    atMost: z.number().optional(),
    unit: z
      .enum(['count', 'share', 'hours', 'days', 'amount'])
      .describe('share is 0 to 1; amount is in the currency of the agreement'),
  })
  .refine((value) => (value.atLeast === undefined) !== (value.atMost === undefined), {
    message: 'Give either atLeast or atMost',
  })

const PERIODS = ['week', 'month', 'quarter', 'year'] as const
const period = z.enum(PERIODS)

export const Commitment = z
  .strictObject({
    key: Key,
    by: Team,
    name: Name,
    promise: Text,
    metric: Key.describe('Measure that shows whether it is kept'),
    target,
    clock: z.strictObject({
      period,
      calendar: Key.optional().describe('Business time of this calendar; absent: elapsed time'),
    }),
    errorBudget: z
      .number()
      .min(0)
      .max(1)
      .describe('Share of cases (or of the target) that may miss before the promise counts as broken'),
  })
  .describe('A promise of one side')

export const Goal = z
  .strictObject({ key: Key, name: Name, metric: Key, target, period, owners: z.array(Team).min(1) })
  .describe('A goal both teams share')

const ATTRIBUTION_MODELS = [
  'first',
  'last',
  'last_non_direct',
  'linear',
  'u',
  'w',
  'full_path',
  'time_decay',
  'markov',
  'shapley',
] as const

export const Attribution = z
  .strictObject({
    model: z
      .enum(ATTRIBUTION_MODELS)
      .describe('The model that leads; the range over all models is always shown'),
    halfLifeDays: z.number().min(0.1).max(365).optional().describe('Only for time_decay; 7 when absent'),
    lookbackDays: z.number().int().min(1).max(3_650),
    mode: z
      .enum(['explicit', 'implicit'])
      .describe('explicit: touches of people with a contact role; implicit: of every person of the account'),
    sourced: z
      .enum(['origin_field', 'first_touch', 'touch_before_sales'])
      .describe('The signed meaning of sourced by marketing; the other two are shown beside it'),
    marketingOrigins: z
      .array(Name)
      .max(50)
      .describe('Values of the origin field that count as marketing, compared without regard to case'),
  })
  .describe('How revenue is credited')

export const Review = z
  .strictObject({
    agreement: z
      .enum(['month', 'quarter', 'half_year', 'year'])
      .describe('How often both sides review this document'),
    meetings: z
      .array(
        z.strictObject({
          key: Key,
          name: Name,
          every: z.enum(['week', 'two_weeks', 'month', 'quarter']),
          attendees: z.array(Name).min(1).max(20),
          purpose: Text,
        }),
      )
      .max(20),
  })
  .describe('When both sides meet over it')

export type Commitment = z.infer<typeof Commitment>
export type Goal = z.infer<typeof Goal>
export type Attribution = z.infer<typeof Attribution>
