import { expect, it } from 'vitest'
import { newId } from '#platform/kernel/ids.ts'
import { testDatabase, testWorkspace } from '#test/database.ts'
import { publishAll } from './publish.ts'
import { addEndpoint, dueMessages } from './webhook-store.ts'

const NOON = Date.UTC(2026, 0, 5, 12)

it('many events take as many statements as one, and an endpoint gets them in their order', async () => {
  let statements = 0
  const database = await testDatabase({
    onStatement: () => {
      statements += 1
      return undefined
    },
  })
  const { workspaceId } = await testWorkspace(database)
  const endpoint = (events: string[]) => ({
    ...{ workspaceId, id: newId(NOON), url: 'https://hooks.test', description: '', events },
    ...{ secretSealed: 'sealed', state: 'active' as const, createdAt: NOON },
  })
  const [all, qualified] = [endpoint(['*']), endpoint(['lead.qualified'])]
  await database.workspace(workspaceId, (tx) => addEndpoint(tx, all))
  await database.workspace(workspaceId, (tx) => addEndpoint(tx, qualified))
  const events = Array.from({ length: 300 }, (_, n) => [
    { event: 'lead.stage_changed' as const, data: { n } },
    { event: 'lead.qualified' as const, data: { n } },
  ]).flat()
  const taken = async (count: number) => {
    const before = statements
    await database.workspace(workspaceId, (tx) => publishAll(tx, workspaceId, events.slice(0, count), NOON))
    return statements - before
  }
  const two = await taken(2)
  expect(await taken(600)).toBe(two)
  const sent = async (id: string) =>
    (await database.workspace(workspaceId, (tx) => dueMessages(tx, workspaceId, id, NOON, 1_000))).map(
      ({ event, body }) => [event, JSON.parse(body).data.n],
    )
  const said = events.map(({ event, data }) => [event, data.n])
  expect(await sent(all.id)).toEqual([...said.slice(0, 2), ...said])
  expect(await sent(qualified.id)).toEqual([said[1], ...said.filter(([event]) => event === 'lead.qualified')])
})
