import type { Instant } from '#platform/kernel/instant.ts'
import type { Reason } from './rules/reasons.ts'
import { type Bucket, type Rate, takeTokens } from './rules/token-bucket.ts'

export interface IntakeRates {
  /** events of one address block with a public key */
  address: Rate
  /** events with one public key */
  publicKey: Rate
  /** events with one secret key */
  secretKey: Rate
}

const RATES: IntakeRates = {
  address: { perSecond: 50, burst: 1_000 },
  publicKey: { perSecond: 2_000, burst: 10_000 },
  secretKey: { perSecond: 10_000, burst: 50_000 },
}

export interface IntakeLimits {
  /** Takes from the share of an address block; answers null or how long to wait. */
  takeAddress(block: string, events: number): Refused | null
  /** Takes from what an address block may try of keys that do not exist; as much as of events. */
  takeGuess(block: string): Refused | null
  /** How long a block that tried too many has to wait, without taking anything. */
  guessesSpent(block: string): Refused | null
  takeKey(keyId: string, kind: 'public' | 'secret', events: number): Refused | null
}

export interface Refused {
  reason: Reason
  waitMs: number
}

const MOST_BUCKETS = 100_000

/** Shares of addresses and keys, in the memory of this process. A key of one workspace never uses up another's. */
export function createIntakeLimits(clock: () => Instant, rates: IntakeRates = RATES): IntakeLimits {
  const buckets = new Map<string, Bucket>()
  const take = (name: string, events: number, rate: Rate, reason: Reason): Refused | null => {
    const { bucket, waitMs } = takeTokens(buckets.get(name), events, rate, clock())
    // Used last, so that the ones in use outlive a flood of addresses that come once.
    buckets.delete(name)
    buckets.set(name, bucket)
    if (buckets.size > MOST_BUCKETS) buckets.delete(buckets.keys().next().value!)
    return waitMs > 0 ? { reason, waitMs } : null
  }
  const guesses = (block: string) => `g ${block || 'unknown'}`
  return {
    takeGuess: (block) => take(guesses(block), 1, rates.address, 'rate_address'),
    guessesSpent(block) {
      const { waitMs } = takeTokens(buckets.get(guesses(block)), 1, rates.address, clock())
      return waitMs > 0 ? { reason: 'rate_address', waitMs } : null
    },
    takeAddress: (block, events) => take(`a ${block || 'unknown'}`, events, rates.address, 'rate_address'),
    takeKey: (keyId, kind, events) =>
      take(`k ${keyId}`, events, kind === 'public' ? rates.publicKey : rates.secretKey, 'rate_key'),
  }
}
