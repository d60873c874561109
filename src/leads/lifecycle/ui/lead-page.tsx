import type { ReactNode } from 'react'
import { z } from 'zod'
import {
  Badge,
  ErrorState,
  formatExact,
  Loading,
  MailLink,
  Page,
  PageHeader,
  type TabItem,
  Tabs,
  Term,
  useOperation,
  usePathParam,
  useSearchState,
} from '#platform/ui/index.ts'
import { type Lead, readLead } from '../contract.ts'
import { LeadAside } from './lead-aside.tsx'
import { LeadScoreTab } from './lead-score.tsx'
import { LeadStages } from './lead-stages.tsx'
import { LeadTimeline } from './lead-timeline.tsx'
import { StageBadge, StaleBadge } from './stage-badge.tsx'
import { pointsWords } from './words.ts'

const TABS = ['timeline', 'score', 'stages'] as const
const Search = z.object({ tab: z.enum(TABS).default('timeline') })

/** One person in full; `beside` adds what later slices know of them, `actions` what can be done there. */
export function LeadPage({
  beside,
  actions,
}: {
  beside?: (lead: Lead) => ReactNode
  actions?: (lead: Lead) => ReactNode
}) {
  const personId = usePathParam('personId')
  const { data, error, isPending, refetch } = useOperation(readLead, { personId }, { keep: false })
  return (
    <Page width="wide">
      {isPending && <Loading lines={10} label="Loading the lead" />}
      {error && <ErrorState error={error} onRetry={() => void refetch()} />}
      {data && <LeadInFull lead={data} beside={beside?.(data)} actions={actions?.(data)} />}
    </Page>
  )
}

function LeadInFull({ lead, beside, actions }: { lead: Lead; beside: ReactNode; actions: ReactNode }) {
  const [{ tab }, setSearch] = useSearchState(Search)
  const items: TabItem<(typeof TABS)[number]>[] = [
    { value: 'timeline', label: 'Timeline', content: <LeadTimeline personId={lead.personId} /> },
    { value: 'score', label: 'Score', content: <LeadScoreTab personId={lead.personId} /> },
    { value: 'stages', label: 'Stage history', content: <LeadStages personId={lead.personId} /> },
  ]
  return (
    <>
      <PageHeader
        title={lead.name}
        description={<Who lead={lead} />}
        crumbs={[{ label: 'Leads', href: '/leads' }, { label: lead.name }]}
        meta={<Standing lead={lead} />}
        actions={actions}
      />
      <div className="grid grid-cols-[minmax(0,1fr)] gap-6 lg:grid-cols-[minmax(0,1fr)_22rem]">
        <Tabs
          label="Parts of this lead"
          value={tab}
          onChange={(next) => setSearch({ tab: next })}
          items={items}
        />
        <LeadAside lead={lead} beside={beside} />
      </div>
    </>
  )
}

function Who({ lead }: { lead: Lead }) {
  return (
    <>
      {[lead.jobTitle, lead.account?.name].filter(Boolean).join(' at ') ||
        'Nothing known about role or company'}
      {lead.email && (
        <>
          {' · '}
          <MailLink address={lead.email} />
        </>
      )}
      {' · '}
      {lead.sellerName ? `owned by ${lead.sellerName}` : 'nobody owns this lead'}
    </>
  )
}

/** Stage, grade and both scores: what one looks for first. */
function Standing({ lead }: { lead: Lead }) {
  return (
    <span className="flex flex-wrap items-center gap-2">
      <StageBadge stage={lead.stage} name={lead.stageName} />
      <StaleBadge since={lead.staleSince} />
      <span className="num text-sm font-semibold" title={`Scores of ${formatExact(lead.scoredAt)}`}>
        {lead.grade}
      </span>
      <span className="num text-xs text-ink-3">
        <Term k="fit">fit</Term> {pointsWords(lead.fit)} · <Term k="engagement">engagement</Term>{' '}
        {pointsWords(lead.engagement)}
      </span>
      {lead.excludedName && <Badge tone="warn">Excluded: {lead.excludedName}</Badge>}
    </span>
  )
}
