import { cx } from '#platform/ui/index.ts'
import type { CampaignOutcome } from './data.ts'

/** Where leads may have gone, from best to worst, and the list of each; together they are all that were offered. */
export const OUTCOMES = [
  {
    key: 'opportunities',
    name: 'Opportunity',
    fill: 'bg-good',
    list: { group: 'closed', outcome: 'qualified' },
  },
  { key: 'open', name: 'Open', fill: 'bg-accent-fill', list: {} },
  {
    key: 'recycled',
    name: 'Recycled',
    fill: 'bg-marketing-fill',
    list: { group: 'closed', outcome: 'recycled' },
  },
  {
    key: 'disqualified',
    name: 'Disqualified',
    fill: 'bg-ink-3',
    list: { group: 'closed', outcome: 'disqualified' },
  },
  { key: 'rejected', name: 'Rejected', fill: 'bg-bad-fill', list: { group: 'closed', outcome: 'rejected' } },
] as const

/** One campaign's leads by what became of them, against the largest campaign. */
export function OutcomeBar({ outcome, most }: { outcome: CampaignOutcome; most: number }) {
  const parts = OUTCOMES.filter(({ key }) => outcome[key] > 0)
  return (
    <span
      role="img"
      aria-label={parts.map(({ key, name }) => `${name} ${outcome[key]}`).join(', ') || 'None'}
      className="flex h-2.5 min-w-32 gap-px overflow-hidden rounded-sm"
    >
      {parts.map(({ key, name, fill }) => (
        <span
          key={key}
          title={`${name}: ${outcome[key]}`}
          className={fill}
          style={{ width: `${(outcome[key] / Math.max(1, most)) * 100}%` }}
        />
      ))}
    </span>
  )
}

/** What the colours mean. */
export function OutcomeLegend() {
  return (
    <ul aria-label="Colours" className="flex flex-wrap gap-x-3.5 gap-y-1 text-xs text-ink-2">
      {OUTCOMES.map(({ key, name, fill }) => (
        <li key={key} className="flex items-center gap-1.5">
          <span aria-hidden className={cx('size-2 rounded-[2px]', fill)} />
          {name}
        </li>
      ))}
    </ul>
  )
}
