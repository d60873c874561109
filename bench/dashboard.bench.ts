import fs from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { sql } from 'drizzle-orm'
import { startUnderDefault } from '../src/agreement/document/index.ts'
import { type Database, migrate, openDatabase } from '../src/platform/db/index.ts'
import { newId } from '../src/platform/kernel/ids.ts'
import type { Context } from '../src/platform/operation/index.ts'
import { ReportQuery, showDashboard } from '../src/reports/kpi/contract.ts'
import { operations, refreshFacts } from '../src/reports/kpi/index.ts'
import { type BenchRow, runAsProgram } from './report.ts'

/**
 * The dashboard over a company with 10,000 touches and over one a hundred times as large in everything: people, touches, moves and
 * deals. Embedded, or on the server of TEST_DATABASE_URL.
 */
const SMALL = { people: 1_000, touchesPerPerson: 10, deals: 100 }
const LARGE = { people: 100_000, touchesPerPerson: 10, deals: 10_000 }
/** The people and deals of the small one, a hundred times as many touches. */
const BUSY = { people: 1_000, touchesPerPerson: 1_000, deals: 100 }
const ROUNDS = 21
const NOW = Date.UTC(2026, 10, 1)

export async function run(): Promise<BenchRow[]> {
  const dataDir = fs.mkdtempSync(path.join(os.tmpdir(), 'accord-bench-'))
  const url = process.env.TEST_DATABASE_URL
  const database = await openDatabase({ dataDir, durable: false, ...(url ? { url } : {}) })
  try {
    await migrate(database)
    const small = await companyOf(database, SMALL)
    const large = await companyOf(database, LARGE)
    const busy = await companyOf(database, BUSY)
    const asked = { from: '2025-11-01', to: '2026-10-31', compare: true }
    const name = 'Dashboard, 1,000,000 touches beside 10,000'
    const fresh = (round: number) => ({ ...asked, from: `2025-10-${String(round + 4).padStart(2, '0')}` })
    return [
      await compare(database, name, [small, large], () => asked, 1.5),
      await compare(database, `${name}, one team`, [small, large], () => ({ ...asked, team: 'EMEA' }), 1.5),
      // Another range each time, so that no kept answer serves: what the first reader after an import waits for.
      await compare(database, `${name}, of the same people, never asked before`, [small, busy], fresh, 1.5),
      await compare(database, `${name}, never asked before`, [small, large], fresh),
    ]
  } finally {
    await database.close()
    fs.rmSync(dataDir, { recursive: true, force: true })
  }
}

async function compare(
  database: Database,
  name: string,
  [small, large]: readonly [string, string],
  query: (round: number) => Record<string, unknown>,
  bound?: number,
): Promise<BenchRow> {
  const times: Record<string, number[]> = { [small]: [], [large]: [] }
  // In turns, so that noise of the machine hits both alike; the first three warm up.
  for (let round = -3; round < ROUNDS; round += 1) {
    for (const workspaceId of [small, large]) {
      const started = performance.now()
      await show(database, workspaceId, query(round))
      if (round >= 0) times[workspaceId]!.push(performance.now() - started)
    }
  }
  const [few, many] = [small, large].map((id) => times[id]!.sort((a, b) => a - b))
  const [peer, value] = [middle(few!), middle(many!)]
  return {
    name,
    value,
    unit: 'ms',
    peer,
    peerName: '10,000 touches',
    ratio: value / peer,
    ...(bound !== undefined && { bound: { at: 'most' as const, ratio: bound } }),
    noise: { min: many![0]!, median: value, max: many!.at(-1)!, rounds: ROUNDS },
  }
}

const middle = (sorted: number[]) => sorted[sorted.length >> 1]!

async function show(
  database: Database,
  workspaceId: string,
  query: Record<string, unknown>,
): Promise<unknown> {
  const found = operations.find((one) => one.operation.id === showDashboard.id)!
  if (!('run' in found)) throw new Error('The dashboard runs inside a workspace')
  return database.workspace(workspaceId, async (tx) => {
    const shown = await found.run({ tx, workspaceId, now: NOW } as Context, ReportQuery.parse(query))
    return JSON.stringify(showDashboard.output.encode(shown as never))
  })
}

/** A company over 18 months, written by the database itself; the same rule for every size. */
async function companyOf(
  database: Database,
  size: { people: number; touchesPerPerson: number; deals: number },
): Promise<string> {
  const workspaceId = newId()
  const started = performance.now()
  await database.system(async (tx) => {
    await tx.execute(
      sql`insert into workspace (id, slug, name, created_at) values (${workspaceId}, ${workspaceId}, 'Bench', now())`,
    )
    for (const statement of statements(workspaceId, size)) await tx.execute(statement)
    await startUnderDefault(tx, workspaceId, NOW)
  })
  const loaded = performance.now()
  await refreshFacts(database, workspaceId, 'all', NOW)
  await database.system((tx) => tx.execute(sql`analyze`))
  const seconds = (ms: number) => (ms / 1000).toFixed(1)
  process.stderr.write(
    `${size.people * size.touchesPerPerson} touches: written in ${seconds(loaded - started)} s, facts in ${seconds(performance.now() - loaded)} s\n`,
  )
  return workspaceId
}

