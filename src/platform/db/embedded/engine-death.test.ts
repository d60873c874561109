import fs from 'node:fs'
import { sql } from 'drizzle-orm'
import { describe, expect, it } from 'vitest'
import { testDatabase, testFolder, testWorkspace } from '#test/database.ts'
import { DatabaseProblem, openDatabase } from '../index.ts'

describe.skipIf(process.env.TEST_DATABASE_URL)('the embedded engine', () => {
  it('is started again after it has died, with everything that was saved', async () => {
    const database = await testDatabase()
    const { workspaceId } = await testWorkspace(database)
    const client = await database.pool.connect()
    const { stream } = (client as unknown as { connection: { stream: NodeJS.WritableStream } }).connection
    const lost = new Promise((resolve) => client.once('error', resolve))
    // A message that PostgreSQL does not know ends a session; here the session is the engine.
    stream.write(Buffer.from([0x7a, 0, 0, 0, 4, 0x53, 0, 0, 0, 4]))
    await lost
    client.release(true)
    const { rows } = await database.system((tx) => tx.execute(sql`select id from workspace`))
    expect(rows).toEqual([{ id: workspaceId }])
  })

  it('says what to do when its folder is damaged', async () => {
    const { dataDir, remove } = await testFolder()
    fs.rmSync(`${dataDir}/pg/global`, { recursive: true })
    const opening = openDatabase({ dataDir, durable: false })
    await expect(opening).rejects.toThrow(/cannot be started .* Restore a backup/)
    await expect(opening).rejects.toBeInstanceOf(DatabaseProblem)
    remove()
  })
})
