import type { Instant } from '#platform/kernel/instant.ts'
import { minorDigits } from '#platform/kernel/money.ts'

/** How the report writes values, on the terminal and on paper alike. What is not known is a dash, never a zero. */

export const UNKNOWN = '–'

/** @example count(8800) // '8,800' */
export const count = (value: number | null): string => (value === null ? UNKNOWN : value.toLocaleString('en'))

/** Whole units of a currency; its sign where it has one. */
export function money(minor: number | null, currency: string): string {
  if (minor === null) return UNKNOWN
  return new Intl.NumberFormat('en', { style: 'currency', currency, maximumFractionDigits: 0 }).format(
    minor / 10 ** minorDigits(currency),
  )
}

/** Shortened above a million, for narrow columns. */
export function shortMoney(minor: number | null, currency: string): string {
  if (minor === null) return UNKNOWN
  const value = minor / 10 ** minorDigits(currency)
  if (Math.abs(value) < 10_000) return money(minor, currency)
  return new Intl.NumberFormat('en', {
    style: 'currency',
    currency,
    notation: 'compact',
    maximumSignificantDigits: 3,
  }).format(value)
}

/** @example percent(0.6315) // '63 %' */
export function percent(share: number | null, digits = 0): string {
  return share === null ? UNKNOWN : `${(share * 100).toFixed(digits)} %`
}

/** @example days(51.78) // '51.8 days' */
export function days(value: number | null): string {
  if (value === null) return UNKNOWN
  const rounded = Math.round(value * 10) / 10
  return `${rounded.toLocaleString('en')} ${rounded === 1 ? 'day' : 'days'}`
}

/** A stretch of minutes in the two units that matter. @example duration(1158) // '19 h 18 min' */
export function duration(minutes: number | null): string {
  if (minutes === null) return UNKNOWN
  const whole = Math.round(minutes)
  if (whole < 60) return `${whole} min`
  if (whole < 48 * 60) return whole % 60 ? `${Math.floor(whole / 60)} h ${whole % 60} min` : `${whole / 60} h`
  return `${(whole / 1_440).toFixed(1)} days`
}

const DAY_FORMAT = new Intl.DateTimeFormat('en-GB', {
  day: 'numeric',
  month: 'short',
  year: 'numeric',
  timeZone: 'UTC',
})

/** @example day('2017-12-31') // '31 Dec 2017' */
export const day = (iso: string): string => DAY_FORMAT.format(Date.parse(`${iso}T00:00:00Z`))

/** Calendar day of an instant in the report's time zone. */
export function dayAt(at: Instant | null, timeZone: string): string {
  if (at === null) return UNKNOWN
  return new Intl.DateTimeFormat('en-GB', {
    day: 'numeric',
    month: 'short',
    year: 'numeric',
    timeZone,
  }).format(at)
}

/** @example quarter('2017-04-01') // '2017 Q2' */
export const quarter = (from: string): string =>
  `${from.slice(0, 4)} Q${Math.ceil(Number(from.slice(5, 7)) / 3)}`

/** @example plural(1, 'row') // '1 row' */
export const plural = (value: number, one: string, many = `${one}s`): string =>
  `${count(value)} ${value === 1 ? one : many}`

const RECORDS: Record<string, string> = {
  seller: 'Sellers',
  account: 'Accounts',
  person: 'People',
  campaign: 'Campaigns',
  product: 'Products',
  opportunity: 'Deals',
  open_opportunity: 'Open deals',
  closed_opportunity: 'Closed deals',
  contact_role: 'Contact roles',
  stage_change: 'Stage history',
  touch: 'Touches',
  marketing_touch: 'Marketing touches',
}

/** What a kind of record is called in the report. */
export const recordName = (kind: string): string => RECORDS[kind] ?? kind

const FIELD_NAMES: Record<string, string> = {
  email: 'e-mail',
  account: 'account',
  seller: 'owner',
  source: 'source',
  country: 'country',
  jobTitle: 'job title',
  domain: 'domain',
  industry: 'industry',
  employees: 'employees',
  createdAt: 'create date',
  closedAt: 'close date',
  amount: 'amount',
  origin: 'origin',
  contacts: 'contacts',
  channel: 'channel',
  campaign: 'campaign',
}

export const fieldName = (field: string): string => FIELD_NAMES[field] ?? field

const SYSTEMS: Record<string, string> = {
  hubspot: 'HubSpot',
  salesforce: 'Salesforce',
  spreadsheet: 'Spreadsheet',
}

/** What a source of records is called in the report. */
export const systemName = (system: string): string => SYSTEMS[system] ?? system
