import { DAY, type Instant } from '#platform/kernel/instant.ts'
import type { RecordRow } from '#records/imports/index.ts'

/** Which part of the story is told by the product itself instead of an export. */

/** Hand-offs of the sample company begin so long before its history ends: what came earlier is what a CRM export would tell. */
export const LIVE_DAYS = 28
/** Stages that sellers say in the live part, instead of the CRM. */
const SAID = new Set(['sal', 'sql', 'recycled', 'disqualified'])

/** A stage that the story dates inside the live part. */
export interface Said {
  personKey: string
  stage: string
  reason: string | null
  at: Instant
}

/** A deal that is opened inside the live part. */
export interface LiveDeal {
  row: Extract<RecordRow, { kind: 'opportunity' }>
  at: Instant
}

/** What happens in the live part, each in the order it happens. */
export interface Live {
  said: Said[]
  deals: LiveDeal[]
}

export const liveSinceOf = (endsAt: Instant): Instant => endsAt - LIVE_DAYS * DAY

/**
 * Takes out of the rows what sellers will do in the live part.
 *
 * @returns the rows without it, and what was taken out
 */
export function withoutLive(rows: readonly RecordRow[], since: Instant): { rows: RecordRow[]; live: Live } {
  const live: Live = { said: [], deals: [] }
  const left = rows.flatMap((row): RecordRow[] => {
    if (row.kind === 'opportunity' && row.occurredAt !== undefined && row.occurredAt >= since) {
      live.deals.push({ row, at: row.occurredAt })
      return []
    }
    if (row.kind !== 'person' || !row.key || !row.stageDates) return [row]
    const personKey = row.key
    const said = row.stageDates.filter(({ stage, occurredAt }) => SAID.has(stage) && occurredAt >= since)
    live.said.push(
      ...said.map(({ stage, occurredAt, reason }) => ({
        ...{ personKey, stage, reason: reason ?? null, at: occurredAt },
      })),
    )
    return [{ ...row, stageDates: row.stageDates.filter((one) => !said.includes(one)) }]
  })
  live.said.sort((a, b) => a.at - b.at)
  live.deals.sort((a, b) => a.at - b.at)
  return { rows: left, live }
}
