import { RateLimiterMemory } from 'rate-limiter-flexible'
import { Problem, rateLimited } from '#platform/operation/index.ts'

/**
 * Limits on guessing: few tries per account from one address, more per address block over all accounts, and a high ceiling per
 * account over all addresses. The first two keep an attacker from locking the owner out elsewhere.
 */
const QUARTER_HOUR_SECONDS = 15 * 60

export interface GuessLimits {
  /** takes one try, or throws 429 with the time to wait */
  take(account: string, addressBlock: string): Promise<void>
  /** a right answer gives the tries back */
  forgive(account: string, addressBlock: string): Promise<void>
}

export function createGuessLimits(): GuessLimits {
  const perAccountAndAddress = new RateLimiterMemory({ points: 8, duration: QUARTER_HOUR_SECONDS })
  const perAddress = new RateLimiterMemory({ points: 40, duration: QUARTER_HOUR_SECONDS })
  const perAccount = new RateLimiterMemory({ points: 200, duration: 4 * QUARTER_HOUR_SECONDS })
  return {
    async take(account, addressBlock) {
      await takeFrom(perAddress, addressBlock)
      await takeFrom(perAccountAndAddress, `${account} ${addressBlock}`)
      await takeFrom(perAccount, account)
    },
    async forgive(account, addressBlock) {
      await perAccountAndAddress.delete(`${account} ${addressBlock}`)
      await perAddress.reward(addressBlock, 1)
      await perAccount.reward(account, 1)
    },
  }
}

async function takeFrom(limiter: RateLimiterMemory, key: string): Promise<void> {
  try {
    await limiter.consume(key)
  } catch (refused) {
    if (refused instanceof Error) throw refused
    const retryAfterSeconds = Math.ceil((refused as { msBeforeNext: number }).msBeforeNext / 1_000)
    const minutes = Math.ceil(retryAfterSeconds / 60)
    throw new Problem(
      rateLimited,
      `Wait ${minutes} ${minutes === 1 ? 'minute' : 'minutes'}, then try again.`,
      { retryAfterSeconds },
    )
  }
}
