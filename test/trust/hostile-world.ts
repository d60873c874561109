import { sql } from 'drizzle-orm'
import { recomputeLeads } from '#leads/lifecycle/index.ts'
import { startJobs } from '#platform/jobs/index.ts'
import { createLog } from '#platform/log.ts'
import type { Operation } from '#platform/operation/index.ts'
import { type RecordRow, writeRecords } from '#records/imports/index.ts'
import { refreshFacts } from '#reports/kpi/index.ts'
import { jobHandlers } from '../../src/app/flow.ts'
import { send } from './calls.ts'
import { tablesOf } from './digest.ts'
import { exampleOf } from './examples.ts'
import { HOSTILE } from './hostile-text.ts'
import { expendable, type Side } from './world.ts'

/** A workspace in which every text that somebody may type is hostile. */

const DAY = 86_400_000

/** Columns that hold what people or other systems typed, in whatever table they stand. */
const TYPED = new Set(
  (
    'name title detail note reason subject source first_name last_name job_title phone country region postcode industry domain ' +
    'product origin lost_reason team manager description message value header file problem evidence excerpt fault answer ' +
    'pause_reason matched anonymous_id user_id host label warning email created_by created_by_name decided_by merged_by actor_name ' +
    'summary user_agent body_excerpt note_text text greeting heading button_label thanks utm_source utm_campaign referrer page_title'
  ).split(' '),
)
/** The same names where they hold what the product itself says, or what signs people in. */
const SAID_BY_US = new Set(
  'app_user.email member.email credential.value verification.value job.reason intake_count.reason event_kind.name idempotent_answer.body fact_stage.source stage_daily.value'.split(
    ' ',
  ),
)

/** Calls every operation once, so that every kind of record is there, then fills every typed column with hostile text. */
export async function fillWithHostileText(side: Side): Promise<void> {
  await callEverything(side)
  await writeHostileRecords(side)
  await importHostileFile(side)
  await poison(side)
}

/** Operations that can be called; that none lacks an example is the business of authz.test.ts. */
export function operationsWithExample({ accord }: Side): Operation[] {
  return accord.handlers
    .map(({ operation }) => operation)
    .filter((operation) => {
      try {
        return Boolean(exampleOf(operation))
      } catch {
        return false
      }
    })
}

async function callEverything(side: Side): Promise<void> {
  for (const operation of operationsWithExample(side)) {
    if (operation.id.startsWith('session.') || operation.id === 'workspace.delete') continue
    const example = exampleOf(operation)
    const user = example.ownSession ? await expendable(side) : side.admin
    const input = await example.input(side, user)
    // A copy: some operations sign somebody else in.
    const copy = Object.assign(side.accord.visitor(), { cookie: user.cookie, email: user.email })
    await send(copy, operation, input, { example })
  }
}

async function writeHostileRecords({ accord, workspaceId }: Side): Promise<void> {
  const now = accord.clock.now
  const rows = HOSTILE.flatMap((text, index) => rowsOf(text, index, now))
  const inOrder = ['seller', 'account', 'person', 'campaign', 'opportunity', 'touch']
  rows.sort((a, b) => inOrder.indexOf(a.kind) - inOrder.indexOf(b.kind))
  await accord.database.workspace(workspaceId, (tx) =>
    writeRecords(tx, workspaceId, rows, { source: 'hostile', now }),
  )
  await recomputeLeads(accord.database, workspaceId, 'all', now)
  await refreshFacts(accord.database, workspaceId, 'all', now)
}

