import type { Tx } from '#platform/db/index.ts'
import { calendarOf } from '#platform/kernel/calendar.ts'
import { daysBetween } from '#platform/kernel/days.ts'
import type { Instant } from '#platform/kernel/instant.ts'
import { Problem } from '#platform/operation/index.ts'
import { LONGEST_RANGE_DAYS, type ReportQuery, rangeReversed } from './contract.ts'
import { reportSettings } from './load-settings.ts'
import { readTrust } from './reading-store.ts'
import type { SourceFreshness, TrustFacts } from './rules/facts.ts'
import { type DayRange, defaultRange, type Frame } from './rules/frame.ts'
import { readTroubles } from './trust-store.ts'

/** A frame with what it was made from. */
export interface Prepared {
  frame: Frame
  trust: TrustFacts
  agreementVersion: number
}

/**
 * Everything a report is counted under: range, basis and filters as asked, stages and crediting by the agreement in force.
 *
 * @throws Problem `report.range` when the range ends before it begins or is longer than ten years
 */
export async function prepare(
  tx: Tx,
  workspaceId: string,
  query: ReportQuery,
  now: Instant,
): Promise<Prepared> {
  const settings = await reportSettings(tx, workspaceId, now)
  const trust = { ...(await readTrust(tx, workspaceId)), ...(await readTroubles(tx, workspaceId)) }
  const { dayOf } = calendarOf(settings.timeZone)
  const knownUntil = latestOf(trust.freshness, now)
  const knownDay = dayOf(knownUntil ?? now)
  const { source, team, campaignId } = query
  return {
    frame: {
      range: rangeOf(query, knownDay),
      basis: query.basis,
      withinDays: query.withinDays,
      bucket: query.bucket,
      filters: { source, team, campaignId },
      timeZone: settings.timeZone,
      dayOf,
      knownUntil,
      knownDay,
      currency: settings.currency,
      stages: settings.stages,
      handOff: settings.handOff,
      attribution: {
        lookbackDays: settings.crediting.lookbackDays,
        mode: settings.crediting.mode,
        leading: settings.leading,
      },
    },
    trust,
    agreementVersion: settings.agreementVersion,
  }
}

function latestOf(freshness: readonly SourceFreshness[], now: Instant): Instant | null {
  const dated = freshness.flatMap((line) => line.lastOccurredAt ?? [])
  return dated.length === 0 ? null : Math.min(now, Math.max(...dated))
}

function rangeOf(query: ReportQuery, knownDay: string): DayRange {
  const usual = defaultRange(knownDay)
  const to = query.to ?? (query.from !== undefined && query.from > usual.to ? query.from : usual.to)
  const from = query.from ?? (query.to !== undefined ? defaultRange(query.to).from : usual.from)
  if (from > to)
    throw new Problem(rangeReversed, `The range begins on ${from} but ends on ${to}. Swap the two days.`)
  if (daysBetween(from, to) > LONGEST_RANGE_DAYS) {
    throw new Problem(rangeReversed, 'The range is longer than ten years. Choose a shorter one.')
  }
  return { from, to }
}
