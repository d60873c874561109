import { describe, expect, it } from 'vitest'
import { defaultAgreement, startUnderDefault } from '#agreement/document/index.ts'
import type { Context, Handler } from '#platform/operation/index.ts'
import { testDatabase, testWorkspace } from '#test/database.ts'
import { listTerms } from './contract.ts'
import { lexiconOf, searchTerms } from './rules/lexicon.ts'
import { lexiconOperations } from './service.ts'

const measures = [
  {
    key: 'win_rate',
    name: 'Win rate',
    definition: 'Share of closed deals that were won.',
    formula: 'won / (won + lost)',
    unit: 'share',
  },
]

describe('the lexicon', () => {
  const terms = lexiconOf(defaultAgreement(), measures)

  it('has every stage, measure, word and reason, each with a definition and a key of its own', () => {
    const document = defaultAgreement()
    expect(terms.slice(0, 3).map((term) => term.name)).toEqual(['Inquiry', 'MQL', 'SAL'])
    for (const stage of document.stages)
      expect(terms.find((term) => term.key === stage.key)?.kind).toBe('stage')
    expect(terms.find((term) => term.key === 'win_rate')).toMatchObject({ kind: 'measure', unit: 'share' })
    expect(terms.find((term) => term.key === 'reject.bad_data')?.name).toBe('Contact data wrong or missing')
    expect(new Set(terms.map((term) => term.key)).size).toBe(terms.length)
    for (const term of terms) expect(term.definition.length, term.key).toBeGreaterThan(10)
  })

  it('finds a term by its name, its other names and its definition, names first', () => {
    expect(searchTerms(terms, 'sales accepted')[0]?.key).toBe('sal')
    expect(searchTerms(terms, 'marketing qualified lead')[0]?.key).toBe('mql')
    expect(searchTerms(terms, 'WIN')[0]?.key).toBe('win_rate')
    expect(searchTerms(terms, 'xyzzy')).toEqual([])
    expect(searchTerms(terms, '  ').length).toBe(terms.length)
  })
})

describe('lexicon.list', () => {
  it('answers the terms of the agreement in force, filtered by kind and search', async () => {
    const database = await testDatabase()
    const { workspaceId } = await testWorkspace(database)
    await database.system((tx) => startUnderDefault(tx, workspaceId, 0))
    const [handler] = lexiconOperations(measures) as Extract<Handler, { run: unknown }>[]
    const answer = await database.workspace(workspaceId, (tx) =>
      handler!.run({ tx, workspaceId, now: 1 } as Context, { kind: 'measure', search: 'won' }),
    )
    expect(listTerms.output.parse(answer)).toMatchObject({ version: 1, items: [{ key: 'win_rate' }] })
  })
})
