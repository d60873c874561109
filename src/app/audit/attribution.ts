import { DAY, type Instant } from '#platform/kernel/instant.ts'
import { isMarketingTouch } from '#reports/kpi/index.ts'
import { CREDIT_MODELS, type CreditModel, credit, type Journey } from './credit.ts'
import type { Collected } from './entries.ts'
import { involved, peopleByAccount } from './facts.ts'

/** One channel under every model, minor units. */
export interface ChannelCredit {
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
  channels: ChannelCredit[]
}

interface Terms {
  mode: 'explicit' | 'implicit'
  lookbackDays: number
  halfLifeDays: number
  currency: string
  /** when a person first qualified */
  qualifiedAt: ReadonlyMap<number, Instant>
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
  collected.deals.forEach((deal, index) => {
    if (deal.status !== 'won' || deal.closedAt === null || !deal.amountMinor) return
    if ((deal.currency ?? terms.currency) !== terms.currency) return
    const people =
      terms.mode === 'explicit'
        ? deal.contacts.map(({ person }) => person)
        : involved(index, collected, byAccount)
    const journey = journeyOf(people, deal.closedAt, deal.createdAt, deal.amountMinor, collected, terms)
    result.deals += 1
    result.amountMinor += deal.amountMinor
    if (journey.touches.length === 0) {
      result.withoutTouch.deals += 1
      result.withoutTouch.amountMinor += deal.amountMinor
    } else addCredits(totals, journey, terms.halfLifeDays)
  })
  if (result.deals === result.withoutTouch.deals) return null
  result.channels = [...totals]
    .map(([channel, byModel]) => {
      const values = Object.values(byModel)
      return { channel, byModel, lowestMinor: Math.min(...values), highestMinor: Math.max(...values) }
    })
    .sort((a, b) => b.highestMinor - a.highestMinor || (a.channel < b.channel ? -1 : 1))
  return result
}

function journeyOf(
  people: readonly number[],
  closedAt: Instant,
  createdAt: Instant | null,
  amountMinor: number,
  { touches }: Collected,
  terms: Terms,
): Journey {
  const earliest = (createdAt ?? closedAt) - terms.lookbackDays * DAY
  const found = people
    .flatMap((person) => Array.from(touches.of(person)))
    .filter((touch) => {
      const at = touches.at(touch)
      return at >= earliest && at <= closedAt && terms.isPossible(at) && isMarketingTouch(touches.fact(touch))
    })
    .sort((a, b) => touches.at(a) - touches.at(b) || a - b)
  const qualified = people.flatMap((person) => terms.qualifiedAt.get(person) ?? [])
  return {
    touches: found.map((touch) => ({
      at: touches.at(touch),
      channel: touches.channel(touch) ?? 'Unassigned',
    })),
    leadAt: qualified.length > 0 ? Math.min(...qualified) : null,
    createdAt,
    closedAt,
    amountMinor,
  }
}

function addCredits(
  totals: Map<string, Record<CreditModel, number>>,
  journey: Journey,
  halfLifeDays: number,
): void {
  for (const { key } of CREDIT_MODELS) {
    const parts = credit(journey, key, halfLifeDays)
    journey.touches.forEach(({ channel }, index) => {
      const line =
        totals.get(channel) ??
        (Object.fromEntries(CREDIT_MODELS.map((model) => [model.key, 0])) as Record<CreditModel, number>)
      totals.set(channel, line)
      line[key] += parts[index]!
    })
  }
}
