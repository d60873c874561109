import { sql } from 'drizzle-orm'
import { expect, it } from 'vitest'
import { newId } from '#platform/kernel/ids.ts'
import { testDatabase, testWorkspace } from '#test/database.ts'
import { readTroubles } from './trust-store.ts'

it('counts the rows that imports left out, not cells left empty nor imports taken back', async () => {
  const database = await testDatabase()
  const { workspaceId } = await testWorkspace(database)
  const troubles = await database.workspace(workspaceId, async (tx) => {
    const run = (state: string, rows: number, refused: number, errors: number) =>
      tx.execute(sql`insert into import_run (workspace_id, id, name, state, rows_done, refused_rows, error_count, created_by, created_at)
        values (${workspaceId}, ${newId()}, 'Deals', ${state}, ${rows}, ${refused}, ${errors}, 'Olga Ops', '2026-01-05T12:00:00Z')`)
    await run('done', 13, 0, 6)
    await run('done', 7, 2, 5)
    await run('undone', 9, 9, 9)
    return readTroubles(tx, workspaceId)
  })
  expect(troubles).toMatchObject({ rowsRead: 20, rowsRefused: 2 })
})
