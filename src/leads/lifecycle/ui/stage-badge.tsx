import { Badge, formatDate, formatExact, Term, type Tone } from '#platform/ui/index.ts'

const TONES: Record<string, Tone> = {
  customer: 'good',
  onboarded: 'good',
  renewed: 'good',
  expanded: 'good',
  opportunity: 'sales',
  sql: 'sales',
  sal: 'sales',
  mql: 'marketing',
  inquiry: 'marketing',
  lost: 'bad',
  churned: 'bad',
  disqualified: 'bad',
  recycled: 'warn',
}

/** A stage by its name in the agreement, with its definition on hover and focus. Not inside a link. */
export function StageBadge({ stage, name }: { stage: string | null; name: string | null }) {
  if (stage === null) return <span className="text-ink-3">No stage yet</span>
  return (
    <Term k={stage}>
      <Badge tone={TONES[stage] ?? 'neutral'}>{name ?? stage}</Badge>
    </Term>
  )
}

/** Past the time limit of the stage since then, in lists in one word; nothing within it. */
export function StaleBadge({ since, short = false }: { since: number | null; short?: boolean }) {
  if (since === null) return null
  return (
    <span title={`The time limit of the stage was over on ${formatExact(since)}`}>
      <Badge tone="warn">{short ? 'Stale' : `Stale since ${formatDate(since)}`}</Badge>
    </span>
  )
}
