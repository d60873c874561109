import {
  Combobox,
  FilterBar,
  SearchInput,
  Select,
  type SelectOption,
  useOperation,
} from '#platform/ui/index.ts'
import { leadFilters } from '../contract.ts'
import { activeFilters, type LeadSearch, NO_FILTERS } from './lead-search.ts'

const FITS = ['A', 'B', 'C', 'D']
const ENGAGEMENTS = ['1', '2', '3', '4']

interface Choice {
  label: string
  options: readonly SelectOption<string>[]
}

/** Filters with few answers; the first is at rest. */
const CHOICES = {
  grade: {
    label: 'Grade',
    options: [
      { value: '', label: 'All grades' },
      ...FITS.map((letter) => ({ value: letter, label: `Fit ${letter}` })),
      ...ENGAGEMENTS.map((digit) => ({ value: digit, label: `Engagement ${digit}` })),
    ],
  },
  opportunity: {
    label: 'Opportunity',
    options: [
      { value: '', label: 'With or without deal' },
      { value: 'open', label: 'Open opportunity' },
      { value: 'none', label: 'No open opportunity' },
    ],
  },
  excluded: {
    label: 'Excluded people',
    options: [
      { value: '', label: 'Everyone' },
      { value: 'without', label: 'Without excluded' },
      { value: 'only', label: 'Only excluded' },
    ],
  },
  stale: {
    label: 'Time in stage',
    options: [
      { value: '', label: 'Any time in stage' },
      { value: 'without', label: 'Within the limit' },
      { value: 'only', label: 'Stale' },
    ],
  },
} satisfies Record<string, Choice>

/** Search and filters of the lead list; what they say stands in the address. */
export function LeadFilters({
  search,
  change,
}: {
  search: LeadSearch
  change: (part: Partial<LeadSearch>) => void
}) {
  const { data } = useOperation(leadFilters, {})
  const stages = data?.stages ?? []
  const stage = {
    label: 'Stage',
    options: [
      { value: '', label: 'All stages' },
      ...stages.map(({ key, name, leads }) => ({
        value: key,
        label: name,
        hint: leads.toLocaleString('en'),
      })),
      { value: 'none', label: 'No stage yet' },
    ],
  }
  const pick = (name: keyof typeof CHOICES | 'stage', { label, options }: Choice) => (
    <Select
      compact
      label={label}
      value={search[name]}
      onChange={(value) => change({ [name]: value })}
      options={options}
    />
  )
  return (
    <FilterBar
      active={activeFilters(search)}
      onClear={() => change(NO_FILTERS)}
      first={
        <SearchInput
          value={search.search}
          onChange={(text) => change({ search: text })}
          label="Search leads"
          placeholder="Name, e-mail or account"
        />
      }
    >
      {pick('stage', stage)}
      {pick('grade', CHOICES.grade)}
      <Combobox
        clearable
        className="w-44"
        label="Owner"
        placeholder="All owners"
        value={search.seller || null}
        onChange={(value) => change({ seller: value ?? '' })}
        options={[
          { value: 'none', label: 'Nobody' },
          ...(data?.sellers ?? []).map(({ id, name }) => ({ value: id, label: name })),
        ]}
      />
      <Combobox
        clearable
        className="w-44"
        label="Source"
        placeholder="All sources"
        value={search.source || null}
        onChange={(value) => change({ source: value ?? '' })}
        options={[
          { value: 'none', label: 'Unknown' },
          ...(data?.sources ?? []).map((source) => ({ value: source, label: source })),
        ]}
      />
      {pick('opportunity', CHOICES.opportunity)}
      {pick('excluded', CHOICES.excluded)}
      {pick('stale', CHOICES.stale)}
    </FilterBar>
  )
}
