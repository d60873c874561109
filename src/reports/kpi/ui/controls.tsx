import { addDays, addMonths, bucketOf } from '#platform/kernel/days.ts'
import {
  DateRange,
  FilterBar,
  type RangePreset,
  Segmented,
  Select,
  Switch,
  useOperation,
} from '#platform/ui/index.ts'
import { listFilters } from '../contract.ts'
import { type Dashboard, WINDOWS } from '../schema.ts'
import type { DashboardSearch, SetSearch } from './search.ts'

const ALL = ''
const BASES = [
  { value: 'cohort', label: 'Cohort' },
  { value: 'period', label: 'Period' },
] as const

/** The usual ranges, counted back from the day the data reach to; whole months, so that the period before is whole too. */
function presetsOf(knownDay: string): RangePreset[] {
  const month = bucketOf(knownDay, 'month')
  const quarter = bucketOf(knownDay, 'quarter')
  const through = (from: string, months: number) => ({ from, to: addDays(addMonths(from, months), -1) })
  return [
    { label: 'Last 12 months', range: through(addMonths(month, -11), 12) },
    { label: 'This quarter', range: through(quarter, 3) },
    { label: 'Last quarter', range: through(addMonths(quarter, -3), 3) },
    { label: 'This month', range: through(month, 1) },
    { label: 'Last month', range: through(addMonths(month, -1), 1) },
    { label: 'This year', range: through(bucketOf(knownDay, 'year'), 12) },
    { label: 'Last year', range: through(addMonths(bucketOf(knownDay, 'year'), -12), 12) },
  ]
}

/** Period and filters of everything on the page. */
export function Controls({
  shown,
  search,
  setSearch,
}: {
  shown: Dashboard
  search: DashboardSearch
  setSearch: SetSearch
}) {
  const { data } = useOperation(listFilters, {})
  const active = [search.source, search.team, search.campaignId].filter(Boolean).length
  const knownDay = new Intl.DateTimeFormat('en-CA', { timeZone: shown.timeZone }).format(
    shown.knownUntil ?? undefined,
  )
  const choices = (none: string, list: readonly { value: string; label: string }[]) => [
    { value: ALL, label: none },
    ...list,
  ]
  return (
    <FilterBar
      first={
        <DateRange
          value={shown.range}
          onChange={({ from, to }) => setSearch({ from, to })}
          presets={presetsOf(knownDay)}
        />
      }
      active={active}
      onClear={() => setSearch({ source: undefined, team: undefined, campaignId: undefined })}
      end={
        <Switch
          label="Compare with the period before"
          checked={search.compare}
          onChange={(compare) => setSearch({ compare })}
        />
      }
    >
      <Segmented
        label="How conversion is counted"
        value={search.basis}
        onChange={(basis) => setSearch({ basis })}
        options={BASES}
      />
      {search.basis === 'cohort' && (
        <Select
          compact
          label="Days a cohort is followed"
          value={String(search.withinDays)}
          onChange={(days) => setSearch({ withinDays: Number(days) })}
          options={WINDOWS.map((days) => ({ value: String(days), label: `Within ${days} days` }))}
        />
      )}
      <Select
        compact
        label="Team"
        value={search.team ?? ALL}
        onChange={(team) => setSearch({ team: team || undefined })}
        options={choices(
          'All teams',
          (data?.teams ?? []).map((team) => ({ value: team, label: team })),
        )}
      />
      <Select
        compact
        label="Source"
        value={search.source ?? ALL}
        onChange={(source) => setSearch({ source: source || undefined })}
        options={choices(
          'All sources',
          (data?.sources ?? []).map((source) => ({ value: source, label: source })),
        )}
      />
      <Select
        compact
        label="Campaign"
        value={search.campaignId ?? ALL}
        onChange={(campaignId) => setSearch({ campaignId: campaignId || undefined })}
        options={choices(
          'All campaigns',
          (data?.campaigns ?? []).map(({ id, name }) => ({ value: id, label: name })),
        )}
      />
    </FilterBar>
  )
}
