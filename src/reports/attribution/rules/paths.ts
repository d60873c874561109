/** Journeys with the same channels in the same order. */
export interface PathRow {
  /** channels in order; at least one */
  path: readonly string[]
  /** journeys that ended in a conversion */
  conversions: number
  /** total value of those conversions, any unit */
  value: number
  /** journeys that ended without one */
  nulls: number
}

/** What one channel earns under a model. */
export interface ChannelCredit {
  channel: string
  conversions: number
  value: number
}

/** Sums of credit by channel, in the order the channels were first met. */
export class CreditSums {
  readonly #sums = new Map<string, ChannelCredit>()

  /** Adds a share of a row to a channel. */
  add(channel: string, row: PathRow, share: number): void {
    let sum = this.#sums.get(channel)
    if (!sum) {
      sum = { channel, conversions: 0, value: 0 }
      this.#sums.set(channel, sum)
    }
    sum.conversions += row.conversions * share
    sum.value += row.value * share
  }

  /** The sums so far. */
  credits(): ChannelCredit[] {
    return [...this.#sums.values()]
  }
}

/** A model that is fed row by row, so that memory does not grow with the number of rows. */
export interface PathModel {
  add(row: PathRow): void
  credits(): ChannelCredit[]
}
