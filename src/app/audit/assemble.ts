import { basename, resolve } from 'node:path'
import type { AgreementDocument } from '#agreement/document/index.ts'
import { bucketOf } from '#platform/kernel/days.ts'
import type { Instant } from '#platform/kernel/instant.ts'
import { dashboard, type Frame, type KpiFacts } from '#reports/kpi/index.ts'
import { absences } from './absent.ts'
import { attribute } from './attribution.ts'
import { campaignReports, teamReports } from './breakdowns.ts'
import type { Collector } from './collect.ts'
import { CREDIT_MODELS } from './credit.ts'
import { type Doubt, doubts } from './duplicates.ts'
import { type Computed, fieldCounts } from './facts.ts'
import { highlightsOf } from './highlights.ts'
import { findLeaks } from './leaks.ts'
import type { Reading } from './read.ts'
import type { AuditReport } from './report.ts'

export const COHORT_DAYS = 90
const MOST_ERRORS = 20
const MOST_DOUBTS = 12

/** An agreement to audit under, and where it was read. */
export interface AgreementFile {
  document: AgreementDocument
  /** `null` for the default */
  file: string | null
}

/** Everything an audit knows before it is put in order. */
interface Findings {
  path: string
  reading: Reading
  collected: Collector
  computed: Computed
  frame: Frame
  agreements: readonly AgreementFile[]
  now: Instant
  isPossible(at: Instant): boolean
}

/** Puts everything in order: a section is `null` where the folder has nothing to say about it. */
export function reportOf(findings: Findings): AuditReport {
  const { collected, computed, frame, now } = findings
  const found = doubts(collected)
  const facts: KpiFacts = { ...computed, trust: trustFacts(findings, found) }
  const period = dashboard(facts, frame)
  const cohort = dashboard(facts, { ...frame, basis: 'cohort' })
  const hasDeals = collected.deals.length > 0
  const hasTouches = collected.touches.length > 0
  const hasOrigins = collected.deals.some(({ origin }) => origin !== null)
  const handOff = handOffOf(findings)
  const report = {
    format: 1 as const,
    source: basename(resolve(findings.path)),
    madeAt: now,
    agreement: agreementPart(findings),
    range: frame.knownUntil === null ? null : frame.range,
    timeZone: frame.timeZone,
    currency: frame.currency,
    understood: understoodPart(findings),
    records: recordsPart(collected),
    deals: hasDeals ? dealsPart(computed, frame, period) : null,
    funnel:
      computed.cycles.length === 0
        ? null
        : {
            withinDays: COHORT_DAYS,
            stages: cohort.funnel,
            salRate: period.salRate,
            ages: period.ages,
            byMonth: period.trend,
          },
    response: computed.responses.length === 0 ? null : period.response,
    pipeline: hasDeals && (hasOrigins || hasTouches) ? period.pipeline : null,
    attribution: attributionPart(findings),
    teams: teamReports(collected, computed, handOff, frame.knownUntil ?? now, frame.currency),
    campaigns: campaignReports(collected, computed, handOff),
    leaks: leaksPart(findings, handOff),
    trust: trustPart(findings, found, period.trust),
    absent: absences(collected, computed),
  }
  return { ...report, highlights: highlightsOf(report) }
}

function handOffOf({ agreements }: Findings) {
  const { handOff, followUp } = agreements.at(-1)!.document
  return { qualified: handOff.from, accepted: handOff.to, channels: followUp.channels }
}

function agreementPart({ agreements, computed }: Findings): AuditReport['agreement'] {
  return {
    title: agreements.at(-1)!.document.title,
    isDefault: agreements.every(({ file }) => file === null),
    versions: agreements.map(({ document, file }, index) => ({
      version: index + 1,
      file: file === null ? null : basename(file),
      effectiveFrom: document.effectiveFrom ?? null,
      definition: document.qualification.when,
      ...handOffsUnder(index + 1, computed.cycles, document.handOff),
    })),
  }
}

/** What became of the leads that qualified under a version. */
function handOffsUnder(
  version: number,
  cycles: Computed['cycles'],
  { from, to }: { from: string; to: string },
) {
  const qualified = cycles.filter(
    (cycle) => cycle.versions[from] === version && !cycle.inferred.includes(from),
  )
  const isAccepted = (cycle: Computed['cycles'][number]) =>
    cycle.enteredAt[to] !== undefined && !cycle.inferred.includes(to)
  const accepted = qualified.filter(isAccepted).length
  const sentBack = qualified.filter((cycle) => !isAccepted(cycle) && cycle.exit !== null).length
  return { qualified: qualified.length, accepted, sentBack }
}

function understoodPart({ reading, collected }: Findings): AuditReport['understood'] {
  const { files, questions, suggestions } = reading.understanding
  return {
    files,
    questions,
    suggestions,
    rows: collected.rows + reading.errorCounts.refusedRows,
    refusedRows: reading.errorCounts.refusedRows,
    unreadableCells: reading.errorCounts.cells,
    errors: reading.errors.slice(0, MOST_ERRORS),
  }
}

