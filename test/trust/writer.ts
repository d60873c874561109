/**
 * A process that writes until it is killed. It prints one line for each thing it knows: `ready <milliseconds>`, `has <rows>` (what it
 * found), `saved <row>` (what the database has acknowledged); `refused <milliseconds since it asked> <reason>` and exit 1 when it
 * may not open the folder.
 */
import { sql } from 'drizzle-orm'
import { type Database, openDatabase } from '#platform/db/index.ts'
import { enqueue, startJobs } from '#platform/jobs/index.ts'

const { DATA_DIR = '', WORKSPACE_ID = '', TEST_URL, CLIENTS = '16', DURABLE = 'yes' } = process.env
const workspaceId = WORKSPACE_ID
const say = (line: string) => process.stdout.write(`${line}\n`)

async function write(database: Database, name: string): Promise<void> {
  await database.workspace(workspaceId, async (tx) => {
    await insert(tx, name)
    await enqueue(tx, { workspaceId, kind: 'echo', payload: { name }, runAt: Date.now() })
  })
  say(`saved ${name}`)
}

type Tx = Parameters<Parameters<Database['workspace']>[1]>[0]
async function insert(tx: Tx, name: string): Promise<void> {
  await tx.execute(sql`insert into seller (workspace_id, id, name, name_norm, recorded_at)
    values (${workspaceId}, gen_random_uuid(), ${name}, ${name}, now())`)
}

let askedAt = 0

async function run(): Promise<void> {
  askedAt = performance.now()
  const database = await openDatabase({
    dataDir: DATA_DIR,
    url: TEST_URL || undefined,
    durable: DURABLE === 'yes',
  })
  const { rows } = await database.workspace(workspaceId, (tx) =>
    tx.execute<{ name: string }>(sql`select name from seller where workspace_id = ${workspaceId}`),
  )
  say(`ready ${Math.round(performance.now())}`)
  say(`has ${rows.map((row) => row.name).join(' ')}`)
  const warn = () => {}
  startJobs({
    database,
    log: { warn, error: warn },
    pollMs: 20,
    leaseMs: 2_000,
    handlers: [
      {
        kind: 'echo',
        maxAttempts: 50,
        run: (job) => job.finish((tx) => insert(tx, `echo-${job.payload.name}`)),
      },
    ],
  })
  const clients = Array.from({ length: Number(CLIENTS) }, async (_, client) => {
    for (let count = 0; ; count += 1) await write(database, `${process.pid}-${client}-${count}`)
  })
  await Promise.all(clients)
}

run().catch((error: Error) => {
  say(`refused ${Math.round(performance.now() - askedAt)} ${error.message}`)
  process.exit(1)
})
