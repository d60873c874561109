import { Badge, type Column, cx, RelativeTime, UNKNOWN } from '#platform/ui/index.ts'
import type { LeadItem } from '../contract.ts'
import { StageBadge, StaleBadge } from './stage-badge.tsx'
import { pointsWords } from './words.ts'

/** Points, with the exact value and its instant as title. */
function Points({ points, at }: { points: number; at: number }) {
  return (
    <span title={`${points} points on ${new Date(at).toLocaleString('en-GB')}`}>{pointsWords(points)}</span>
  )
}

function Person({ lead }: { lead: LeadItem }) {
  return (
    <span className="inline-flex max-w-full items-baseline gap-2 sm:max-w-64" title={lead.name}>
      <span className="min-w-24 shrink-0 truncate sm:max-w-52">{lead.name}</span>
      {lead.jobTitle && <span className="truncate text-xs font-normal text-ink-3">{lead.jobTitle}</span>}
      {lead.excludedBy && <Badge tone="warn">Excluded</Badge>}
    </span>
  )
}

/** One line, however long the text; the whole of it as title. */
function OneLine({ text, width }: { text: string | null; width: string }) {
  return (
    <span className={cx('block truncate', width)} title={text ?? undefined}>
      {text ?? UNKNOWN}
    </span>
  )
}

/** Columns of the lead list; their ids are the orders that the server knows. */
export const LEAD_COLUMNS: Column<LeadItem>[] = [
  { id: 'name', header: 'Person', card: 'title', sortable: true, cell: (lead) => <Person lead={lead} /> },
  {
    id: 'account',
    header: 'Account',
    width: 200,
    sortable: true,
    cell: (lead) => <OneLine text={lead.accountName} width="sm:max-w-44" />,
  },
  {
    id: 'stage',
    header: 'Stage',
    sortable: true,
    sortFirst: 'desc',
    cell: (lead) => (
      <span className="inline-flex flex-wrap items-center gap-2">
        <StageBadge stage={lead.stage} name={lead.stageName} />
        <StaleBadge short since={lead.staleSince} />
      </span>
    ),
  },
  {
    id: 'grade',
    header: 'Grade',
    term: 'grade',
    sortable: true,
    cell: (lead) => <span className="num font-medium">{lead.grade}</span>,
  },
  {
    id: 'engagement',
    header: 'Engagement',
    term: 'engagement',
    align: 'right',
    sortable: true,
    sortFirst: 'desc',
    cell: (lead) => <Points points={lead.engagement} at={lead.scoredAt} />,
  },
  {
    id: 'fit',
    header: 'Fit',
    term: 'fit',
    align: 'right',
    sortable: true,
    sortFirst: 'desc',
    cell: (lead) => <Points points={lead.fit} at={lead.scoredAt} />,
  },
  {
    id: 'seller',
    header: 'Owner',

    sortable: true,
    cell: (lead) => <OneLine text={lead.sellerName} width="sm:max-w-32" />,
  },
  {
    id: 'touched',
    header: 'Last touch',
    align: 'right',
    sortable: true,
    sortFirst: 'desc',
    cell: (lead) => <RelativeTime at={lead.lastTouchAt} />,
  },
  {
    id: 'entered',
    header: 'In stage since',
    align: 'right',
    sortable: true,
    sortFirst: 'desc',
    card: 'hidden',
    cell: (lead) => (lead.stageEnteredAt === null ? UNKNOWN : <RelativeTime at={lead.stageEnteredAt} />),
  },
]
