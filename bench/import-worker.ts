/** The import under measurement, in a process of its own: prints seconds, peak memory and rows as JSON. */
import path from 'node:path'
import { sql } from 'drizzle-orm'
import { migrate, openDatabase } from '../src/platform/db/index.ts'
import { newId } from '../src/platform/kernel/ids.ts'
import { fileSource, importSources } from '../src/records/imports/index.ts'

const [folder, target] = process.argv.slice(2)
const database = await openDatabase(JSON.parse(target!))
await migrate(database)
const workspaceId = newId()
await database.system((tx) =>
  tx.execute(
    sql`insert into workspace (id, slug, name, created_at) values (${workspaceId}, ${workspaceId}, 'Bench', '2026-01-01T00:00:00Z')`,
  ),
)
const now = Date.UTC(2026, 0, 1)
const file = (name: string) => fileSource(path.join(folder!, name))
await importSources(database, workspaceId, [file('people.csv')], { importId: newId(), now })
const began = performance.now()
const { counts } = await importSources(database, workspaceId, [file('touches.csv')], {
  importId: newId(),
  now,
})
const seconds = (performance.now() - began) / 1_000
await database.close()
const peakMegabytes = process.resourceUsage().maxRSS / 1_024
process.stdout.write(
  `${JSON.stringify({ seconds, peakMegabytes, rows: counts.touch?.created, workspaceId })}\n`,
)
