import type { Instant } from '#platform/kernel/instant.ts'

/** How much may come: `perSecond` for ever, up to `burst` at once. */
export interface Rate {
  perSecond: number
  burst: number
}

/** What is left in a bucket, and since when. */
export interface Bucket {
  tokens: number
  at: Instant
}

/**
 * Takes `count` tokens from a bucket that fills at an even rate. What is more than a full bucket passes when the bucket is
 * full, so that no batch is refused for ever.
 *
 * @param bucket as it was left, `undefined` for a full one
 * @returns the bucket as it is now, and the milliseconds to wait (0: taken)
 * @example takeTokens(undefined, 3, { perSecond: 1, burst: 2 }, 0) // { bucket: { tokens: -1, at: 0 }, waitMs: 0 }
 */
export function takeTokens(
  bucket: Bucket | undefined,
  count: number,
  { perSecond, burst }: Rate,
  now: Instant,
): { bucket: Bucket; waitMs: number } {
  const passed = bucket ? Math.max(0, now - bucket.at) : 0
  const tokens = bucket ? Math.min(burst, bucket.tokens + (passed * perSecond) / 1_000) : burst
  const needed = Math.min(count, burst)
  if (tokens >= needed) return { bucket: { tokens: tokens - count, at: now }, waitMs: 0 }
  return { bucket: { tokens, at: now }, waitMs: Math.ceil(((needed - tokens) * 1_000) / perSecond) }
}
