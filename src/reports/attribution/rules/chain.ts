/** An absorbing chain: from each state, shares that go on to other states; what is left ends there. State 0 is the start. */
export interface Chain {
  /** newest channel of each state; -1 at the start */
  channelOf: readonly number[]
  steps: readonly (readonly { to: number; share: number }[])[]
  /** what ending from the state yields on average: probability of conversion, or value */
  reward: readonly number[]
}

/** Up to this many states the equations are solved by elimination; above, by iteration to the last digit. */
const MOST_ELIMINATED = 400
const MOST_ROUNDS = 100_000

/**
 * What a journey from the start yields, when journeys that reach a removed channel end there with nothing: the solution of
 * x = reward + steps · x at the start.
 *
 * @param removed channel, or -1 for none
 */
export function expectedReward(chain: Chain, removed: number): number {
  const kept = reachable(chain, removed)
  return kept.length <= MOST_ELIMINATED ? eliminated(chain, kept) : iterated(chain, kept)
}

/** States that a journey can be in when a channel is removed, farthest from the start first. */
function reachable(chain: Chain, removed: number): number[] {
  const seen = new Uint8Array(chain.steps.length)
  const order = [0]
  seen[0] = 1
  for (let i = 0; i < order.length; i += 1) {
    for (const { to } of chain.steps[order[i]!]!) {
      if (seen[to] || (removed !== -1 && chain.channelOf[to] === removed)) continue
      seen[to] = 1
      order.push(to)
    }
  }
  return order.reverse()
}

/** Gaussian elimination of (1 − steps) x = reward; the matrix is diagonally dominant, so no pivoting is needed. */
function eliminated(chain: Chain, kept: readonly number[]): number {
  const size = kept.length
  const place = new Map(kept.map((state, i) => [state, i]))
  const rows = kept.map((state, i) => {
    const row = new Float64Array(size + 1)
    row[i] = 1
    for (const { to, share } of chain.steps[state]!) {
      const column = place.get(to)
      if (column !== undefined) row[column]! -= share
    }
    row[size] = chain.reward[state]!
    return row
  })
  // The start is the last of `kept`: forward elimination alone leaves its equation solved.
  for (let pivot = 0; pivot < size; pivot += 1) {
    const from = rows[pivot]!
    for (let below = pivot + 1; below < size; below += 1) {
      const row = rows[below]!
      const factor = row[pivot]! / from[pivot]!
      if (factor === 0) continue
      for (let column = pivot; column <= size; column += 1) row[column]! -= factor * from[column]!
    }
  }
  const start = rows[size - 1]!
  return start[size]! / start[size - 1]!
}

/** Gauss–Seidel from the ends towards the start: one round for a tree, a few dozen with loops. */
function iterated(chain: Chain, kept: readonly number[]): number {
  const x = new Float64Array(chain.steps.length)
  const inside = new Uint8Array(chain.steps.length)
  for (const state of kept) inside[state] = 1
  for (let round = 0; round < MOST_ROUNDS; round += 1) {
    let change = 0
    for (const state of kept) {
      let sum = chain.reward[state]!
      for (const { to, share } of chain.steps[state]!) if (inside[to]) sum += share * x[to]!
      change = Math.max(change, Math.abs(sum - x[state]!) / (Math.abs(sum) || 1))
      x[state] = sum
    }
    if (change < 1e-15) break
  }
  return x[0]!
}
