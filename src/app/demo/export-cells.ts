import type { Cell } from '#platform/csv/index.ts'
import type { Instant } from '#platform/kernel/instant.ts'
import type { PersonRow } from '#records/imports/rules/rows.ts'
import { COUNTRIES } from './countries.ts'

/** Values of the sample company as the two CRMs and the spreadsheet write them. */

/** Stage keys with the names the CRM gives them, in the order of its columns. */
export const STAGE_NAMES = {
  sal: 'Sales Accepted Lead',
  sql: 'Sales Qualified Lead',
  onboarded: 'Onboarded',
  recycled: 'Recycled',
  disqualified: 'Disqualified',
  churned: 'Churned',
} as const
export const STAGES = Object.keys(STAGE_NAMES) as (keyof typeof STAGE_NAMES)[]
export const LABELS: Record<string, string> = {
  ...STAGE_NAMES,
  opportunity: 'Opportunity',
  customer: 'Customer',
}

const COUNTRY_NAMES = new Map(
  Object.values(COUNTRIES).flatMap((list) => list.map(([country]) => [country.code, country.name] as const)),
)

/** As the CRM writes times: no zone, and meant as UTC. */
export const time = (at: Instant | undefined) =>
  at === undefined ? '' : new Date(at).toISOString().slice(0, 19).replace('T', ' ')
export const money = (minor: number | undefined) => (minor === undefined ? '' : (minor / 100).toFixed(2))
export const germanDay = (day: string | undefined) => day?.split('-').reverse().join('.') ?? ''
export const germanMoney = (minor: number) =>
  `${String(Math.trunc(minor / 100)).replace(/\B(?=(\d{3})+$)/g, '.')},${String(minor % 100).padStart(2, '0')}`

/** Half of the contacts came from a form that asks for the country's name, the others from one that asks for its code. */
export const country = (row: PersonRow) =>
  Number(row.key?.slice(-1)) % 2 ? row.country : (COUNTRY_NAMES.get(row.country ?? '') ?? row.country)

/** First and latest date of a stage: two generations of the CRM's own columns. */
export function stageDates(row: PersonRow): Cell[] {
  return STAGES.flatMap((stage) => {
    const dates = (row.stageDates ?? [])
      .filter((entry) => entry.stage === stage)
      .map((entry) => entry.occurredAt)
    return [time(dates[0]), time(dates.at(-1))]
  })
}

/** Kinds of touch as the CRM calls them. */
export const TYPES: Record<string, string> = {
  page_view: 'Page view',
  form_submit: 'Form submission',
  demo_request: 'Demo request',
  contact_request: 'Contact request',
  content_download: 'Content download',
  email_open: 'Email open',
  email_click: 'Email click',
  email_reply: 'Email reply',
  webinar_registered: 'Webinar registered',
  webinar_attended: 'Webinar attended',
  event_attended: 'Event attended',
  ad_click: 'Ad click',
  product_use: 'Product use',
  call: 'Call',
  call_connected: 'Call connected',
  email_sent: 'Email sent',
  meeting: 'Meeting',
  social: 'Social',
}
