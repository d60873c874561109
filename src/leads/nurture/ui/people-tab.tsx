import { Users } from 'lucide-react'
import {
  Badge,
  type Column,
  DataTable,
  EmptyState,
  FilterBar,
  instant,
  RelativeTime,
  rowsOf,
  Segmented,
  Select,
  useList,
} from '#platform/ui/index.ts'
import { type Enrolment, listEnrolments, type Track } from '../contract.ts'
import { NextStep } from './next-step.tsx'
import type { NurtureSearch } from './nurture-page.tsx'
import { BECAUSE_WORDS } from './words.ts'

export interface TabProps {
  search: NurtureSearch
  onSearch: (change: Partial<NurtureSearch>) => void
  tracks: readonly Track[]
}

export function PeopleTab({ search, onSearch, tracks }: TabProps) {
  const list = useList(listEnrolments, {
    state: search.people,
    limit: 100,
    ...(search.track && { track: search.track }),
  })
  const left = search.people === 'left'
  return (
    <>
      <FilterBar>
        <Segmented
          label="Who"
          value={search.people}
          onChange={(people) => onSearch({ people })}
          options={[
            { value: 'present', label: 'On a track' },
            { value: 'left', label: 'Left' },
          ]}
        />
        <TrackSelect search={search} onSearch={onSearch} tracks={tracks} />
      </FilterBar>
      <DataTable
        caption="People on nurture tracks"
        {...rowsOf(list)}
        rowId={(row) => row.id}
        rowHref={(row) => `/leads/${row.personId}`}
        columns={left ? [...COLUMNS, ENDED] : [...COLUMNS, NEXT]}
        csv="nurture"
        empty={
          <EmptyState icon={Users} title={left ? 'Nobody has left yet' : 'Nobody is on a track'}>
            {left
              ? 'Who qualifies again, unsubscribes or comes to the end is listed here.'
              : 'Recycled leads enter the track that the agreement names for their reason.'}
          </EmptyState>
        }
      />
    </>
  )
}

export function TrackSelect({ search, onSearch, tracks }: TabProps) {
  return (
    <Select
      compact
      label="Track"
      value={search.track}
      onChange={(track) => onSearch({ track })}
      options={[
        { value: '', label: 'All tracks' },
        ...tracks.map(({ key, name }) => ({ value: key, label: name })),
      ]}
    />
  )
}

const COLUMNS: Column<Enrolment>[] = [
  { id: 'name', header: 'Person', card: 'title', value: (row) => row.name },
  { id: 'track', header: 'Track', value: (row) => row.trackName },
  {
    id: 'reason',
    header: 'Recycled because',
    value: (row) => row.reasonName,
    cell: (row) => row.reasonName ?? <span className="text-ink-3">chosen by hand</span>,
  },
  {
    id: 'messages',
    header: 'Messages',
    align: 'right',
    width: 100,
    value: (row) => row.step,
    cell: (row) => `${row.step} of ${row.steps}`,
  },
  {
    id: 'enrolled',
    header: 'Since',
    width: 140,
    value: (row) => instant(row.enrolledAt),
  },
]

const NEXT: Column<Enrolment> = {
  id: 'next',
  header: 'Next step',
  width: 150,
  value: (row) => instant(row.nextStepAt),
  cell: (row) =>
    row.nextStepAt === null ? (
      <Badge tone="accent">Message on its way</Badge>
    ) : (
      <NextStep at={row.nextStepAt} />
    ),
}

const ENDED: Column<Enrolment> = {
  id: 'because',
  header: 'Left',
  width: 220,
  cell: (row) => (
    <span className="flex flex-wrap items-center gap-1.5">
      {row.endedBecause && BECAUSE_WORDS[row.endedBecause]}
      <span className="text-xs text-ink-3">
        <RelativeTime at={row.endedAt} />
      </span>
    </span>
  ),
  csv: [
    { header: 'Left because', value: (row) => row.endedBecause && BECAUSE_WORDS[row.endedBecause] },
    { header: 'Left', value: (row) => instant(row.endedAt) },
  ],
}
