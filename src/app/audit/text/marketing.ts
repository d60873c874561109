import { count, duration, money, percent, shortMoney, UNKNOWN } from '../format.ts'
import type { AuditReport } from '../report.ts'
import { left, type Paint, right, table, wrap } from './paint.ts'
import { remark, shown, title } from './parts.ts'

const MOST_CAMPAIGNS = 14
const MOST_CHANNELS = 12

/** Sourced in its three meanings, and influenced, side by side and never added. */
export function pipelineText({ pipeline, currency }: AuditReport, paint: Paint): string[] {
  if (!pipeline) return []
  const meanings = [
    ['Sourced: origin field', pipeline.origin, 'the CRM says it came from marketing'],
    ['Sourced: first touch', pipeline.firstTouch, 'the very first touch was marketing’s'],
    ['Sourced: before sales', pipeline.beforeSales, 'a marketing touch came before the first of sales'],
    ['Influenced', pipeline.influenced, 'at least one marketing touch; never added to sourced'],
  ] as const
  const known = meanings.filter(([, figure]) => figure.value !== null && figure.denominator)
  return [
    ...title('Pipeline by marketing', `of ${money(pipeline.created.value, currency)} created`, paint),
    ...known.flatMap(([name, figure, about]) => {
      const signed = figure.key === pipeline.leading ? 'signed: ' : ''
      const share = figure.denominator ? percent((figure.numerator ?? 0) / figure.denominator) : UNKNOWN
      const begin = `  ${left(name, 23)}${right(money(figure.value, currency), 15)}${right(share, 7)}   `
      return wrap(paint.dim(`${signed}${about}`), begin, ' '.repeat(begin.length))
    }),
    ...remark(
      `${count(pipeline.withoutTouch)} deals have no touch at all; touches of ${pipeline.mode === 'implicit' ? 'everybody at the account' : 'people with a role in the deal'}, ${pipeline.lookbackDays} days back.`,
      paint,
    ),
  ]
}

/** Won revenue by channel, as a range over all models. */
export function attributionText({ attribution, currency }: AuditReport, paint: Paint): string[] {
  if (!attribution) return []
  const value = (model: string) => (line: (typeof attribution.channels)[number]) =>
    shortMoney(line.byModel[model] ?? null, currency)
  const column = (name: string, model: string) => ({
    title: name,
    width: 9,
    align: 'right' as const,
    cell: value(model),
  })
  return [
    ...title('Attribution', 'won revenue by channel: the range over all models, not one answer', paint),
    ...table(
      [
        { title: 'Channel', width: 18, cell: ({ channel }) => channel },
        { title: 'Lowest', width: 9, align: 'right', cell: (line) => shortMoney(line.lowestMinor, currency) },
        {
          title: 'Highest',
          width: 9,
          align: 'right',
          cell: (line) => shortMoney(line.highestMinor, currency),
        },
        column('First', 'first'),
        column('Last', 'last'),
        column('Linear', 'linear'),
        column('W', 'w'),
        column('Decay', 'time_decay'),
      ],
      attribution.channels.slice(0, MOST_CHANNELS),
      paint,
    ),
    ...remark(
      `${count(attribution.withoutTouch.deals)} of ${count(attribution.deals)} won deals (${money(attribution.withoutTouch.amountMinor, currency)}) have no marketing touch: no model can explain them.`,
      paint,
    ),
  ]
}

/** Teams; nothing about single people. */
export function teamText({ teams, currency }: AuditReport, paint: Paint): string[] {
  if (teams.length === 0) return []
  const handed = teams.some(({ qualified }) => qualified > 0)
  const asked = teams.some(({ firstAttemptP50 }) => firstAttemptP50 !== null)
  return [
    ...title('Teams', '', paint),
    ...table(
      [
        { title: 'Team', width: 14, cell: ({ team }) => team },
        { title: 'Open', width: 6, align: 'right', cell: ({ open }) => count(open) },
        { title: 'Won', width: 6, align: 'right', cell: ({ won }) => count(won) },
        { title: 'Win rate', width: 8, align: 'right', cell: ({ winRate }) => percent(winRate) },
        {
          title: 'Won value',
          width: 13,
          align: 'right',
          cell: (team) => money(team.wonAmountMinor, currency),
        },
        ...(handed
          ? [
              {
                title: 'Qualified',
                width: 9,
                align: 'right' as const,
                cell: (team: (typeof teams)[number]) => count(team.qualified),
              },
              {
                title: 'Untouched',
                width: 9,
                align: 'right' as const,
                cell: (team: (typeof teams)[number]) => `${count(team.untouched)}`,
              },
            ]
          : []),
        ...(asked
          ? [
              {
                title: 'Answers within',
                width: 15,
                align: 'right' as const,
                cell: (team: (typeof teams)[number]) => duration(team.firstAttemptP50),
              },
            ]
          : []),
      ],
      teams,
      paint,
    ),
    ...(asked
      ? remark('Answers within: half of the hand-raises had a first human attempt by then.', paint)
      : []),
  ]
}

/** What became of each campaign's leads. */
export function campaignText({ campaigns, currency }: AuditReport, paint: Paint): string[] {
  if (campaigns.length === 0) return []
  const accepted = (line: (typeof campaigns)[number]) =>
    line.accepted + line.sentBack === 0 ? UNKNOWN : percent(line.accepted / (line.accepted + line.sentBack))
  return [
    ...title('Campaigns', 'by the first campaign of each lead', paint),
    ...table(
      [
        { title: 'Campaign', width: 40, cell: ({ name }) => name },
        { title: 'Leads', width: 6, align: 'right', cell: ({ leads }) => count(leads) },
        { title: 'MQL', width: 5, align: 'right', cell: ({ qualified }) => count(qualified) },
        { title: 'Accepted', width: 8, align: 'right', cell: accepted },
        { title: 'Customers', width: 9, align: 'right', cell: ({ customers }) => count(customers) },
        {
          title: 'Cost',
          width: 9,
          align: 'right',
          cell: (line) => shortMoney(line.costMinor, line.currency ?? currency),
        },
      ],
      campaigns.slice(0, MOST_CAMPAIGNS),
      paint,
    ),
    ...remark(
      `Accepted: of the qualified leads that sales decided on. ${shown(campaigns.length, MOST_CAMPAIGNS, 'campaigns (--json and the HTML report have all)')}`,
      paint,
    ),
  ]
}
