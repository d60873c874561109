import { type AgreementDocument, compileAgreement } from '#agreement/document/index.ts'
import { prepareVersion, type VersionInForce } from '#leads/lifecycle/index.ts'
import { zoneTable } from '#leads/scoring/index.ts'
import { calendarOf } from '#platform/kernel/calendar.ts'
import type { Instant } from '#platform/kernel/instant.ts'
import type { Frame, StageLine } from '#reports/kpi/index.ts'
import { type AgreementFile, COHORT_DAYS, reportOf } from './assemble.ts'
import { Collector } from './collect.ts'
import { compute } from './facts.ts'
import { evidenceOf } from './history.ts'
import { type Reading, readFolderInto } from './read.ts'
import type { AuditReport } from './report.ts'

interface AuditOptions {
  /** in the order they came into force; later ones need an `effectiveFrom` */
  agreements: readonly AgreementFile[]
  now: Instant
  /** what is being done, in words, and how far it is (0-1, absent when nobody knows) */
  onProgress?: (doing: string, share?: number) => void
}

/**
 * Reads a folder of CSV exports (or one file) and reports what it holds: nothing is kept and no server is needed. Memory does
 * not grow with what a touch says, only some thirty bytes for each.
 *
 * @throws {CsvProblem} when there is nothing to read at `path`
 */
export async function audit(
  path: string,
  { agreements, now, onProgress = () => {} }: AuditOptions,
): Promise<AuditReport> {
  const leading = agreements.at(-1)!.document
  onProgress('Looking at the files')
  const given = agreements.some(({ file }) => file !== null)
  const { reading, collected } = await collect(path, agreements, given, now, onProgress)
  const frame = frameOf(collected, leading, now)
  const versions = versionsOf(agreements)
  // as everywhere in the product: what is dated later than now has not happened yet
  const isPossible = (at: Instant) => at <= now
  const { attribution, followUp, handOff } = leading
  const { isHandRaise } = compileAgreement(leading)
  const computed = compute(collected, {
    versions,
    stages: frame.stages,
    qualifiedStage: handOff.from,
    crediting: attribution,
    channels: followUp.channels,
    isHandRaise: ({ id }) => isHandRaise(evidenceOf(collected, Number(id)).facts),
    isPossible,
    onProgress: (share) => onProgress('Scoring and following everyone through the stages', share),
  })
  onProgress('Adding up')
  return reportOf({ path, reading, collected, computed, frame, agreements, now, isPossible })
}

async function collect(
  path: string,
  agreements: readonly AgreementFile[],
  given: boolean,
  now: Instant,
  onProgress: NonNullable<AuditOptions['onProgress']>,
): Promise<{ reading: Reading; collected: Collector }> {
  const { currency, timeZone } = agreements.at(-1)!.document
  const text = JSON.stringify(agreements.map(({ document }) => document))
  const collected = new Collector(now, (name) => text.includes(name))
  const reading = await readFolderInto(path, collected, {
    // the default agreement's currency says nothing about this company
    options: given ? { currency, timeZone } : {},
    onRows: (rows) => onProgress(`Reading: ${rows.toLocaleString('en')} rows`),
  })
  onProgress('Sorting touches')
  collected.touches.group(collected.people.length)
  return { reading, collected }
}

function versionsOf(agreements: readonly AgreementFile[]): VersionInForce[] {
  return agreements.map(({ document }, index) => {
    const calendar = calendarOf(document.timeZone)
    const effectiveFrom =
      index === 0 || !document.effectiveFrom
        ? Number.NEGATIVE_INFINITY
        : calendar.startOf(document.effectiveFrom)
    const inForce = { version: index + 1, document, compiled: compileAgreement(document), effectiveFrom }
    return prepareVersion(inForce, zoneTable(document.timeZone))
  })
}

const SOURCED = {
  origin_field: 'sourced_origin',
  first_touch: 'sourced_first_touch',
  touch_before_sales: 'sourced_before_sales',
} as const

/** The whole stretch of time the records cover, in the agreement's time zone and the deals' own currency. */
function frameOf(collected: Collector, document: AgreementDocument, now: Instant): Frame {
  const calendar = calendarOf(document.timeZone)
  const reaches = [...collected.reach.values()]
  const first = reaches.flatMap((reach) => reach.first ?? [])
  const last = reaches.flatMap((reach) => reach.last ?? [])
  const knownUntil = last.length === 0 ? null : Math.max(...last)
  const knownDay = calendar.dayOf(knownUntil ?? now)
  return {
    range: { from: first.length === 0 ? knownDay : calendar.dayOf(Math.min(...first)), to: knownDay },
    basis: 'period',
    withinDays: COHORT_DAYS,
    bucket: 'month',
    filters: {},
    timeZone: document.timeZone,
    dayOf: calendar.dayOf,
    knownUntil,
    knownDay,
    currency: mostUsed(collected.deals.flatMap(({ currency }) => currency ?? [])) ?? document.currency,
    stages: document.stages.map(
      ({ key, name, kind, optional }): StageLine => ({ key, name, kind, optional }),
    ),
    handOff: { from: document.handOff.from, to: document.handOff.to },
    attribution: {
      lookbackDays: document.attribution.lookbackDays,
      mode: document.attribution.mode,
      leading: SOURCED[document.attribution.sourced],
    },
  }
}

function mostUsed(words: readonly string[]): string | undefined {
  const counts = new Map<string, number>()
  for (const word of words) counts.set(word, (counts.get(word) ?? 0) + 1)
  return [...counts].sort(([, a], [, b]) => b - a)[0]?.[0]
}
