import { Badge, Term, type Tone } from '#platform/ui/index.ts'

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
