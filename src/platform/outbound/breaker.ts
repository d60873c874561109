import { type Instant, SECOND } from '../kernel/instant.ts'

const FAILURES = 5
const REST_MS = 30 * SECOND
const MOST_HOSTS = 2_000

/** Keeps from asking a host again and again that does not answer: after five failures in a row it rests for 30 seconds. */
export interface Breaker {
  /** until when the host rests; null when it may be asked */
  restingUntil(host: string, now: Instant): Instant | null
  /** whether it answered at all, whatever the status */
  report(host: string, answered: boolean, now: Instant): void
}

export function createBreaker(): Breaker {
  const hosts = new Map<string, { failures: number; restUntil: Instant }>()
  return {
    restingUntil(host, now) {
      const known = hosts.get(host)
      return known && known.restUntil > now ? known.restUntil : null
    },
    report(host, answered, now) {
      const failures = (hosts.get(host)?.failures ?? 0) + 1
      hosts.delete(host)
      if (answered) return
      hosts.set(host, { failures, restUntil: failures >= FAILURES ? now + REST_MS : 0 })
      const [oldest] = hosts.keys()
      if (hosts.size > MOST_HOSTS && oldest !== undefined) hosts.delete(oldest)
    },
  }
}
