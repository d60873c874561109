import { z } from 'zod'
import { csvFile } from '#platform/csv/index.ts'
import { toIso } from '#platform/kernel/instant.ts'
import { minorDigits, wholeUnits } from '#platform/kernel/money.ts'
import {
  type Context,
  handle,
  type PageOf,
  pageOf,
  readCursor,
  writeCursor,
} from '#platform/operation/index.ts'
import {
  explainFigure,
  exportReport,
  type FigureRecord,
  listFilters,
  listRecords,
  type PARTS,
  type ReportQuery,
  showDashboard,
} from './contract.ts'
import { type Prepared, prepare } from './frame-of.ts'
import { readRecords } from './records-store.ts'
import { type MeasureKey, measure } from './rules/catalogue.ts'
import { figuresOf, restsOn } from './rules/figures.ts'
import type { Frame } from './rules/frame.ts'
import { DASHBOARD_COLUMNS, dashboardLines } from './rules/lines.ts'
import type { Dashboard } from './schema.ts'
import { storedDashboard } from './stored-dashboard.ts'
import { hasRecords, readFilters } from './trust-store.ts'

/** Most rows of an export; more is an analysis of its own, for which the records themselves are exported. */
const MOST_ROWS = 100_000
const EXPORT_PAGE = 5_000

async function shownBy(context: Context, query: ReportQuery): Promise<Prepared & { shown: Dashboard }> {
  const { tx, workspaceId, now } = context
  const prepared = await prepare(tx, workspaceId, query, now)
  const { frame, trust } = prepared
  const shown = await storedDashboard(tx, workspaceId, frame, { compare: query.compare, trust })
  return { ...prepared, shown }
}

/** Instant and key of the last record shown. */
const Place = z.tuple([z.int(), z.string()])

async function recordsPage(
  context: Context,
  frame: Frame,
  asked: {
    figure: MeasureKey
    stage?: string | undefined
    part: (typeof PARTS)[number]
    cursor?: string | undefined
    limit: number
  },
): Promise<PageOf<FigureRecord>> {
  const { tx, workspaceId } = context
  const { figure, stage, part, limit } = asked
  const found = await readRecords(tx, {
    workspaceId,
    frame,
    figure,
    stage,
    part,
    after: readCursor(Place, asked.cursor),
    limit: limit + 1,
  })
  const { shown, nextCursor } = pageOf(found ?? [], limit, ({ at, key }) =>
    writeCursor(Place, [at ?? 0, key]),
  )
  const items = shown.map((row) =>
    row.unit === 'money' ? { ...row, currency: row.currency ?? frame.currency } : row,
  )
  return { items, nextCursor }
}

async function explanation(
  context: Context,
  query: ReportQuery,
  figure: MeasureKey,
  stage: string | undefined,
) {
  const { shown, trust, agreementVersion } = await shownBy(context, query)
  const { key: _key, unit: _unit, ...entry } = measure(figure)
  const isAsked = (of: { key: MeasureKey; recordSelector: { stage?: string | undefined } }) =>
    of.key === figure && (stage === undefined || of.recordSelector.stage === stage)
  return {
    ...entry,
    exclusions: [...entry.exclusions],
    figures: figuresOf(shown).filter(isAsked),
    agreementVersion,
    agreementVersions: shown.agreementVersions,
    timeZone: shown.timeZone,
    range: shown.range,
    knownUntil: shown.knownUntil,
    completeness: restsOn(figure, trust.fields),
  }
}

async function dashboardFile(context: Context, query: ReportQuery) {
  const { shown } = await shownBy(context, query)
  context.audit({ summary: 'Exported the dashboard as CSV' })
  return {
    filename: `dashboard-${shown.range.from}-${shown.range.to}.csv`,
    contentType: 'text/csv; charset=utf-8',
    body: csvFile(DASHBOARD_COLUMNS, dashboardLines(shown, minorDigits(shown.currency), toIso), true),
  }
}

async function recordsFile(
  context: Context,
  query: ReportQuery,
  asked: { figure: MeasureKey; stage?: string | undefined; part: (typeof PARTS)[number] },
) {
  const { frame } = await prepare(context.tx, context.workspaceId, query, context.now)
  const rows: FigureRecord[] = []
  let cursor: string | null | undefined
  while (cursor !== null && rows.length < MOST_ROWS) {
    const part: PageOf<FigureRecord> = await recordsPage(context, frame, {
      ...asked,
      cursor,
      limit: EXPORT_PAGE,
    })
    rows.push(...part.items)
    cursor = part.nextCursor
  }
  const header = ['kind', 'id', 'name', 'detail', 'date', 'value', 'unit', 'currency', 'counted']
  const lines = rows.map((row) => [
    row.kind,
    row.id,
    row.title,
    row.subtitle,
    row.at === null ? null : toIso(row.at),
    row.unit === 'money' ? wholeUnits(row.value, row.currency) : row.value,
    row.unit,
    row.unit === 'money' ? row.currency : null,
    row.counted ? 'yes' : 'no',
  ])
  const name = [asked.figure, asked.stage, asked.part].filter(Boolean).join('-')
  context.audit({ summary: `Exported the records behind ${name} as CSV`, detail: { rows: rows.length } })
  return {
    filename: `${name}.csv`,
    contentType: 'text/csv; charset=utf-8',
    body: csvFile(header, lines, true),
  }
}

export const operations = [
  handle(showDashboard, async (context, input) => {
    const { shown } = await shownBy(context, input)
    const isCounted = shown.trust.freshness.length > 0
    return { ...shown, isCounting: !isCounted && (await hasRecords(context.tx, context.workspaceId)) }
  }),
  handle(listRecords, async (context, { figure, stage, part, cursor, limit, ...query }) => {
    const { frame } = await prepare(context.tx, context.workspaceId, query, context.now)
    return recordsPage(context, frame, { figure, stage, part, cursor, limit })
  }),
  handle(explainFigure, (context, { figure, stage, ...query }) => explanation(context, query, figure, stage)),
  handle(exportReport, (context, { figure, stage, part, ...query }) =>
    figure === undefined
      ? dashboardFile(context, query)
      : recordsFile(context, query, { figure, stage, part }),
  ),
  handle(listFilters, ({ tx, workspaceId }) => readFilters(tx, workspaceId)),
]
