import { DAY, type Instant } from '#platform/kernel/instant.ts'
import { splitMinor } from '#platform/kernel/money.ts'
import {
  fullPathShares,
  lastNonDirectShares,
  linearShares,
  onlyShares,
  timeDecayShares,
  uShares,
  wShares,
} from '#reports/attribution/index.ts'

/** All models of the range, with the shares their names stand for. */
export const CREDIT_MODELS = [
  { key: 'first', name: 'First touch', shares: '100 to the first' },
  { key: 'last', name: 'Last touch', shares: '100 to the last' },
  { key: 'last_non_direct', name: 'Last touch, not direct', shares: '100 to the last that is not direct' },
  { key: 'linear', name: 'Linear', shares: 'equal' },
  { key: 'u', name: 'U', shares: '40 first, 40 lead creation, 20 the rest' },
  { key: 'w', name: 'W', shares: '30 first, 30 lead creation, 30 opportunity creation, 10 the rest' },
  { key: 'full_path', name: 'Full path', shares: '22.5 to each of four milestones, 10 the rest' },
  { key: 'time_decay', name: 'Time decay', shares: 'half as much for each half-life before the close' },
  { key: 'markov', name: 'Markov', shares: 'by what is lost when the channel is taken out, order 1' },
  { key: 'shapley', name: 'Shapley', shares: 'equal among the channels of each journey' },
] as const
export type CreditModel = (typeof CREDIT_MODELS)[number]['key']

/** Models that look at one journey alone. */
export type JourneyModel = Exclude<CreditModel, 'markov' | 'shapley'>
export const JOURNEY_MODELS = CREDIT_MODELS.map(({ key }) => key).filter(
  (key): key is JourneyModel => key !== 'markov' && key !== 'shapley',
)

/** The journey to one won deal: touches in the order they happened. */
export interface Journey {
  touches: readonly { at: Instant; channel: string }[]
  /** place of the touch that led to the first qualifying person; `null` when unknown */
  lead: number | null
  createdAt: Instant | null
  closedAt: Instant
  /** minor units */
  amountMinor: number
}

/**
 * What each touch of a journey earns under a model, in minor units; parts always sum to the amount.
 *
 * @param halfLifeDays only for time decay
 * @returns one number per touch; empty without touches
 * @source docs/method/attribution.md
 */
export function credit(journey: Journey, model: JourneyModel, halfLifeDays = 7): number[] {
  return journey.touches.length === 0
    ? []
    : splitMinor(journey.amountMinor, sharesOf(journey, model, halfLifeDays))
}

function sharesOf(
  { touches, lead, createdAt, closedAt }: Journey,
  model: JourneyModel,
  halfLifeDays: number,
) {
  const size = touches.length
  const opening = createdAt === null ? -1 : touches.findLastIndex(({ at }) => at <= createdAt)
  const opportunity = opening < 0 ? null : opening
  switch (model) {
    case 'first':
      return onlyShares(size, 0)
    case 'last':
      return onlyShares(size, size - 1)
    case 'last_non_direct':
      return lastNonDirectShares(touches.map(({ channel }) => channel))
    case 'linear':
      return linearShares(size)
    case 'u':
      return uShares(size, lead)
    case 'w':
      return wShares(size, lead, opportunity)
    case 'full_path':
      return fullPathShares(size, lead, opportunity, size - 1)
    case 'time_decay':
      return timeDecayShares(
        touches.map(({ at }) => (closedAt - at) / DAY),
        halfLifeDays,
      )
  }
}
