import { DAY, type Instant } from '#platform/kernel/instant.ts'
import { splitMinor } from '#platform/kernel/money.ts'
import { type ChannelCredit, MarkovModel, type PathModel, shapleyModel } from '#reports/attribution/index.ts'
import { isMarketingTouch } from '#reports/kpi/index.ts'
import { CREDIT_MODELS, type CreditModel, credit, JOURNEY_MODELS, type Journey } from './credit.ts'
import type { Collected } from './entries.ts'
import { peopleByAccount, type Qualified } from './facts.ts'

/** One channel under every model, minor units. */
interface CreditLine {
  channel: string
  byModel: Record<CreditModel, number>
  lowestMinor: number
  highestMinor: number
}

/** Won revenue credited to channels, as a range over all models. */
export interface Attribution {
  deals: number
  amountMinor: number
  withoutTouch: { deals: number; amountMinor: number }
  channels: CreditLine[]
}

interface Terms {
  mode: 'explicit' | 'implicit'
  lookbackDays: number
  halfLifeDays: number
  currency: string
  /** how each person first qualified */
  qualified: ReadonlyMap<number, Qualified>
  isPossible(at: Instant): boolean
}

/** Credits won deals with an amount in our currency; `null` when there is none or no marketing touch at all. */
export function attribute(collected: Collected, terms: Terms): Attribution | null {
  const byAccount = peopleByAccount(collected)
  const totals = new Map<string, Record<CreditModel, number>>()
  const result: Attribution = {
    deals: 0,
    amountMinor: 0,
    withoutTouch: { deals: 0, amountMinor: 0 },
    channels: [],
  }
  const paths = { markov: new MarkovModel(), shapley: shapleyModel() }
  collected.deals.forEach((deal) => {
    const { status, closedAt, createdAt } = deal
    if (status === 'open' || closedAt === null || (deal.currency ?? terms.currency) !== terms.currency) return
    const amountMinor = status === 'won' ? (deal.amountMinor ?? 0) : 0
    if (status === 'won' && amountMinor === 0) return
    const people =
      terms.mode === 'explicit'
        ? deal.contacts.map(({ person }) => person)
        : (byAccount.get(deal.account) ?? [])
    const journey = journeyOf(people, { closedAt, createdAt, amountMinor }, collected, terms)
    addPath(paths, journey, status === 'won')
    if (status === 'lost') return
    result.deals += 1
    result.amountMinor += amountMinor
    if (journey.touches.length === 0) {
      result.withoutTouch.deals += 1
      result.withoutTouch.amountMinor += amountMinor
    } else addCredits(totals, journey, terms.halfLifeDays)
  })
  if (result.deals === result.withoutTouch.deals) return null
  for (const model of ['markov', 'shapley'] as const)
    addModel(totals, model, paths[model].credits(), result.amountMinor - result.withoutTouch.amountMinor)
  result.channels = [...totals]
    .map(([channel, byModel]) => {
      const values = Object.values(byModel)
      return { channel, byModel, lowestMinor: Math.min(...values), highestMinor: Math.max(...values) }
    })
    .sort((a, b) => b.highestMinor - a.highestMinor || (a.channel < b.channel ? -1 : 1))
  return result
}

/** Models over all journeys learn from lost deals too: those are the ones a channel did not save. */
function addPath(
  models: { markov: MarkovModel; shapley: PathModel },
  { touches, amountMinor }: Journey,
  won: boolean,
): void {
  if (touches.length === 0) return
  const path = touches.map(({ channel }) => channel)
  const row = { path, conversions: won ? 1 : 0, value: amountMinor, nulls: won ? 0 : 1 }
  models.markov.add(row)
  models.shapley.add(row)
}

/** Rounds a model's values to minor units that sum to what all journeys with touches were worth. */
function addModel(
  totals: Map<string, Record<CreditModel, number>>,
  model: 'markov' | 'shapley',
  credits: readonly ChannelCredit[],
  amountMinor: number,
): void {
  const parts = splitMinor(
    amountMinor,
    credits.map(({ value }) => Math.max(0, value)),
  )
  credits.forEach(({ channel }, index) => {
    if (parts[index]! > 0) lineOf(totals, channel)[model] += parts[index]!
  })
}

function journeyOf(
  people: readonly number[],
  deal: Pick<Journey, 'closedAt' | 'createdAt' | 'amountMinor'>,
  { touches }: Collected,
  terms: Terms,
): Journey {
  const { closedAt, createdAt } = deal
  const earliest = (createdAt ?? closedAt) - terms.lookbackDays * DAY
  const found = people
    .flatMap((person) => Array.from(touches.of(person)))
    .filter((touch) => {
      const at = touches.at(touch)
      return at >= earliest && at <= closedAt && terms.isPossible(at) && isMarketingTouch(touches.fact(touch))
    })
    .sort((a, b) => touches.at(a) - touches.at(b) || a - b)
  return {
    touches: found.map((touch) => ({
      at: touches.at(touch),
      channel: touches.channel(touch) ?? 'Unassigned',
    })),
    lead: leadPlace(people, found, touches, terms),
    ...deal,
  }
}

/** The touch that led to the first qualifying person: the one that did it, else the last of that person up to then. */
function leadPlace(
  people: readonly number[],
  found: readonly number[],
  touches: Collected['touches'],
  { qualified }: Terms,
): number | null {
  const first = people
    .flatMap((person) => qualified.get(person) ?? [])
    .sort((a, b) => a.at - b.at || a.touch - b.touch)[0]
  if (!first) return null
  const place = found.findLastIndex((touch) => {
    if (touches.person(touch) !== first.person) return false
    return touches.at(touch) < first.at || (touches.at(touch) === first.at && touch <= first.touch)
  })
  return place < 0 ? null : place
}

function addCredits(
  totals: Map<string, Record<CreditModel, number>>,
  journey: Journey,
  halfLifeDays: number,
): void {
  for (const key of JOURNEY_MODELS) {
    const parts = credit(journey, key, halfLifeDays)
    journey.touches.forEach(({ channel }, index) => {
      lineOf(totals, channel)[key] += parts[index]!
    })
  }
}

function lineOf(
  totals: Map<string, Record<CreditModel, number>>,
  channel: string,
): Record<CreditModel, number> {
  const known = totals.get(channel)
  if (known) return known
  const line = Object.fromEntries(CREDIT_MODELS.map(({ key }) => [key, 0])) as Record<CreditModel, number>
  totals.set(channel, line)
  return line
}
