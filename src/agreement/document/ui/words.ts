import type { AgreementDocument } from '../schema.ts'

/** Words of the page for what the document writes as keys. */
export const KIND_WORDS = {
  inventory: 'No time limit',
  gate: 'Instant yes or no',
  clocked: 'Clocked',
  exit: 'Ends the cycle',
} as const

export const FREQUENCY_WORDS = {
  every: 'Every time',
  day: 'Once a day',
  week: 'Once a week',
  month: 'Once a month',
  once: 'Once ever',
} as const

export const MODEL_WORDS = {
  first: 'First touch (100 %)',
  last: 'Last touch (100 %)',
  last_non_direct: 'Last touch that was not direct (100 %)',
  linear: 'Linear (equal shares)',
  u: 'U (40 first, 40 lead creation, 20 the rest)',
  w: 'W (30 first, 30 lead creation, 30 opportunity creation, 10 the rest)',
  full_path: 'Full path (22.5 to each of four milestones, 10 the rest)',
  time_decay: 'Time decay',
  markov: 'Markov (removal effect)',
  shapley: 'Shapley (over sets of channels)',
} as const

export const SOURCED_WORDS = {
  origin_field: 'the CRM names a marketing origin',
  first_touch: "the first recorded touch was marketing's",
  touch_before_sales: 'a marketing touch came before the first activity of sales',
} as const

export const TARGET_OF_ESCALATION = {
  owner: 'The owner',
  manager: "The owner's manager",
  sales_leader: 'The leader of sales',
  marketing_leader: 'The leader of marketing',
} as const

export const EXPIRY_WORDS = {
  reassign: 'offered to the next seller',
  escalate: 'brought to the leader of sales',
  accept_by_default: 'counted as accepted by default, and shown apart',
} as const

export const PERIOD_WORDS = {
  week: 'each week',
  two_weeks: 'every two weeks',
  month: 'each month',
  quarter: 'each quarter',
  half_year: 'each half-year',
  year: 'each year',
} as const

export const DAY_WORDS = {
  mon: 'Monday',
  tue: 'Tuesday',
  wed: 'Wednesday',
  thu: 'Thursday',
  fri: 'Friday',
  sat: 'Saturday',
  sun: 'Sunday',
} as const

export const LEAVER_WORDS = {
  manager: 'the manager',
  account_owner: 'the owner of the account',
  pool: 'the pool',
} as const

type Target = AgreementDocument['goals'][number]['target']

/** `at least 70 %`, `at most 16 hours`. */
export function targetInWords({ atLeast, atMost, unit }: Target, currency: string): string {
  const value = atLeast ?? atMost ?? 0
  const amount = {
    count: String(value),
    share: `${Math.round(value * 1000) / 10} %`,
    hours: `${value} hours`,
    days: `${value} days`,
    amount: `${currency} ${value.toLocaleString('en')}`,
  }[unit]
  return `${atLeast === undefined ? 'at most' : 'at least'} ${amount}`
}
