import { expect, it } from 'vitest'
import { recomputeIn } from '#leads/lifecycle/index.ts'
import { testDatabase } from '#test/database.ts'
import { storiesIn } from '#test/factories/hand-off-stories.ts'
import { followHandOffs } from './index.ts'

const statements: string[] = []
const database = await testDatabase({
  onStatement: ({ text }) => {
    statements.push(text.trim())
    return undefined
  },
})
const { begin, announced } = storiesIn(database)

it('the offers of many people are announced in one statement', async () => {
  const { company } = await begin()
  const { workspaceId, clock } = company
  const people = await Promise.all(
    Array.from({ length: 30 }, (_, n) => company.person({ firstName: `P${n}`, email: `p${n}@acme.example` })),
  )
  for (const personId of people) await company.touch(personId, '2026-11-02T08:00:00Z', 'demo_request')
  statements.length = 0
  await database.workspace(workspaceId, async (tx) => {
    await recomputeIn(tx, workspaceId, people, clock.now)
    await followHandOffs(tx, workspaceId, people, clock.now)
  })
  expect((await announced()).filter((event) => event === 'handoff.offered')).toHaveLength(30)
  const jobs = statements.filter((text) => text.startsWith('insert into job'))
  expect(jobs.length).toBeLessThan(5)
})
