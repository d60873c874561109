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

/** A stage by its name in the agreement; `defined` puts its definition on hover and focus (not inside a link). */
export function StageBadge({
  stage,
  name,
  defined = false,
}: {
  stage: string | null
  name: string | null
  defined?: boolean
}) {
  if (stage === null) return <span className="text-ink-3">No stage yet</span>
  const badge = <Badge tone={TONES[stage] ?? 'neutral'}>{name ?? stage}</Badge>
  return defined ? <Term k={stage}>{badge}</Term> : badge
}
