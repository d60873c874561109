import type { Instant } from '#platform/kernel/instant.ts'
import type { Converted, RowView } from './convert.ts'
import { countryCode } from './near.ts'
import type { PersonRow, TouchRow } from './rows.ts'
import { stageKey } from './stages.ts'

/** A row of a list of sellers. */
export function toSeller(view: RowView): Converted {
  const parts = [view.text('seller.firstName'), view.text('seller.lastName')].filter(Boolean).join(' ')
  const email = view.email('seller.email')
  const name = view.text('seller.name') ?? (parts || email)
  if (!name) return view.refuse('The row names nobody. Fill in a name or an e-mail address.')
  return view.give({
    kind: 'seller',
    key: view.id('seller.key'),
    system: view.mapping.system,
    name,
    email,
    team: view.text('seller.team'),
    manager: view.text('seller.manager'),
    attributes: view.attributes(),
  })
}

/** A row of a list of companies. */
export function toAccount(view: RowView): Converted {
  const domain = view.text('account.domain')
  const name = view.text('account.name') ?? domain
  if (!name) return view.refuse('The row names no company. Fill in a name or a domain.')
  const revenue = view.money('account.annualRevenue', 'account.currency')
  const country = view.text('account.country')
  return view.give({
    kind: 'account',
    key: view.id('account.key'),
    system: view.mapping.system,
    name,
    domain,
    industry: view.text('account.industry'),
    employees: view.count('account.employees'),
    annualRevenueMinor: revenue?.amountMinor,
    currency: revenue?.currency,
    country: country && countryCode(country),
    region: view.text('account.region'),
    phone: view.text('account.phone'),
    postcode: view.text('account.postcode'),
    seller: view.reference('account.seller'),
    parent: view.reference('account.parent'),
    occurredAt: view.instant('account.occurredAt'),
    attributes: view.attributes(),
  })
}

/** A row of a list of people: the person, and the touches its conversion columns prove. */
export function toPerson(view: RowView): Converted {
  const key = view.id('person.key')
  const email = view.email('person.email')
  const full = splitName(view.text('person.fullName'))
  const firstName = view.text('person.firstName') ?? full?.first
  const lastName = view.text('person.lastName') ?? full?.last
  if (!key && !email)
    return view.refuse(
      'The row has neither an id nor an e-mail address, so the person cannot be told from others.',
    )
  const country = view.text('person.country')
  const stage = view.text('person.reportedStage')
  const stageDates = view.stageDates('person')
  const reason = view.text('person.stageReason')
  const ended = stageDates.some(({ stage }) => endsCycle(stage))
  const person: PersonRow = {
    kind: 'person',
    key,
    system: view.mapping.system,
    email,
    firstName,
    lastName,
    jobTitle: view.text('person.jobTitle'),
    phone: view.text('person.phone'),
    country: country && countryCode(country),
    account: view.reference('person.account'),
    seller: view.reference('person.seller'),
    source: view.text('person.source'),
    reportedStage: stage && stageKey(stage),
    stageDates: ended ? withReason(stageDates, reason) : stageDates,
    occurredAt: view.instant('person.occurredAt'),
    attributes: view.attributes({
      stage_reason: ended ? undefined : reason,
      unsubscribed: view.flag('person.unsubscribed'),
      utm_source: view.text('person.utmSource'),
      utm_medium: view.text('person.utmMedium'),
      utm_campaign: view.text('person.utmCampaign'),
      referrer: view.text('person.referrer'),
    }),
  }
  return view.give(person, ...conversions(view, person))
}

const endsCycle = (stage: string) => stage === 'recycled' || stage === 'disqualified'

/** Exports keep one reason a person, the last one given: it belongs to the latest move that ended a cycle. */
function withReason(
  dates: NonNullable<PersonRow['stageDates']>,
  reason: string | undefined,
): PersonRow['stageDates'] {
  if (reason === undefined) return dates
  const ends = dates.filter(({ stage }) => endsCycle(stage))
  const last = ends.reduce<Instant>((latest, { occurredAt }) => Math.max(latest, occurredAt), -Infinity)
  return dates.map((date) => (ends.includes(date) && date.occurredAt === last ? { ...date, reason } : date))
}

function splitName(name: string | undefined): { first?: string; last: string } | undefined {
  if (!name) return undefined
  if (name.includes(',')) {
    const [last, first] = name.split(',').map((part) => part.trim())
    return first ? { first, last: last! } : { last: last! }
  }
  const at = name.lastIndexOf(' ')
  return at < 0 ? { last: name } : { first: name.slice(0, at), last: name.slice(at + 1) }
}

/** HubSpot keeps the first and the latest form, and the first session, as columns of the person. */
function conversions(view: RowView, person: PersonRow): TouchRow[] {
  const out: TouchRow[] = []
  const add = (touchKind: TouchRow['touchKind'], field: string, subject: string | undefined) => {
    const occurredAt = view.instant(`person.${field}At`)
    if (
      occurredAt === undefined ||
      out.some((touch) => touch.occurredAt === occurredAt && touch.touchKind === touchKind)
    )
      return
    const touch: TouchRow = {
      kind: 'touch',
      system: person.system,
      touchKind,
      side: 'marketing',
      direction: 'inbound',
      person: { key: person.key, email: person.email },
      subject,
      channel: person.source,
      occurredAt,
      attributes: { from: field },
    }
    out.push(touch)
  }
  add('page_view', 'firstSeen', undefined)
  add('form_submit', 'firstConversion', view.text('person.firstConversion'))
  add('form_submit', 'recentConversion', view.text('person.recentConversion'))
  return out
}
