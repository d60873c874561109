import { beforeEach, describe, expect, it } from 'vitest'
import { testDatabase } from '#test/database.ts'
import { type Cast, storiesIn } from '#test/factories/hand-off-stories.ts'
import * as contract from './contract.ts'

const database = await testDatabase()
const { begin, raise } = storiesIn(database)
let { company, olga }: Cast = await begin()
beforeEach(async () => {
  ;({ company, olga } = await begin())
})

describe('offering by hand', () => {
  it('a lead with an open hand-off says so, whether it was accepted or not', async () => {
    const { personId } = await raise('Nora')
    await expect(company.run(olga, contract.offerLead, { personId })).rejects.toMatchObject({
      kind: { code: 'handoff.offer', status: 409, title: 'This lead cannot be offered' },
      detail: 'It has an open hand-off already. Open it to reassign it.',
    })
    const visitor = await company.person({ firstName: 'Visitor' })
    await company.happens(visitor, 'page_view')
    await expect(company.run(olga, contract.offerLead, { personId: visitor })).rejects.toMatchObject({
      kind: { code: 'handoff.offer' },
    })
  })
})
