import { z } from 'zod'

export const Key = z
  .string()
  .regex(/^[a-z][a-z0-9_]*$/, 'Use lower-case letters, digits and underscores, starting with a letter')
  .max(60, 'Keep a key within 60 characters')
  .describe('Short name that other clauses refer to')

export const Expression = z
  .string()
  .min(1, 'Write an expression, for example fit >= 30')
  .max(2_000, 'Keep an expression within 2,000 characters')
  .describe('CEL expression over the documented fields')

/** ISO-8601 duration of weeks, days, hours and minutes: `P30D`, `PT2H`, `P1DT12H`. */
export const Duration = z
  .string()
  .regex(
    /^P(?=[0-9T])(?:[0-9]{1,4}W)?(?:[0-9]{1,4}D)?(?:T(?=[0-9])(?:[0-9]{1,4}H)?(?:[0-9]{1,5}M)?)?$/,
    'Write a duration as P30D (days), PT2H (hours) or PT15M (minutes)',
  )
  .describe('Duration, for example P30D, PT2H or PT15M')

const TEAMS = ['marketing', 'sales', 'success'] as const
export const Team = z.enum(TEAMS).describe('Team that owns it')

export const Name = z.string().min(1, 'Give it a name').max(120, 'Keep a name within 120 characters')
export const Text = z
  .string()
  .min(1, 'Write at least one sentence')
  .max(2_000, 'Keep it within 2,000 characters')

/** The clock a time limit runs on: open hours of a calendar, or every hour of the day. */
const CLOCKS = ['business', 'elapsed'] as const
export const Clock = z.enum(CLOCKS).describe('business: time inside open hours; elapsed: every hour counts')

/** A time zone the machine knows, e.g. `Europe/Berlin`. */
export const TimeZone = z
  .string()
  .refine(isTimeZone, 'Name a time zone such as Europe/Berlin or America/New_York')
  .describe('Time zone by its IANA name')

/** A currency of ISO 4217, e.g. `EUR`. */
export const Currency = z
  .string()
  .regex(/^[A-Z]{3}$/, 'Write the currency as three capital letters, for example EUR')
  .describe('Currency by its ISO 4217 code')

function isTimeZone(name: string): boolean {
  try {
    return name.length > 0 && new Intl.DateTimeFormat('en', { timeZone: name }) !== null
  } catch {
    return false
  }
}
