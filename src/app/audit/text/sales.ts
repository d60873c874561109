import { count, days, duration, money, percent, plural, quarter, UNKNOWN } from '../format.ts'
import type { AuditReport } from '../report.ts'
import { bar, left, type Paint, right, table, wrap } from './paint.ts'
import { remark, title } from './parts.ts'

/** What was won, lost and is open, how often and how fast. */
export function dealText({ deals, currency }: AuditReport, paint: Paint): string[] {
  if (!deals) return []
  const { winRate, winRateAmount, cycleMedian, openAge, velocity } = deals
  const interval = winRate.interval
    ? `, 95 % sure it is ${percent(winRate.interval.low)} to ${percent(winRate.interval.high)}`
    : ''
  const worth = (minor: number | null, cases: number) =>
    cases === 0 ? '' : minor === null ? 'no amounts' : money(minor, currency)
  const decided = `${count(winRate.numerator)} of ${count(winRate.denominator)} decided${interval}`
  const mean = deals.cycleMeanDays === null ? UNKNOWN : `${deals.cycleMeanDays.toFixed(2)} days`
  const perDay = velocity.value === null ? null : Math.round(velocity.value)
  const figures: (readonly [string, string, string])[] = [
    ['Won', count(deals.won), worth(deals.wonAmountMinor, deals.won)],
    ['Lost', count(deals.lost), worth(deals.lostAmountMinor, deals.lost)],
    ['Open', count(deals.open), worth(deals.openAmountMinor, deals.open)],
    ['Win rate', percent(winRate.value, 1), decided],
    ['by amount', percent(winRateAmount?.value ?? null, 1), 'amount won of the amount decided'],
    [
      'Cycle',
      days(cycleMedian.value),
      `median of ${plural(cycleMedian.cases.denominator, 'won deal')}; mean ${mean}`,
    ],
    [
      'Open since',
      days(openAge.value),
      `median of ${plural(openAge.cases.denominator, 'open deal')}${leftOut(openAge)}`,
    ],
    ['Velocity', money(perDay, currency), 'won revenue per day of the cycle'],
  ]
  return [
    ...title('Deals', '', paint),
    ...figures
      .filter(([, value]) => value !== UNKNOWN)
      .flatMap(([name, value, about]) =>
        wrap(paint.dim(about), `  ${left(name, 12)}${right(value, 14)}   `, ' '.repeat(31)),
      ),
    '',
    ...quarters(deals.quarters, currency, paint),
  ]
}

const leftOut = ({ leftOut: reasons }: { leftOut: readonly { reason: string; count: number }[] }): string =>
  reasons.map(({ reason, count: cases }) => `; left out: ${count(cases)} (${lower(reason)})`).join('')

const lower = (text: string) => text.charAt(0).toLowerCase() + text.slice(1)

function quarters(
  list: NonNullable<AuditReport['deals']>['quarters'],
  currency: string,
  paint: Paint,
): string[] {
  const most = Math.max(...list.map(({ won }) => won), 1)
  return table(
    [
      { title: 'Closed in', width: 10, cell: (line) => quarter(line.from) },
      { title: 'Won', width: 7, align: 'right', cell: (line) => count(line.won) },
      { title: 'Lost', width: 7, align: 'right', cell: (line) => count(line.lost) },
      {
        title: 'Win rate',
        width: 8,
        align: 'right',
        cell: (line) => percent(line.won / (line.won + line.lost)),
      },
      { title: 'Won value', width: 16, align: 'right', cell: (line) => money(line.wonAmountMinor, currency) },
      { title: '', width: 38, cell: (line) => paint.accent(bar(line.won / most, 38)) },
    ],
    list,
    paint,
  )
}

const FUNNEL_BAR = 34

/** Who entered each stage, and how many of them reached the next within the window. */
export function funnelText({ funnel }: AuditReport, paint: Paint): string[] {
  if (!funnel) return []
  const stages = funnel.stages.filter(({ entered }) => (entered.value ?? 0) > 0)
  const most = Math.max(...stages.map(({ entered }) => entered.value ?? 0), 1)
  const immature = stages[0]?.conversion?.immature ?? 0
  const { salRate } = funnel
  return [
    ...title(
      'Funnel',
      `of those who entered a stage, how many reached the next within ${funnel.withinDays} days`,
      paint,
    ),
    ...table(
      [
        { title: 'Stage', width: 13, cell: ({ stage }) => stage.name },
        { title: 'Entered', width: 8, align: 'right', cell: ({ entered }) => count(entered.value) },
        {
          title: '',
          width: FUNNEL_BAR,
          cell: ({ entered }) => paint.accent(bar((entered.value ?? 0) / most, FUNNEL_BAR)),
        },
        {
          title: 'Reached next',
          width: 12,
          align: 'right',
          cell: ({ conversion }) => percent(conversion?.value ?? null),
        },
        {
          title: '95 % sure',
          width: 12,
          align: 'right',
          cell: ({ conversion }) => interval(conversion?.interval),
        },
        { title: 'Ended', width: 7, align: 'right', cell: ({ exits }) => count(exits.value) },
      ],
      stages,
      paint,
    ),
    ...(salRate.value === null
      ? []
      : remark(
          `Sales accepted ${percent(salRate.value)} of the qualified leads it decided on (${count(salRate.numerator)} of ${count(salRate.denominator)}).`,
          paint,
        )),
    ...(immature > 0
      ? remark(
          `${plural(immature, 'person', 'people')} entered too recently to have had the whole window.`,
          paint,
        )
      : []),
  ]
}

const interval = (range: { low: number; high: number } | null | undefined): string =>
  range ? `${(range.low * 100).toFixed(0)}–${(range.high * 100).toFixed(0)} %` : ''

/** How long people who asked waited. */
export function responseText({ response }: AuditReport, paint: Paint): string[] {
  if (!response) return []
  const line = (name: string, { p50, p90, raised, answered, waiting }: typeof response.attempt) =>
    `  ${left(name, 22)}${right(duration(p50.value), 14)}${right(duration(p90.value), 16)}   ${paint.dim(`${count(answered)} of ${count(raised)} hand-raises, ${count(waiting)} still waiting`)}`
  return [
    ...title('Response times', 'from asking for a demo or a call, elapsed time', paint),
    paint.dim(`  ${left('', 22)}${right('half within', 14)}${right('nine in ten', 16)}`),
    line('First human attempt', response.attempt),
    line('First conversation', response.contact),
  ]
}
