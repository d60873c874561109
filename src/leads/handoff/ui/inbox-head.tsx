import { Download, ListFilter } from 'lucide-react'
import { downloadUrl } from '#platform/operation/client.ts'
import {
  Button,
  ButtonLink,
  Combobox,
  cx,
  Popover,
  SearchInput,
  Segmented,
  Select,
  Switch,
  useOperation,
} from '#platform/ui/index.ts'
import { useMay } from '#workspace/access/ui/index.ts'
import { campaignOutcomes, exportHandOffs, sellerLoads } from '../contract.ts'
import { OUTCOME_STATES } from '../schema.ts'
import { AreaTabs } from './area-tabs.tsx'
import {
  activeFilters,
  type Group,
  type InboxSearch,
  NO_FILTERS,
  queryOf,
  type View,
} from './inbox-search.ts'
import { STATE_WORDS } from './words.ts'

type Change = (part: Partial<InboxSearch>) => void

/** Head of the inbox: where one is, whose hand-offs, and the file of exactly those listed. */
export function InboxHead({
  hidden,
  search,
  view,
  manages,
  isSeller,
  change,
}: {
  /** for the eye only: where a record has the whole screen */
  hidden: boolean
  search: InboxSearch
  view: View
  manages: boolean
  isSeller: boolean
  change: Change
}) {
  const mayExport = useMay('report.export')
  const views: { value: View; label: string }[] = [
    ...(isSeller ? [{ value: 'mine' as const, label: 'Mine' }] : []),
    ...(manages ? [{ value: 'team' as const, label: 'My team' }] : []),
    { value: 'all', label: 'Everyone' },
  ]
  if (hidden) return <h1 className="sr-only">Hand-offs</h1>
  return (
    <header className="flex flex-wrap items-center gap-x-4 gap-y-1.5 border-b px-4 py-2">
      <h1 data-page-title tabIndex={-1} className="text-base font-semibold outline-none">
        Hand-offs
      </h1>
      <AreaTabs here="/handoffs" />
      <span className="ml-auto flex items-center gap-2">
        {views.length > 1 && (
          <Segmented<View>
            label="Whose hand-offs"
            value={view}
            onChange={(value) => change({ view: value, open: '' })}
            options={views}
          />
        )}
        {mayExport && (
          <ButtonLink
            variant="quiet"
            icon={Download}
            aria-label="Export CSV"
            href={downloadUrl(exportHandOffs, queryOf(search, view))}
            download
            className="max-sm:hidden"
          >
            CSV
          </ButtonLink>
        )}
      </span>
    </header>
  )
}

const GROUPS: readonly { value: Group; label: string }[] = [
  { value: 'open', label: 'Open' },
  { value: 'offered', label: 'Offered' },
  { value: 'working', label: 'Working' },
  { value: 'paused', label: 'Waiting' },
  { value: 'closed', label: 'Closed' },
]

export type Counts = Partial<Record<Group, number>>

/** The groups with their numbers, then search and filters. */
export function InboxFilters({
  search,
  counts,
  change,
}: {
  search: InboxSearch
  counts: Counts
  change: Change
}) {
  const active = activeFilters({ ...search, search: '' })
  return (
    <div className="border-b">
      <nav aria-label="Groups" className="flex gap-3.5 overflow-x-auto border-b px-3">
        {GROUPS.map(({ value, label }) => (
          <button
            key={value}
            type="button"
            aria-current={search.group === value ? 'true' : undefined}
            title={value === 'paused' ? 'Waiting for the customer' : undefined}
            onClick={() => change({ group: value, outcome: '', open: '' })}
            className={cx(
              '-mb-px flex h-9 shrink-0 items-center gap-1 border-b-2 text-xs -outline-offset-2 touch:h-11',
              search.group === value
                ? 'border-accent font-medium text-ink'
                : 'border-transparent text-ink-3 hover:text-ink',
            )}
          >
            {label}
            {counts[value] !== undefined && (
              <span className="num font-normal text-ink-3">{counts[value].toLocaleString('en')}</span>
            )}
          </button>
        ))}
      </nav>
      <div className="flex items-center gap-2 p-2">
        <div className="min-w-0 flex-1 [&>span]:!w-full">
          <SearchInput
            value={search.search}
            onChange={(text) => change({ search: text, open: '' })}
            label="Search hand-offs"
            placeholder="Name, e-mail or account"
          />
        </div>
        <Popover
          label="Filters"
          align="end"
          trigger={
            <Button icon={ListFilter} aria-label={active > 0 ? `Filters, ${active} in force` : 'Filters'}>
              {active > 0 && <span className="num text-accent">{active}</span>}
            </Button>
          }
        >
          <Filters search={search} change={change} />
        </Popover>
      </div>
    </div>
  )
}

function Filters({ search, change }: { search: InboxSearch; change: Change }) {
  const sellers = useOperation(sellerLoads, {})
  const campaigns = useOperation(campaignOutcomes, {})
  return (
    <div className="flex w-64 flex-col gap-3">
      <Combobox
        clearable
        label="Seller"
        placeholder="All sellers"
        value={search.seller || null}
        onChange={(value) => change({ seller: value ?? '', open: '' })}
        options={(sellers.data?.items ?? []).map(({ sellerId, name }) => ({ value: sellerId, label: name }))}
      />
      <Combobox
        clearable
        label="Campaign"
        placeholder="All campaigns"
        value={search.campaign || null}
        onChange={(value) => change({ campaign: value ?? '', open: '' })}
        options={(campaigns.data?.items ?? []).flatMap(({ campaignId, campaignName }) =>
          campaignId === null ? [] : [{ value: campaignId, label: campaignName }],
        )}
      />
      <Select
        label="Hand-raises"
        value={search.raised}
        onChange={(raised) => change({ raised, open: '' })}
        options={[
          { value: '', label: 'With or without hand-raise' },
          { value: 'yes', label: 'Raised a hand' },
          { value: 'no', label: 'Did not raise a hand' },
        ]}
      />
      {search.group === 'closed' && (
        <Select
          label="Outcome"
          value={search.outcome}
          onChange={(outcome) => change({ outcome, open: '' })}
          options={[
            { value: '', label: 'Any outcome' },
            ...OUTCOME_STATES.map((state) => ({ value: state, label: STATE_WORDS[state].name })),
          ]}
        />
      )}
      <Switch label="Overdue only" checked={search.late} onChange={(late) => change({ late, open: '' })} />
      <Switch
        label="Nobody found by the rules"
        checked={search.unassigned}
        onChange={(unassigned) => change({ unassigned, open: '' })}
      />
      <Button size="sm" onClick={() => change({ ...NO_FILTERS, open: '' })}>
        Clear filters
      </Button>
    </div>
  )
}
