import { count, money, percent, shortMoney, UNKNOWN } from '../format.ts'
import type { AuditReport } from '../report.ts'
import { creditRange, shareBar } from './charts.ts'
import { html, type Markup } from './markup.ts'
import { note, section, tableOf } from './parts.ts'

export function pipelineSection({ pipeline, currency }: AuditReport): Markup | null {
  if (!pipeline) return null
  const lines = [
    { figure: pipeline.origin, name: 'Sourced: origin field', about: 'The CRM says it came from marketing.' },
    {
      figure: pipeline.firstTouch,
      name: 'Sourced: first touch',
      about: 'The very first touch was marketing’s.',
    },
    {
      figure: pipeline.beforeSales,
      name: 'Sourced: before sales',
      about: 'A marketing touch came before the first activity of sales.',
    },
    {
      figure: pipeline.influenced,
      name: 'Influenced',
      about: 'At least one marketing touch. Never added to sourced.',
    },
  ].filter(({ figure }) => figure.value !== null && figure.denominator)
  const share = ({ figure }: (typeof lines)[number]) => (figure.numerator ?? 0) / figure.denominator!
  return section(
    'Pipeline by marketing',
    `Of ${money(pipeline.created.value, currency)} of pipeline created. “Sourced” has three defensible meanings; all three are shown, the signed one leads.`,
    tableOf(
      [
        {
          label: 'Meaning',
          cell: ({ name, about, figure }) =>
            html`${name} ${figure.key === pipeline.leading && html`<span class="pill">signed</span>`}<br><small>${about}</small>`,
        },
        {
          label: '',
          kind: 'bar',
          cell: (line) => shareBar(share(line), `${line.name}: ${percent(share(line))}`),
        },
        { label: 'Share', kind: 'number', cell: (line) => percent(share(line)) },
        { label: 'Amount', kind: 'number', cell: ({ figure }) => money(figure.value, currency) },
      ],
      lines,
      'Pipeline by marketing',
    ),
    note(
      `${count(pipeline.withoutTouch)} deals have no touch at all. Counted are touches of ${pipeline.mode === 'implicit' ? 'everybody at the account' : 'people with a role in the deal'}, ${pipeline.lookbackDays} days back.`,
    ),
  )
}

export function attributionSection({ attribution, currency }: AuditReport): Markup | null {
  if (!attribution) return null
  const most = Math.max(...attribution.channels.map(({ highestMinor }) => highestMinor), 1)
  type Channel = (typeof attribution.channels)[number]
  const by = (label: string, model: string) => ({
    label,
    kind: 'number' as const,
    cell: (line: Channel) => shortMoney(line.byModel[model] ?? null, currency),
  })
  const leading = attribution.models.find(({ key }) => key === attribution.leading)
  return section(
    'Attribution',
    'Won revenue by channel, as the range over all models. Where the range is wide, no single answer is honest.',
    tableOf<Channel>(
      [
        { label: 'Channel', cell: ({ channel }) => channel },
        { label: '', kind: 'bar', cell: (line) => creditRange(line, most, attribution.leading) },
        { label: 'Lowest', kind: 'number', cell: ({ lowestMinor }) => shortMoney(lowestMinor, currency) },
        { label: 'Highest', kind: 'number', cell: ({ highestMinor }) => shortMoney(highestMinor, currency) },
        by('First', 'first'),
        by('Last', 'last'),
        by('Linear', 'linear'),
        ...(leading && !['first', 'last', 'linear'].includes(leading.key)
          ? [by(leading.name, leading.key)]
          : []),
      ],
      attribution.channels,
      'Attribution',
    ),
    html`<p class="legend"><span style="--dot:var(--accent-soft)">Range over ${attribution.models.length} models</span><span class="ring">First touch</span><span>Last touch</span>${leading && html`<span class="tick" style="--dot:var(--fg)">${leading.name}: ${leading.shares} (leads by the agreement)</span>`}</p>`,
    note(
      `${count(attribution.withoutTouch.deals)} of ${count(attribution.deals)} won deals (${money(attribution.withoutTouch.amountMinor, currency)}) have no marketing touch: no model can explain them.`,
    ),
  )
}

export function campaignSection({ campaigns, currency }: AuditReport): Markup | null {
  if (campaigns.length === 0) return null
  type Campaign = (typeof campaigns)[number]
  const decided = ({ accepted, sentBack }: Campaign) => accepted + sentBack
  const number = (label: string, cell: (campaign: Campaign) => Markup | string) => ({
    label,
    kind: 'number' as const,
    cell,
  })
  return section(
    'Campaigns',
    'What became of the leads whose first campaign it was. “Accepted” is of the qualified leads that sales decided on; below 30 of them it is grey.',
    tableOf<Campaign>(
      [
        {
          label: 'Campaign',
          cell: ({ name, channel }) => html`${name}${channel && html` <small>${channel}</small>`}`,
        },
        number('Leads', ({ leads }) => count(leads)),
        number('Qualified', ({ qualified }) => count(qualified)),
        number('Accepted', (line) => {
          const text = decided(line) ? percent(line.accepted / decided(line)) : UNKNOWN
          return decided(line) < 30 ? html`<span class="soft">${text}</span>` : text
        }),
        number('Customers', ({ customers }) => count(customers)),
        number('Cost', (line) => shortMoney(line.costMinor, line.currency ?? currency)),
      ],
      campaigns,
      'Campaigns',
    ),
  )
}