function recordsPart({
  sellers,
  accounts,
  people,
  campaigns,
  touches,
  deals,
}: Collector): AuditReport['records'] {
  const counts = touches.sideCounts()
  return {
    sellers: sellers.length,
    accounts: accounts.length,
    people: people.length,
    campaigns: campaigns.length,
    marketingTouches: counts.marketing,
    salesTouches: counts.sales,
    machineTouches: counts.machine,
    opportunities: deals.length,
  }
}

function dealsPart(
  { opportunities }: Computed,
  frame: Frame,
  period: ReturnType<typeof dashboard>,
): NonNullable<AuditReport['deals']> {
  const of = (status: string) => opportunities.filter((deal) => deal.status === status)
  const amount = (deals: Computed['opportunities']) =>
    deals.reduce(
      (sum, deal) =>
        sum + ((deal.currency ?? frame.currency) === frame.currency ? (deal.amountMinor ?? 0) : 0),
      0,
    )
  // CRMs often write 0 where nobody filled an amount in: a status without any amount above it is unknown
  const known = (status: string) => of(status).some(({ amountMinor }) => (amountMinor ?? 0) > 0)
  const quarters = new Map<string, { from: string; won: number; lost: number; wonAmountMinor: number }>()
  for (const deal of opportunities) {
    if (deal.status === 'open' || deal.closedAt === null) continue
    const from = bucketOf(frame.dayOf(deal.closedAt), 'quarter')
    const quarter = quarters.get(from) ?? { from, won: 0, lost: 0, wonAmountMinor: 0 }
    quarters.set(from, quarter)
    quarter[deal.status] += 1
    if (deal.status === 'won') quarter.wonAmountMinor += amount([deal])
  }
  return {
    won: of('won').length,
    lost: of('lost').length,
    open: of('open').length,
    wonAmountMinor: known('won') ? amount(of('won')) : null,
    lostAmountMinor: known('lost') ? amount(of('lost')) : null,
    openAmountMinor: known('open') ? amount(of('open')) : null,
    winRate: period.winRate,
    winRateAmount: known('won') && known('lost') ? period.winRateAmount : null,
    cycleMedian: period.cycleLength,
    cycleMeanDays: period.cycleMeanDays,
    openAge: period.openAge,
    velocity: period.velocity,
    quarters: [...quarters.values()].sort((a, b) => (a.from < b.from ? -1 : 1)),
    otherCurrencies: period.otherCurrencies,
  }
}

function attributionPart({
  collected,
  computed,
  frame,
  agreements,
  isPossible,
}: Findings): AuditReport['attribution'] {
  const { attribution } = agreements.at(-1)!.document
  const credited = attribute(collected, {
    mode: attribution.mode,
    lookbackDays: attribution.lookbackDays,
    halfLifeDays: attribution.halfLifeDays ?? 7,
    currency: frame.currency,
    qualified: computed.qualified,
    isPossible,
  })
  if (!credited) return null
  const leading = CREDIT_MODELS.find(({ key }) => key === attribution.model)?.key ?? null
  return {
    mode: attribution.mode,
    lookbackDays: attribution.lookbackDays,
    leading,
    models: CREDIT_MODELS.map((model) => ({ ...model })),
    ...credited,
  }
}

function leaksPart(findings: Findings, handOff: ReturnType<typeof handOffOf>): AuditReport['leaks'] {
  const { collected, computed, frame, agreements, isPossible } = findings
  if (frame.knownUntil === null) return []
  const { followUp } = agreements.at(-1)!.document
  return findLeaks(collected, computed, {
    ...handOff,
    recycled: 'recycled',
    attemptsAgreed: followUp.attempts,
    daysAgreed: followUp.withinDays,
    knownUntil: frame.knownUntil,
    knownDay: frame.knownDay,
    currency: frame.currency,
    isPossible,
  })
}

function trustFacts({ reading, collected }: Findings, found: readonly Doubt[]): KpiFacts['trust'] {
  return {
    freshness: [...collected.reach].map(([kind, reach]) => ({
      source: 'export',
      kind,
      records: reach.records,
      lastOccurredAt: reach.last,
      lastRecordedAt: null,
    })),
    fields: fieldCounts(collected),
    rowsRead: collected.rows + reading.errorCounts.refusedRows,
    rowsRefused: reading.errorCounts.refusedRows,
    duplicatesUnderReview: found.length,
  }
}

function trustPart(
  { collected }: Findings,
  found: readonly Doubt[],
  trust: ReturnType<typeof dashboard>['trust'],
): AuditReport['trust'] {
  return {
    figures: trust.figures.filter(
      ({ key, denominator }) => denominator !== 0 && key !== 'duplicates_under_review',
    ),
    completeness: trust.completeness.filter(({ total }) => total > 0),
    freshness: trust.freshness,
    duplicates: {
      people: found.filter(({ record }) => record === 'person').length,
      accounts: found.filter(({ record }) => record === 'account').length,
      examples: found.slice(0, MOST_DOUBTS),
    },
    impossibleDates: [...collected.impossibleDates].map(([record, count]) => ({ record, count })),
    strangers: collected.strangers,
  }
}