function statements(ws: string, { people, touchesPerPerson, deals }: typeof SMALL) {
  // Ids and every property follow from the number of the row, so that the company is always the same.
  const id = (kind: number, n: ReturnType<typeof sql>) =>
    sql`md5(${kind}::text || ${ws} || (${n})::text)::uuid`
  const start = sql`'2025-05-01T00:00:00Z'::timestamptz`
  const days = (n: ReturnType<typeof sql>, prime: number, range: number) =>
    sql`make_interval(mins => ((${n})::bigint * ${prime} % (${range} * 1440))::int)`
  const n = sql.raw('n')
  const number = (limit: number) => sql`generate_series(0, ${limit - 1}) as n`
  return [
    sql`insert into seller (workspace_id, id, name, name_norm, team, recorded_at)
      select ${ws}::uuid, ${id(1, n)}, 'Seller ' || n, 'seller ' || n, case n % 2 when 0 then 'EMEA' else 'Americas' end, now()
      from ${number(20)}`,
    sql`insert into account (workspace_id, id, name, name_norm, attributes, occurred_at, recorded_at)
      select ${ws}::uuid, ${id(2, n)}, 'Account ' || n, 'account ' || n, '{}', ${start}, now() from ${number(people / 4)}`,
    sql`insert into person (workspace_id, id, email_norm, source, seller_id, account_id, attributes, occurred_at, recorded_at)
      select ${ws}::uuid, ${id(4, n)}, n || '@example.com', (array['Paid search', 'Organic search', 'Webinar', 'Referral'])[n % 4 + 1],
        ${id(1, sql`n % 20`)}, ${id(2, sql.raw(`n % ${people / 4}`))}, '{}', ${start}, now() from ${number(people)}`,
    ...inParts(
      people * touchesPerPerson,
      (
        part,
      ) => sql`insert into touch (workspace_id, id, person_id, campaign_id, kind, side, direction, channel, attributes, occurred_at,
        recorded_at, source, dedupe_key)
      select ${ws}::uuid, ${id(5, n)}, ${id(4, sql.raw(`n % ${people}`))}, ${id(3, sql`n % 30`)},
        case when n % 5 = 0 then 'call' when n % 83 = 0 then 'demo_request' else 'form_submit' end,
        case when n % 5 = 0 then 'sales' else 'marketing' end, case when n % 5 = 0 then 'outbound' else 'inbound' end,
        'Paid search', '{}', ${start} + ${days(n, 7919, 540)}, now(), 'bench', n::text
      from ${part}`,
    ),
    sql`insert into stage_transition (workspace_id, id, person_id, cycle, from_stage, to_stage, occurred_at, recorded_at, inferred,
        actor_kind, actor, agreement_version, fit, engagement)
      select ${ws}::uuid, ${id(7, sql`n * 10 + s`)}, ${id(4, n)}, 1, null,
        (array['inquiry', 'mql', 'sal', 'sql', 'opportunity', 'customer'])[s + 1],
        ${start} + ${days(n, 104_729, 480)} + make_interval(days => s * (5 + n % 20)), now(), false, 'rule', 'bench', 1, 0, 0
      from ${number(people)} cross join generate_series(0, 5) as s
      where s <= case when n % 32 = 0 then 5 when n % 16 = 0 then 4 when n % 8 = 0 then 3 when n % 4 = 0 then 1 else 0 end`,
    sql`insert into opportunity (workspace_id, id, name, account_id, seller_id, status, stage, amount_minor, currency, origin,
        occurred_at, closed_at, attributes, recorded_at)
      select ${ws}::uuid, ${id(6, n)}, 'Deal ' || n, ${id(2, sql.raw(`n % ${people / 4}`))}, ${id(1, sql`n % 20`)},
        (array['won', 'lost', 'lost', 'open'])[n % 4 + 1], 'stage', 100000 + n % 977 * 1000, 'USD',
        (array['Marketing', 'Outbound'])[n % 2 + 1], ${start} + ${days(n, 15_485_863, 480)},
        case when n % 4 < 3 then ${start} + ${days(n, 15_485_863, 480)} + make_interval(days => 10 + n % 60) end, '{}', now()
      from ${number(deals)}`,
    sql`insert into opportunity_contact (workspace_id, opportunity_id, person_id, is_primary)
      select ${ws}::uuid, ${id(6, n)}, ${id(4, sql.raw(`n % ${people}`))}, true from ${number(deals)}`,
  ]
}

/** The same statement over ranges of numbers, so that none runs into the limit of time for one. */
function inParts(rows: number, statement: (part: ReturnType<typeof sql>) => ReturnType<typeof sql>) {
  const size = 100_000
  return Array.from({ length: Math.ceil(rows / size) }, (_, i) =>
    statement(sql`generate_series(${i * size}::int, ${Math.min(rows, (i + 1) * size) - 1}::int) as n`),
  )
}

await runAsProgram(import.meta.url, run)
