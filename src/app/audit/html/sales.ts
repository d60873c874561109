import { count, days, duration, money, percent, plural, quarter, UNKNOWN } from '../format.ts'
import type { AuditReport } from '../report.ts'
import { quarterChart, shareBar } from './charts.ts'
import { html, type Markup } from './markup.ts'
import { figureGrid, note, section, tableOf } from './parts.ts'

export function dealSection({ deals, currency }: AuditReport): Markup | null {
  if (!deals) return null
  const { winRate, winRateAmount, cycleMedian, openAge, velocity } = deals
  const worth = (minor: number | null, cases: number) =>
    cases === 0 ? '' : minor === null ? 'no amounts' : money(minor, currency)
  const interval = winRate.interval
    ? `, likely ${percent(winRate.interval.low)} to ${percent(winRate.interval.high)}`
    : ''
  const mean = deals.cycleMeanDays === null ? '' : `median; mean ${deals.cycleMeanDays.toFixed(2)} days`
  const left = openAge.leftOut
    .map(({ reason, count: cases }) => `; ${count(cases)} left out: ${reason.toLowerCase()}`)
    .join('')
  return section(
    'Deals',
    '',
    figureGrid([
      ['Won', count(deals.won), worth(deals.wonAmountMinor, deals.won)],
      ['Lost', count(deals.lost), worth(deals.lostAmountMinor, deals.lost)],
      ['Open', count(deals.open), worth(deals.openAmountMinor, deals.open)],
      [
        'Win rate',
        percent(winRate.value, 1),
        `${count(winRate.numerator)} of ${count(winRate.denominator)} decided${interval}`,
      ],
      ['Sales cycle', days(cycleMedian.value), mean],
      [
        'Open since',
        days(openAge.value),
        `median of ${plural(openAge.cases.denominator, 'open deal')}${left}`,
      ],
      [
        'Win rate by amount',
        percent(winRateAmount?.value ?? null, 1),
        winRateAmount ? 'amount won of the amount decided' : 'not known: lost or won deals without amounts',
      ],
      [
        'Sales velocity',
        money(velocity.value === null ? null : Math.round(velocity.value), currency),
        'won revenue per day of the cycle',
      ],
    ]),
    deals.quarters.length > 1 && quarterChart(deals.quarters, currency),
    html`<details><summary>Quarters as a table</summary>${tableOf(
      [
        { label: 'Closed in', cell: ({ from }) => quarter(from) },
        { label: 'Won', kind: 'number', cell: ({ won }) => count(won) },
        { label: 'Lost', kind: 'number', cell: ({ lost }) => count(lost) },
        { label: 'Win rate', kind: 'number', cell: ({ won, lost }) => percent(won / (won + lost)) },
        { label: 'Won value', kind: 'number', cell: ({ wonAmountMinor }) => money(wonAmountMinor, currency) },
      ],
      deals.quarters,
      'Deals by quarter',
    )}</details>`,
  )
}

export function funnelSection({ funnel }: AuditReport): Markup | null {
  if (!funnel) return null
  const stages = funnel.stages.filter(({ entered }) => (entered.value ?? 0) > 0)
  const most = Math.max(...stages.map(({ entered }) => entered.value ?? 0), 1)
  const immature = stages[0]?.conversion?.immature ?? 0
  const { salRate } = funnel
  const range = (value: { low: number; high: number } | null | undefined) =>
    value ? html` <small>${(value.low * 100).toFixed(0)}–${percent(value.high)}</small>` : ''
  return section(
    'Funnel',
    `Of those who entered a stage, how many reached the next one within ${funnel.withinDays} days.`,
    tableOf(
      [
        { label: 'Stage', cell: ({ stage }) => stage.name },
        { label: 'Entered', kind: 'number', cell: ({ entered }) => count(entered.value) },
        {
          label: '',
          kind: 'bar',
          cell: ({ stage, entered }) =>
            shareBar((entered.value ?? 0) / most, `${stage.name}: ${count(entered.value)}`),
        },
        {
          label: 'Reached next',
          kind: 'number',
          cell: ({ conversion }) => html`${percent(conversion?.value ?? null)}${range(conversion?.interval)}`,
        },
        { label: 'Ended there', kind: 'number', cell: ({ exits }) => count(exits.value) },
      ],
      stages,
      'Funnel',
    ),
    salRate.value === null
      ? null
      : note(
          `Sales accepted ${percent(salRate.value)} of the qualified leads it decided on (${count(salRate.numerator)} of ${count(salRate.denominator)}). Beside each share stands the range it likely lies in.`,
        ),
    immature > 0 &&
      note(`${plural(immature, 'person', 'people')} entered too recently to have had the whole window.`),
  )
}

export function responseSection({ response }: AuditReport): Markup | null {
  if (!response) return null
  const lines = [
    { name: 'First human attempt', ...response.attempt },
    { name: 'First conversation', ...response.contact },
  ]
  return section(
    'Response times',
    'Elapsed time from asking for a demo or a call. Who still waits counts as “at least this long”.',
    tableOf(
      [
        { label: '', cell: ({ name }) => name },
        { label: 'Half within', kind: 'number', cell: ({ p50 }) => duration(p50.value) },
        { label: 'Nine in ten within', kind: 'number', cell: ({ p90 }) => duration(p90.value) },
        { label: 'Hand-raises', kind: 'number', cell: ({ raised }) => count(raised) },
        { label: 'Still waiting', kind: 'number', cell: ({ waiting }) => count(waiting) },
      ],
      lines,
      'Response times',
    ),
  )
}

export function teamSection({ teams, currency }: AuditReport): Markup | null {
  if (teams.length === 0) return null
  type Team = (typeof teams)[number]
  const handed = teams.some(({ qualified }) => qualified > 0)
  const asked = teams.some(({ firstAttemptP50 }) => firstAttemptP50 !== null)
  const number = (label: string, cell: (team: Team) => string) => ({ label, kind: 'number' as const, cell })
  return section(
    'Teams',
    asked ? '“Answers within” is when half of the hand-raises had a first human attempt.' : '',
    tableOf<Team>(
      [
        { label: 'Team', cell: ({ team }) => team },
        number('Open', ({ open }) => count(open)),
        number('Won', ({ won }) => count(won)),
        number('Win rate', ({ winRate }) => percent(winRate)),
        number('Won value', (team) => money(team.wonAmountMinor, currency)),
        ...(handed
          ? [
              number('Qualified', ({ qualified }) => count(qualified)),
              number(
                'Never tried',
                ({ qualified, untouched }) =>
                  `${count(untouched)} (${qualified ? percent(untouched / qualified) : UNKNOWN})`,
              ),
            ]
          : []),
        ...(asked ? [number('Answers within', ({ firstAttemptP50 }) => duration(firstAttemptP50))] : []),
      ],
      teams,
      'Teams',
    ),
  )
}
