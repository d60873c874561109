import { Combobox, FilterBar, SearchInput, Select, useOperation } from '#platform/ui/index.ts'
import { leadFilters } from '../contract.ts'
import { activeFilters, type LeadSearch, NO_FILTERS } from './lead-search.ts'

const FITS = ['A', 'B', 'C', 'D']
const ENGAGEMENTS = ['1', '2', '3', '4']
const ANY = 'any'

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
  const pick = (name: 'stage' | 'grade' | 'opportunity' | 'excluded' | 'stale') => (value: string) =>
    change({ [name]: value === ANY ? '' : value })
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
      <Select
        compact
        label="Stage"
        value={search.stage || ANY}
        onChange={pick('stage')}
        options={[
          { value: ANY, label: 'All stages' },
          ...stages.map(({ key, name, leads }) => ({
            value: key,
            label: name,
            hint: leads.toLocaleString('en'),
          })),
          { value: 'none', label: 'No stage yet' },
        ]}
      />
      <Select
        compact
        label="Grade"
        value={search.grade || ANY}
        onChange={pick('grade')}
        options={[
          { value: ANY, label: 'All grades' },
          ...FITS.map((letter) => ({ value: letter, label: `Fit ${letter}` })),
          ...ENGAGEMENTS.map((digit) => ({ value: digit, label: `Engagement ${digit}` })),
        ]}
      />
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
      <Select
        compact
        label="Opportunity"
        value={search.opportunity || ANY}
        onChange={pick('opportunity')}
        options={[
          { value: ANY, label: 'With or without deal' },
          { value: 'open', label: 'Open opportunity' },
          { value: 'none', label: 'No open opportunity' },
        ]}
      />
      <Select
        compact
        label="Excluded people"
        value={search.excluded || ANY}
        onChange={pick('excluded')}
        options={[
          { value: ANY, label: 'Everyone' },
          { value: 'without', label: 'Without excluded' },
          { value: 'only', label: 'Only excluded' },
        ]}
      />
      <Select
        compact
        label="Time in stage"
        value={search.stale || ANY}
        onChange={pick('stale')}
        options={[
          { value: ANY, label: 'Any time in stage' },
          { value: 'without', label: 'Within the limit' },
          { value: 'only', label: 'Stale' },
        ]}
      />
    </FilterBar>
  )
}
