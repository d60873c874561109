import { DAY, HOUR, type Instant, MINUTE } from '#platform/kernel/instant.ts'

const PAUSES = [MINUTE, 5 * MINUTE, 15 * MINUTE, HOUR, 2 * HOUR, 4 * HOUR]
const GIVE_UP_AFTER = 4 * DAY

/**
 * When a message that the server did not take yet is tried again; null: it is given up, four days after it was to go.
 *
 * @param attempts made so far, from 1
 * @example retryAt(1, 0, 0) // MINUTE
 */
export function retryAt(attempts: number, queuedAt: Instant, now: Instant): Instant | null {
  const at = now + PAUSES[Math.min(attempts, PAUSES.length) - 1]!
  return at - queuedAt > GIVE_UP_AFTER ? null : at
}
