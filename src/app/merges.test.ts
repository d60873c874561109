import { tmpdir } from 'node:os'
import { sql } from 'drizzle-orm'
import { beforeEach, expect, it } from 'vitest'
import { adopt, toYaml } from '#agreement/document/index.ts'
import { startJobs } from '#platform/jobs/index.ts'
import { newId } from '#platform/kernel/ids.ts'
import type { Context } from '#platform/operation/index.ts'
import { findReviewPairs, operations } from '#records/matching/index.ts'
import { testDatabase, testWorkspace } from '#test/database.ts'
import { at, type Records, recordsIn } from '#test/factories/lead-records.ts'
import { plainAgreement } from '#test/factories/lifecycle-histories.ts'
import { jobHandlers } from './flow.ts'

const NOW = at('2026-11-01')
const database = await testDatabase()
let workspaceId: string
let records: Records
beforeEach(async () => {
  workspaceId = (await testWorkspace(database)).workspaceId
  records = await recordsIn(database, workspaceId)
})

async function run<T>(id: string, input: Record<string, unknown>): Promise<T> {
  const found = operations.find(({ operation }) => operation.id === id)!
  if (!('run' in found)) throw new Error(`${id} does not run inside a workspace`)
  return database.workspace(workspaceId, (tx) => {
    const actor = { kind: 'user', id: newId(), name: 'Olga', role: 'operations' }
    const context = { tx, workspaceId, now: NOW, actor, audit() {} } as unknown as Context
    return found.run(context, found.operation.input.parse(input)) as Promise<T>
  })
}

async function work(): Promise<void> {
  const clock = () => NOW
  const jobs = startJobs({
    database,
    handlers: jobHandlers({ database, clock, uploadDir: tmpdir() }),
    log: { warn() {}, error() {} },
    clock,
    pollMs: 20,
  })
  await jobs.idle()
  await jobs.stop()
}

const leads = async () => {
  const { rows } = await database.workspace(workspaceId, (tx) =>
    tx.execute<{ stage: string; fit: number }>(sql`select l.stage, l.fit from lead l
      join person p on p.workspace_id = ${workspaceId} and p.id = l.person_id
      where l.workspace_id = ${workspaceId} order by p.email`),
  )
  return rows
}
const stages = async () => (await leads()).map(({ stage }) => stage)
const fits = async () => (await leads()).map(({ fit }) => fit)

/** The rules both tests run under, with a rule about the size of the account. */
const begin = () =>
  records.insert((tx) =>
    adopt(tx, workspaceId, {
      yaml: toYaml(
        plainAgreement(({ scoring }) => {
          const large = { key: 'large', name: 'Large', when: 'account.employees >= 1000', points: 30 }
          scoring.fit.groups.push({ key: 'size', name: 'Size', rules: [large] })
        }),
      ),
      author: { id: null, name: 'Test' },
      note: null,
      now: at('2026-02-01'),
    }),
  )

it('a merge that is undone takes back the qualification that rested on what the other did', async () => {
  await begin()
  const importId = newId()
  const accountId = await records.account()
  const [left, right] = await Promise.all(
    ['a@firm.example', 'b@firm.example'].map((email) =>
      records.person({
        firstName: 'Ann',
        lastName: 'Archer',
        email,
        emailNorm: email,
        accountId,
        importId,
      }),
    ),
  )
  await records.touch(left!, '2026-10-02', 'content_download')
  await records.touch(right!, '2026-10-03', 'content_download')
  await findReviewPairs(database, workspaceId, importId, NOW)
  const { items } = await run<{ items: { left: { id: string }; right: { id: string } }[] }>('review.list', {
    limit: 10,
  })
  const [pair] = items
  const { mergeId } = await run<{ mergeId: string }>('review.merge', {
    kind: 'person',
    leftId: pair!.left.id,
    rightId: pair!.right.id,
    survivorId: right,
  })
  await work()
  expect(await stages()).toEqual(['mql'])
  await run('merge.undo', { id: mergeId })
  await work()
  expect(await stages()).toEqual(['inquiry', 'inquiry'])
})

it('what is known of a merged account counts for the people of both, and no more when it is undone', async () => {
  await begin()
  const importId = newId()
  const small = await records.account({ importId, domain: 'firm.example' })
  const large = await records.account({ importId, domain: 'firm.test', employees: 5_000 })
  await records.person({ email: 'a@firm.example', emailNorm: 'a@firm.example', accountId: small })
  await records.person({ email: 'b@firm.test', emailNorm: 'b@firm.test', accountId: large })
  await findReviewPairs(database, workspaceId, importId, NOW)
  const [leftId, rightId] = [small, large].sort()
  const { mergeId } = await run<{ mergeId: string }>('review.merge', {
    ...{ kind: 'account', leftId, rightId, survivorId: small },
  })
  await work()
  expect(await fits()).toEqual([80, 80])
  await run('merge.undo', { id: mergeId })
  await work()
  expect(await fits()).toEqual([50, 80])
})
