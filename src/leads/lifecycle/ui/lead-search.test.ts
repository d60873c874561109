import { describe, expect, it } from 'vitest'
import { readSearch } from '#platform/ui/search-state.ts'
import { LeadQuery } from '../schema.ts'
import { activeFilters, LeadSearch, NO_FILTERS, queryOf } from './lead-search.ts'

describe('the address of the lead list', () => {
  it('asks for everyone by engagement when it holds nothing', () => {
    const search = readSearch(LeadSearch, {})
    expect(queryOf(search)).toEqual({ sort: 'engagement', ascending: false })
    expect(activeFilters(search)).toBe(0)
  })

  it('turns each filter into what the server knows', () => {
    const search = readSearch(LeadSearch, {
      stage: 'mql',
      opportunity: 'none',
      excluded: 'only',
      stale: 'without',
      search: 'acme',
      seller: 'none',
      sort: 'name',
      ascending: 'true',
    })
    expect(queryOf(search)).toEqual({
      search: 'acme',
      stage: ['mql'],
      seller: ['none'],
      openOpportunity: false,
      excluded: true,
      stale: false,
      sort: 'name',
      ascending: true,
    })
    expect(activeFilters(search)).toBe(6)
    expect(activeFilters({ ...search, ...NO_FILTERS })).toBe(0)
  })

  it.each([
    ['A', ['A1', 'A2', 'A3', 'A4']],
    ['2', ['A2', 'B2', 'C2', 'D2']],
    ['C3', ['C3']],
  ])('takes %s as the grades %o', (grade, grades) => {
    expect(queryOf(readSearch(LeadSearch, { grade })).grade).toEqual(grades)
  })

  it('leaves out what does not fit, and what it asks is always accepted', () => {
    const search = readSearch(LeadSearch, {
      grade: 'Z9',
      sort: 'nonsense',
      opportunity: 'maybe',
      excluded: '1',
    })
    expect(search).toEqual(readSearch(LeadSearch, {}))
    expect(LeadQuery.safeParse(queryOf(search)).success).toBe(true)
  })
})
