import { type Chain, expectedReward } from './chain.ts'
import type { ChannelCredit, PathRow } from './paths.ts'

/** Credit of one channel, with the share of conversions and of value that would be lost without it, 0-1. */
export interface MarkovCredit extends ChannelCredit {
  removalEffect: number
  removalEffectValue: number
}

const START = '\u0001'

/** What happened next from one state. */
interface Exits {
  /** newest channel of the state; -1 at the start */
  channel: number
  next: Map<number, number>
  conversions: number
  value: number
  /** all journeys that left the state, to another or to an end */
  total: number
}

/**
 * Absorbing Markov chain of order k, fed path by path. A state is the last k channels; a removed channel sends its journeys to
 * their end without conversion; what is lost is its removal effect. Credit is shared in proportion to the removal effects.
 *
 * @param order 1 or more; one at least as long as the longest path gives the plain share of conversions that touch the channel
 * @source docs/method/attribution.md#markov
 */
export class MarkovModel {
  readonly #order: number
  readonly #channels = new Map<string, number>()
  readonly #states = new Map<string, number>()
  readonly #exits: Exits[] = []
  #conversions = 0
  #value = 0
  #nulls = 0

  constructor(order = 1) {
    if (!Number.isInteger(order) || order < 1) throw new RangeError('The order is a whole number, 1 or more')
    this.#order = order
    this.#stateOf(START, -1)
  }

  add(row: PathRow): void {
    const journeys = row.conversions + row.nulls
    if (row.path.length === 0 || journeys === 0) return
    let state = 0
    const recent: number[] = []
    for (const name of row.path) {
      const channel = this.#channelOf(name)
      recent.push(channel)
      if (recent.length > this.#order) recent.shift()
      const next = this.#stateOf(recent.join(' '), channel)
      const exits = this.#exits[state]!
      exits.next.set(next, (exits.next.get(next) ?? 0) + journeys)
      exits.total += journeys
      state = next
    }
    const last = this.#exits[state]!
    last.conversions += row.conversions
    last.value += row.value
    last.total += journeys
    this.#conversions += row.conversions
    this.#value += row.value
    this.#nulls += row.nulls
  }

  /** Share of journeys that convert by the chain; equals the observed one at every order. */
  conversionProbability(): number {
    return expectedReward(this.#chain('conversions'), -1)
  }

  credits(): MarkovCredit[] {
    const names = [...this.#channels.keys()]
    const byConversions = this.#removalEffects('conversions', names.length)
    const byValue = this.#removalEffects('value', names.length)
    const shares = proportions(byConversions)
    const valueShares = proportions(byValue)
    return names.map((channel, i) => ({
      channel,
      conversions: this.#conversions * shares[i]!,
      value: this.#value * valueShares[i]!,
      removalEffect: byConversions[i]!,
      removalEffectValue: byValue[i]!,
    }))
  }

  #removalEffects(reward: 'conversions' | 'value', channels: number): number[] {
    const chain = this.#chain(reward)
    const whole = expectedReward(chain, -1)
    if (whole === 0) return Array.from({ length: channels }, () => 0)
    return Array.from({ length: channels }, (_, channel) => 1 - expectedReward(chain, channel) / whole)
  }

  #chain(reward: 'conversions' | 'value'): Chain {
    return {
      channelOf: this.#exits.map((exits) => exits.channel),
      steps: this.#exits.map(({ next, total }) =>
        [...next].map(([to, journeys]) => ({ to, share: journeys / total })),
      ),
      reward: this.#exits.map((exits) => (exits.total === 0 ? 0 : exits[reward] / exits.total)),
    }
  }

  #channelOf(name: string): number {
    const known = this.#channels.get(name)
    if (known !== undefined) return known
    this.#channels.set(name, this.#channels.size)
    return this.#channels.size - 1
  }

  #stateOf(key: string, channel: number): number {
    const known = this.#states.get(key)
    if (known !== undefined) return known
    this.#states.set(key, this.#exits.length)
    this.#exits.push({ channel, next: new Map(), conversions: 0, value: 0, total: 0 })
    return this.#exits.length - 1
  }
}

function proportions(effects: readonly number[]): number[] {
  const total = effects.reduce((sum, effect) => sum + effect, 0)
  return effects.map((effect) => (total === 0 ? 0 : effect / total))
}
