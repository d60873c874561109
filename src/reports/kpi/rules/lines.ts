import { wholeUnits } from '#platform/kernel/money.ts'
import type { Dashboard, Figure } from '../schema.ts'
import { measure } from './catalogue.ts'
import { figuresOf } from './figures.ts'

/** A cell of an export. */
export type Cell = string | number | null

/** Columns of an exported dashboard. */
export const DASHBOARD_COLUMNS = [
  'measure',
  'name',
  'stage',
  'value',
  'unit',
  'currency',
  'numerator',
  'denominator',
  'cases',
  'interval_low',
  'interval_high',
  'thin',
  'immature',
  'previous',
  'left_out',
  'basis',
  'within_days',
  'from',
  'to',
  'source',
  'team',
  'campaign_id',
  'time_zone',
  'agreement_versions',
  'data_until',
] as const

/**
 * Everything a dashboard shows as rows of a table: figures first, then the trend, then completeness. Money is in major units.
 *
 * @param digits decimal digits of the minor unit of the currency that the dashboard is in
 * @param iso writes an instant
 */
export function dashboardLines(shown: Dashboard, digits: number, iso: (at: number) => string): Cell[][] {
  const scope: Cell[] = [
    shown.basis,
    shown.basis === 'cohort' ? shown.withinDays : null,
    shown.range.from,
    shown.range.to,
    shown.filters.source ?? null,
    shown.filters.team ?? null,
    shown.filters.campaignId ?? null,
    shown.timeZone,
    shown.agreementVersions.join(' '),
    shown.knownUntil === null ? null : iso(shown.knownUntil),
  ]
  const { response } = shown
  const part = new Map<Figure, string>([
    [response.attempt.p50, 'P50'],
    [response.attempt.p90, 'P90'],
    [response.contact.p50, 'P50'],
    [response.contact.p90, 'P90'],
  ])
  return [
    ...figuresOf(shown).map((of) => [...figureLine(of, digits, part.get(of)), ...scope]),
    ...shown.trend.series.flatMap(({ stage, values }) =>
      values.map((value, i) => [
        ...plainLine(
          'stage_entries',
          `Entered stage, ${shown.bucket} of ${shown.trend.buckets[i]}`,
          stage.key,
          value,
          'count',
        ),
        ...scope,
      ]),
    ),
    ...shown.trust.completeness.map(({ record, field, filled, total }) => [
      ...plainLine(
        'completeness',
        `${record} ${field}`,
        null,
        total === 0 ? null : filled / total,
        'share',
        filled,
        total,
      ),
      ...scope,
    ]),
    ...shown.otherCurrencies.flatMap(({ currency, created, decided }) => [
      [
        ...moneyLine('pipeline_created', 'Created in another currency', created.amountMinor, currency),
        ...scope,
      ],
      [
        ...moneyLine('win_rate_amount', 'Decided in another currency', decided.amountMinor, currency),
        ...scope,
      ],
    ]),
  ]
}

function figureLine(of: Figure, digits: number, part: string | undefined): Cell[] {
  const isMoney = of.unit === 'money' || of.unit === 'money_per_day'
  const major = (value: number | null) => (value === null ? null : isMoney ? value / 10 ** digits : value)
  // The two sides of a rate by amount are money although the rate is not.
  const side = (value: number | null) =>
    value !== null && of.key === 'win_rate_amount' ? value / 10 ** digits : major(value)
  const name = measure(of.key).name
  return [
    of.key,
    part ? `${name} ${part}` : name,
    of.recordSelector.stage ?? null,
    major(of.value),
    isMoney ? (of.currency ?? '') + (of.unit === 'money_per_day' ? ' per day' : '') : of.unit,
    of.currency ?? null,
    side(of.numerator),
    of.key === 'sales_velocity' ? of.denominator : side(of.denominator),
    of.cases.denominator,
    of.interval?.low ?? null,
    of.interval?.high ?? null,
    of.thin ? 'yes' : 'no',
    of.immature,
    major(of.previous),
    of.leftOut.map((line) => `${line.reason}: ${line.count}`).join('; '),
  ]
}

const moneyLine = (key: string, name: string, amountMinor: number, currency: string): Cell[] =>
  plainLine(key, name, null, wholeUnits(amountMinor, currency), currency).with(
    DASHBOARD_COLUMNS.indexOf('currency'),
    currency,
  )

function plainLine(
  key: string,
  name: string,
  stage: string | null,
  value: number | null,
  unit: string,
  numerator: number | null = null,
  denominator: number | null = null,
): Cell[] {
  return [
    key,
    name,
    stage,
    value,
    unit,
    null,
    numerator,
    denominator,
    denominator,
    null,
    null,
    'no',
    null,
    null,
    '',
  ]
}
