import { DAY, type Instant } from '#platform/kernel/instant.ts'
import { splitMinor } from '#platform/kernel/money.ts'

/** Models that credit by the place of a touch in its journey, with the shares their names stand for. */
export const CREDIT_MODELS = [
  { key: 'first', name: 'First touch', shares: '100 to the first' },
  { key: 'last', name: 'Last touch', shares: '100 to the last' },
  { key: 'last_non_direct', name: 'Last touch, not direct', shares: '100 to the last that is not direct' },
  { key: 'linear', name: 'Linear', shares: 'equal' },
  { key: 'u', name: 'U', shares: '40 first, 40 lead creation, 20 the rest' },
  { key: 'w', name: 'W', shares: '30 first, 30 lead creation, 30 opportunity creation, 10 the rest' },
  { key: 'full_path', name: 'Full path', shares: '22.5 to each of four milestones, 10 the rest' },
  { key: 'time_decay', name: 'Time decay', shares: 'half as much for each half-life before the close' },
] as const
export type CreditModel = (typeof CREDIT_MODELS)[number]['key']

/** The journey to one won deal: touches in the order they happened. */
export interface Journey {
  touches: readonly { at: Instant; channel: string }[]
  /** when the first of its people qualified; `null` when unknown */
  leadAt: Instant | null
  createdAt: Instant | null
  closedAt: Instant
  amountMinor: number
}

const DIRECT = /^direct$/i

/**
 * What each touch of a journey earns under a model, in minor units; parts always sum to the amount.
 *
 * @param halfLifeDays only for time decay
 * @returns one number per touch; empty without touches
 * @source docs/method/attribution.md
 */
export function credit(journey: Journey, model: CreditModel, halfLifeDays = 7): number[] {
  if (journey.touches.length === 0) return []
  return splitMinor(journey.amountMinor, weights(journey, model, halfLifeDays))
}

function weights(journey: Journey, model: CreditModel, halfLifeDays: number): number[] {
  const { touches } = journey
  const last = touches.length - 1
  const only = (place: number) => touches.map((_, index) => (index === place ? 1 : 0))
  if (model === 'first') return only(0)
  if (model === 'last') return only(last)
  if (model === 'last_non_direct') {
    const place = touches.findLastIndex(({ channel }) => !DIRECT.test(channel))
    return only(place < 0 ? last : place)
  }
  if (model === 'linear') return touches.map(() => 1)
  if (model === 'time_decay')
    return touches.map(({ at }) => 2 ** (-(journey.closedAt - at) / (halfLifeDays * DAY)))
  return milestoneWeights(journey, model)
}

/** Milestones share what the model gives them; a missing one's share goes to the others in proportion, so does an empty middle. */
function milestoneWeights(journey: Journey, model: 'u' | 'w' | 'full_path'): number[] {
  const { touches } = journey
  const lastUpTo = (at: Instant | null) =>
    at === null ? -1 : touches.findLastIndex((touch) => touch.at <= at)
  const [first, lead, opened, closed] = [
    0,
    lastUpTo(journey.leadAt),
    lastUpTo(journey.createdAt),
    touches.length - 1,
  ]
  const places: (readonly [number, number])[] =
    model === 'u'
      ? [
          [first, 40],
          [lead, 40],
        ]
      : model === 'w'
        ? [
            [first, 30],
            [lead, 30],
            [opened, 30],
          ]
        : [
            [first, 22.5],
            [lead, 22.5],
            [opened, 22.5],
            [closed, 22.5],
          ]
  const present = places.filter(([place]) => place >= 0)
  const rest = model === 'u' ? 20 : 10
  const middle = touches
    .map((_, index) => index)
    .filter((index) => !present.some(([place]) => place === index))
  const forMilestones = middle.length > 0 ? 100 - rest : 100
  const given = present.reduce((sum, [, share]) => sum + share, 0)
  const result = touches.map(() => 0)
  for (const [place, share] of present) result[place]! += (share / given) * forMilestones
  for (const place of middle) result[place]! += rest / middle.length
  return result
}
