import { randomFillSync } from 'node:crypto'

const POOL_BYTES = 10 * 4_096
const pool = Buffer.alloc(POOL_BYTES)
let at = POOL_BYTES

/** A new UUID version 7 like `newId`, several times faster: random bytes are drawn for thousands at once. */
export function freshId(now: number): string {
  if (at === POOL_BYTES) {
    randomFillSync(pool)
    at = 0
  }
  const hex = pool.toString('hex', at, at + 10)
  at += 10
  const time = now.toString(16).padStart(12, '0')
  const variant = ((Number.parseInt(hex[3]!, 16) & 0x3) | 0x8).toString(16)
  return `${time.slice(0, 8)}-${time.slice(8)}-7${hex.slice(0, 3)}-${variant}${hex.slice(4, 7)}-${hex.slice(7, 19)}`
}
