/** Carries out imports until none is left to do, saying each statement; is killed in between by import-resume.test.ts. */
import path from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { sql } from 'drizzle-orm'
import { openDatabase } from '#platform/db/index.ts'
import { startJobs } from '#platform/jobs/index.ts'
import { importJobs } from '#records/imports/index.ts'

const dataDir = process.env.DATA_DIR!
const database = await openDatabase({
  dataDir,
  url: process.env.TEST_URL,
  onStatement: ({ text }) => {
    if (/insert into (?:touch|person|external_id|import_)|update "import_run"/i.test(text))
      process.stdout.write('.')
  },
})
const handlers = importJobs({ database, uploadDir: path.join(dataDir, 'uploads'), clock: Date.now })
const log = { warn() {}, error: (...said: unknown[]) => console.error(said) }
const jobs = startJobs({ database, handlers, log, pollMs: 20, leaseMs: 500 })
for (let open = 1; open > 0; await sleep(200)) {
  const { rows } = await database.system((tx) =>
    tx.execute<{ n: number }>(sql`select count(*) as n from import_run where state in ('queued', 'running')`),
  )
  open = rows[0]!.n
}
await jobs.stop()
await database.close()