function rowsOf(text: string, index: number, now: number): RecordRow[] {
  const key = `hostile-${index}`
  const system = 'hostile'
  const at = { occurredAt: now - index * DAY }
  const attributes = { [text.slice(0, 60)]: text, website: text }
  const here = { key, system, attributes }
  return [
    { ...here, kind: 'seller', name: text, team: text, manager: text },
    {
      ...here,
      ...at,
      kind: 'account',
      name: text,
      industry: text,
      country: text,
      region: text,
      phone: text,
      seller: { key },
    },
    {
      ...here,
      ...at,
      kind: 'person',
      email: `hostile${index}@firm${index}.test`,
      firstName: text,
      lastName: text,
      jobTitle: text,
      phone: text,
      country: text,
      source: text,
      reportedStage: text,
      account: { key },
      seller: { key },
    },
    { ...here, kind: 'campaign', name: text, channel: text, campaignKind: text, startsOn: '2026-01-01' },
    {
      ...here,
      ...at,
      kind: 'opportunity',
      name: text,
      account: { key },
      seller: { key },
      contacts: [{ person: { key }, role: text }],
      status: index % 3 === 0 ? 'lost' : 'open',
      stage: text,
      amountMinor: 100_000,
      currency: 'EUR',
      product: text,
      origin: text,
      lostReason: text,
      closedAt: now,
    },
    ...(['demo_request', 'content_download', 'call'] as const).map((touchKind, n) => ({
      ...here,
      key: `${key}-${n}`,
      kind: 'touch' as const,
      touchKind,
      side: touchKind === 'call' ? ('sales' as const) : ('marketing' as const),
      direction: 'inbound' as const,
      person: { key },
      campaign: { key },
      channel: text,
      subject: text,
      occurredAt: now - index * DAY + n * 60_000,
    })),
  ]
}

/** A file with a hostile name, hostile headings and hostile cells, looked at by the product and imported as far as it goes. */
async function importHostileFile(side: Side): Promise<void> {
  const { accord, admin } = side
  const cells = HOSTILE.map((text) => `"${text.replaceAll('"', '""')}"`)
  const lines = cells.map(
    (cell, index) => `row${index}@firm.test,${cell},${cell},${cells[(index + 1) % cells.length]}`,
  )
  const csv = ['Email,First name,Company,"<img src=x onerror=window.__ran=1 data-hostile>"', ...lines].join(
    '\r\n',
  )
  const { id } = (await side.make('import.create', { name: HOSTILE[6]! })) as { id: string }
  const name = '"><img src=x onerror=window.__ran=1 data-hostile>.csv'
  const upload = accord.handlers.find(({ operation }) => operation.id === 'import.upload')!.operation
  await send(admin, upload, { id, name }, { example: { input: () => ({}), upload: csv } })
  const flow = {
    database: accord.database,
    clock: () => accord.clock.now,
    uploadDir: `${accord.dataDir}/uploads`,
  }
  const jobs = startJobs({
    database: accord.database,
    log: createLog('silent'),
    handlers: jobHandlers(flow),
    pollMs: 20,
  })
  const step = async (operation: string) => {
    await side.make(operation, { id }).catch(() => {})
    await jobs.idle()
  }
  for (const operation of ['import.look', 'import.dryRun', 'import.start']) await step(operation)
  await jobs.stop()
}

/** One word that is wider than any screen: every field shows that it wraps or cuts what it cannot break. */
const ENDLESS = 'W'.repeat(300)

/** Characters that fit where answers promise a length, by table. */
const LONGEST: Record<string, number> = { form: 120 }

/** Puts one hostile text after another into each typed column of each table, whatever fits its constraints. */
async function poison({ accord, workspaceId }: Side): Promise<void> {
  const short = HOSTILE.map((text) => `${text.slice(0, 2_000)} ${ENDLESS}`)
  for (const { name: table, columns } of await tablesOf(accord.database)) {
    const here = columns.some((column) => column.name === 'workspace_id')
    for (const { name, type } of columns) {
      if (type !== 'text' || !TYPED.has(name) || SAID_BY_US.has(`${table}.${name}`)) continue
      const column = sql.identifier(name)
      const any = sql`(${sql.param(short)}::text[])[1 + abs(hashtext(t.ctid::text)) % ${short.length}]`
      const one = sql`left(${any}, ${LONGEST[table] ?? 5_000}::int)`
      const where = here
        ? sql`t.workspace_id = ${workspaceId} and t.${column} is not null`
        : sql`t.${column} is not null`
      const fill = (value: typeof one) =>
        accord.database.system((tx) =>
          tx.execute(sql`update ${sql.identifier(table)} t set ${column} = ${value} where ${where}`),
        )
      await fill(one)
        .catch(() => fill(sql`${one} || ' ' || t.ctid::text`))
        .catch(() => {})
    }
  }
}
