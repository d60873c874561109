import { Badge } from '#platform/ui/index.ts'

const OUTCOMES = {
  open: { tone: 'accent', name: 'Open' },
  won: { tone: 'good', name: 'Won' },
  lost: { tone: 'neutral', name: 'Lost' },
} as const

/** What became of an opportunity. */
export function OutcomeBadge({ status }: { status: keyof typeof OUTCOMES }) {
  return <Badge tone={OUTCOMES[status].tone}>{OUTCOMES[status].name}</Badge>
}
