import { tmpdir } from 'node:os'
import { sql } from 'drizzle-orm'
import { expect, it } from 'vitest'
import { enqueue, startJobs } from '#platform/jobs/index.ts'
import { newId } from '#platform/kernel/ids.ts'
import { toIso } from '#platform/kernel/instant.ts'
import { writeRecords } from '#records/imports/index.ts'
import { testDatabase } from '#test/database.ts'
import { storiesIn } from '#test/factories/hand-off-stories.ts'
import { jobHandlers, touchesRecorded } from './flow.ts'

const database = await testDatabase()
const { begin, on, open } = storiesIn(database)
const inInbox = async () => (await open()).map((item: { personName: string }) => item.personName)

it('an import that is undone leaves the lead a seller was given, and says so', async () => {
  const { company } = await begin()
  const { workspaceId } = company
  const now = on('02T10:00')
  company.clock.now = now
  const importId = newId(now)
  const people = await database.workspace(workspaceId, async (tx) => {
    await writeRecords(
      tx,
      workspaceId,
      [
        { kind: 'person', key: '1', email: 'lena@new.example', firstName: 'Lena', lastName: 'Lead' },
        { kind: 'person', key: '2', email: 'max@new.example', firstName: 'Max' },
        {
          kind: 'touch',
          touchKind: 'demo_request',
          side: 'marketing',
          direction: 'inbound',
          person: { key: '1' },
          occurredAt: now,
        },
      ],
      { now, importId },
    )
    const { rows } = await tx.execute<{ id: string }>(
      sql`select id from person where workspace_id = ${workspaceId} and import_id = ${importId}`,
    )
    return rows.map(({ id }) => id)
  })
  await database.workspace(workspaceId, (tx) => touchesRecorded(tx, workspaceId, people, now))
  expect(await inInbox()).toEqual(['Lena Lead'])

  await database.workspace(workspaceId, async (tx) => {
    await tx.execute(sql`
      insert into import_run (workspace_id, id, name, state, created_by, created_at)
      values (${workspaceId}, ${importId}, 'Trade show', 'undoing', 'Olga', ${toIso(now)}::timestamptz)`)
    await enqueue(tx, { workspaceId, kind: 'import.undo', payload: { importId }, runAt: now })
  })
  const jobs = startJobs({
    database,
    handlers: jobHandlers({ database, clock: () => company.clock.now, uploadDir: tmpdir() }),
    log: { warn() {}, error() {} },
    clock: () => company.clock.now,
    pollMs: 20,
  })
  await jobs.idle()
  await jobs.stop()

  expect(await inInbox()).toEqual(['Lena Lead'])
  const { rows } = await database.workspace(workspaceId, (tx) =>
    tx.execute(sql`
      select r.state, r.leftovers, (select count(*) from person p where p.workspace_id = ${workspaceId} and p.import_id = ${importId}) as people
      from import_run r where r.workspace_id = ${workspaceId} and r.id = ${importId}`),
  )
  expect(rows).toEqual([
    {
      state: 'undone',
      leftovers: ['1 people it created are used by other records now and stay.'],
      people: 1,
    },
  ])
})
