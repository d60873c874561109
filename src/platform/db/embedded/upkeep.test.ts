import { describe, expect, it } from 'vitest'
import { dueTables } from './upkeep.ts'

const table = { name: 'touch', rows: 1_000, dead: 0, inserted: 0, modified: 0 }

describe('upkeep of the embedded tables', () => {
  it('removes dead rows when they are more than 50 and a fifth of the table: 50 + 0.2 × 1,000 = 250', () => {
    expect(dueTables([{ ...table, dead: 250 }])).toEqual([])
    expect(dueTables([{ ...table, dead: 251 }])).toEqual([{ name: 'touch', what: 'vacuum (analyze)' }])
  })

  it('marks new pages after 1,000 rows and a fifth: 1,000 + 0.2 × 1,000 = 1,200', () => {
    expect(dueTables([{ ...table, inserted: 1_200 }])).toEqual([])
    expect(dueTables([{ ...table, inserted: 1_201 }])).toEqual([{ name: 'touch', what: 'vacuum (analyze)' }])
  })

  it('counts anew for the planner after 50 rows and a tenth: 50 + 0.1 × 1,000 = 150', () => {
    expect(dueTables([{ ...table, modified: 150 }])).toEqual([])
    expect(dueTables([{ ...table, modified: 151 }])).toEqual([{ name: 'touch', what: 'analyze' }])
  })
})
