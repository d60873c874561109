import { z } from 'zod'

/**
 * A new UUID version 7 (RFC 9562): sortable by creation time, random otherwise.
 *
 * Made in TypeScript because the database function exists only from PostgreSQL 18 on.
 *
 * @param now epoch milliseconds that go into the first 48 bits
 */
export function newId(now: number = Date.now()): string {
  const bytes = crypto.getRandomValues(new Uint8Array(16))
  new DataView(bytes.buffer).setBigUint64(0, (BigInt(now) << 16n) | BigInt((bytes[6]! << 8) | bytes[7]!))
  bytes[6] = (bytes[6]! & 0x0f) | 0x70
  bytes[8] = (bytes[8]! & 0x3f) | 0x80
  const hex = Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('')
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20)}`
}

/** The id of a record, as it stands in paths, bodies and the database. */
export const Id = z.guid().meta({ description: 'Id of a record (UUID)' })
