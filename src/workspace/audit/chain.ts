import { createHash } from 'node:crypto'
import type { auditEntry } from './tables.ts'

export type AuditRow = typeof auditEntry.$inferSelect

/** What stands before the first row. */
export const NO_HASH = '0'.repeat(64)

/** SHA-256 over every field of a row and the hash of the row before it, hex. */
export function hashOf(row: Omit<AuditRow, 'hash'>): string {
  const fields = [
    row.workspaceId,
    row.seq,
    row.occurredAt,
    row.actorKind,
    row.actorId,
    row.actorName,
    row.operation,
    row.subject,
    row.summary,
    sorted(row.detail),
    row.requestId,
    row.previousHash,
  ]
  return createHash('sha256').update(JSON.stringify(fields)).digest('hex')
}

/** The same value with the keys of every object in order, since the database does not keep theirs. */
function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted)
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(
    Object.entries(value)
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([key, inner]) => [key, sorted(inner)]),
  )
}

/** Where a chain ended when it was last looked at from outside the database. */
export interface Head {
  seq: number
  hash: string
}

export interface Verification {
  intact: boolean
  entries: number
  firstBadSeq: number | null
  reason: string | null
}

/**
 * Walks a chain in order and finds the first row that does not fit.
 *
 * @param rows ascending by `seq`
 * @param head the end the chain claims to have
 * @param witnessed an end written outside the database earlier; a chain that no longer contains it lost its tail
 */
export async function verifyChain(
  rows: AsyncIterable<AuditRow>,
  head: Head | null,
  witnessed: Head | null,
): Promise<Verification> {
  let previous: Head = { seq: 0, hash: NO_HASH }
  const bad = (firstBadSeq: number, reason: string): Verification => ({
    intact: false,
    entries: previous.seq,
    firstBadSeq,
    reason,
  })
  for await (const row of rows) {
    const expected = previous.seq + 1
    if (row.seq !== expected) return bad(expected, `Line ${expected} is missing`)
    if (row.previousHash !== previous.hash)
      return bad(row.seq, `Line ${row.seq} does not follow line ${previous.seq}`)
    if (row.hash !== hashOf(row)) return bad(row.seq, `Line ${row.seq} was changed`)
    if (witnessed?.seq === row.seq && witnessed.hash !== row.hash)
      return bad(row.seq, `Line ${row.seq} is not the one witnessed earlier`)
    previous = { seq: row.seq, hash: row.hash }
  }
  const longest = Math.max(head?.seq ?? 0, witnessed?.seq ?? 0)
  if (longest > previous.seq)
    return bad(previous.seq + 1, `Lines ${previous.seq + 1} to ${longest} are missing at the end`)
  if ((head?.hash ?? NO_HASH) !== previous.hash)
    return bad(previous.seq, 'The end of the trail does not match its record')
  return { intact: true, entries: previous.seq, firstBadSeq: null, reason: null }
}
