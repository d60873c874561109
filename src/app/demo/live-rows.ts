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

export const liveSinceOf = (endsAt: Instant): Instant => endsAt - LIVE_DAYS * DAY

/**
 * Takes out of the rows what sellers will say in the live part.
 *
 * @returns the rows without it, and what was taken out in the order it happens
 */
export function withoutLive(rows: readonly RecordRow[], since: Instant): { rows: RecordRow[]; said: Said[] } {
  const said: Said[] = []
  const left = rows.map((row) => {
    if (
      row.kind !== 'person' ||
      !row.key ||
      !row.stageDates?.some(({ stage, occurredAt }) => isLive(stage, occurredAt, since))
    )
      return row
    const personKey = row.key
    const live = row.stageDates.filter(({ stage, occurredAt }) => isLive(stage, occurredAt, since))
    said.push(
      ...live.map(({ stage, occurredAt, reason }) => ({
        personKey,
        stage,
        reason: reason ?? null,
        at: occurredAt,
      })),
    )
    return { ...row, stageDates: row.stageDates.filter((one) => !live.includes(one)) }
  })
  return { rows: left, said: said.sort((a, b) => a.at - b.at) }
}

const isLive = (stage: string, at: Instant, since: Instant) => SAID.has(stage) && at >= since
