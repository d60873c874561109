import { sql } from 'drizzle-orm'
import { describe, expect, it } from 'vitest'
import { diskFull } from '#platform/operation/problem.ts'
import { testDatabase, testWorkspace } from '../database.ts'

describe('a disk below its reserve', () => {
  it('refuses writes with 507 and a hint, and reads go on', async () => {
    const database = await testDatabase({ reserveBytes: Number.MAX_SAFE_INTEGER })
    const { workspaceId } = await testWorkspace(database)
    await expect(database.assertSpace()).rejects.toMatchObject({
      kind: diskFull,
      detail: expect.stringContaining('Free some space'),
    })
    expect(diskFull.status).toBe(507)
    const { rows } = await database.workspace(workspaceId, (tx) =>
      tx.execute(sql`select count(*) as count from workspace`),
    )
    expect(rows).toEqual([{ count: 1 }])
  })

  it('lets writes through while there is room', async () => {
    const database = await testDatabase({ reserveBytes: 1 })
    await expect(database.assertSpace()).resolves.toBeUndefined()
  })

  it('answers 507 also when the database itself reports a full disk', async () => {
    const database = await testDatabase()
    const failed = database.system((tx) =>
      tx.execute(sql`do $$ begin raise exception 'could not extend file' using errcode = '53100'; end $$`),
    )
    await expect(failed).rejects.toMatchObject({ kind: diskFull })
  })
})
