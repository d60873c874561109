import { sql } from 'drizzle-orm'
import { beforeAll, describe, expect, it } from 'vitest'
import { testDatabase, testWorkspace } from '#test/database.ts'
import { type Database, DatabaseProblem, migrate, openDatabase } from './index.ts'

let database: Database
let ours: string
let theirs: string

beforeAll(async () => {
  // Without the lint, because these statements leave out the workspace on purpose.
  database = await testDatabase({ lint: false })
  ours = (await testWorkspace(database)).workspaceId
  theirs = (await testWorkspace(database)).workspaceId
})

describe('values leave the database alike on every engine', () => {
  it('reads big integers as numbers, instants as epoch milliseconds, days and decimals as text', async () => {
    const { rows } = await database.system((tx) =>
      tx.execute(sql`select 5::int8 as count, '2026-10-26 12:00:00.5+02'::timestamptz as at, '2026-10-26'::date as day,
        1.50::numeric as share, array[1, null]::int8[] as counts, array['2026-10-26T10:00:00Z']::timestamptz[] as instants`),
    )
    expect(rows).toEqual([
      {
        count: 5,
        at: Date.UTC(2026, 9, 26, 10, 0, 0, 500),
        day: '2026-10-26',
        share: '1.50',
        counts: [1, null],
        instants: [Date.UTC(2026, 9, 26, 10)],
      },
    ])
  })
})

describe('a transaction', () => {
  it('saves nothing when its work throws', async () => {
    const failed = database.system(async (tx) => {
      await tx.execute(sql`update workspace set name = 'Changed' where id = ${ours}`)
      throw new Error('second thoughts')
    })
    await expect(failed).rejects.toThrow('second thoughts')
    const { rows } = await database.system((tx) =>
      tx.execute(sql`select name from workspace where id = ${ours}`),
    )
    expect(rows).toEqual([{ name: 'Test company' }])
  })

  it('fails when a failed statement inside it was ignored, because nothing can be saved any more', async () => {
    const failed = database.system(async (tx) => {
      await tx.execute(sql`select 1 / 0`).catch(() => undefined)
    })
    await expect(failed).rejects.toThrow('nothing was saved')
  })

  it('refuses to open another inside, which would wait for itself', async () => {
    const failed = database.system(() => database.workspace(ours, async () => 1))
    await expect(failed).rejects.toThrow('pass its tx')
  })

  it('keeps a failed part apart in a savepoint', async () => {
    const count = await database.system(async (tx) => {
      await tx.transaction((inner) => inner.execute(sql`select 1 / 0`)).catch(() => undefined)
      const { rows } = await tx.execute(sql`select count(*) as count from workspace where id = ${ours}`)
      return rows[0]!.count
    })
    expect(count).toBe(1)
  })

  it('runs many at once without mixing them up', async () => {
    const answers = await Promise.all(
      Array.from({ length: 100 }, (_, number) =>
        database.system(async (tx) => {
          await tx.execute(sql`select set_config('app.test', ${String(number)}, true)`)
          await new Promise((resolve) => setTimeout(resolve, number % 3))
          const { rows } = await tx.execute(sql`select current_setting('app.test') as mine`)
          return Number(rows[0]!.mine)
        }),
      ),
    )
    expect(answers).toEqual(Array.from({ length: 100 }, (_, number) => number))
  })
})

describe('the wall between workspaces', () => {
  it('hides rows of another workspace although the statement asks for all', async () => {
    await database.workspace(theirs, (tx) =>
      tx.execute(sql`insert into seller (workspace_id, id, name, name_norm, recorded_at)
        values (${theirs}, gen_random_uuid(), 'Ada', 'ada', '2026-01-01T00:00:00Z')`),
    )
    const count = async (workspaceId: string) => {
      const { rows } = await database.workspace(workspaceId, (tx) =>
        tx.execute(sql`select count(*) as count from seller`),
      )
      return rows[0]!.count
    }
    expect(await count(theirs)).toBe(1)
    expect(await count(ours)).toBe(0)
  })

  it('refuses to write a row into another workspace', async () => {
    const failed = database.workspace(ours, (tx) =>
      tx.execute(sql`insert into seller (workspace_id, id, name, name_norm, recorded_at)
        values (${theirs}, gen_random_uuid(), 'Eve', 'eve', '2026-01-01T00:00:00Z')`),
    )
    await expect(failed).rejects.toMatchObject({ cause: { code: '42501' } })
  })

  it('shows only its own workspace and refuses the tables of sign-in', async () => {
    const { rows } = await database.workspace(ours, (tx) => tx.execute(sql`select id from workspace`))
    expect(rows).toEqual([{ id: ours }])
    const secrets = database.workspace(ours, (tx) => tx.execute(sql`select 1 from credential`))
    await expect(secrets).rejects.toMatchObject({ cause: { code: '42501' } })
  })

  it('lets the application add to a ledger but not change or remove', async () => {
    for (const statement of [sql`update touch set source = 'x'`, sql`delete from touch`]) {
      const failed = database.workspace(ours, (tx) => tx.execute(statement))
      await expect(failed).rejects.toMatchObject({ cause: { code: '42501' } })
    }
  })

  it('is on every table, and closes when no workspace is named', async () => {
    const { rows } = await database.system((tx) =>
      tx.execute(sql`select c.relname from pg_class c join pg_namespace n on n.oid = c.relnamespace
        join pg_attribute a on a.attrelid = c.oid and a.attname = 'workspace_id' and not a.attisdropped
        where n.nspname = 'public' and c.relkind = 'r' and not c.relrowsecurity`),
    )
    expect(rows).toEqual([])
    const { rows: unnamed } = await database.system(async (tx) => {
      await tx.execute(sql`set local role accord_app`)
      return tx.execute(sql`select count(*) as count from seller`)
    })
    expect(unnamed).toEqual([{ count: 0 }])
  })

  it('accepts nothing but a UUID as workspace', async () => {
    await expect(database.workspace("x'; reset role; --", async () => 1)).rejects.toThrow('UUID')
  })
})

describe('migrations', () => {
  it('are applied once, also when two processes start together', async () => {
    const applied = await Promise.all([migrate(database), migrate(database)])
    expect(applied).toEqual([[], []])
  })

  const server = process.env.TEST_DATABASE_URL
  it.skipIf(!server).each(['password', 'pathname'] as const)(
    'say that the server does not let Accord in, for a wrong %s',
    async (part) => {
      const wrong = new URL(server!)
      wrong[part] = 'wrong'
      const refused = await openDatabase({ url: wrong.href, dataDir: '.' })
      const problem = await migrate(refused).catch((error: unknown) => error)
      await refused.close()
      expect(problem).toBeInstanceOf(DatabaseProblem)
      expect((problem as Error).message).toMatch(
        /^PostgreSQL does not let Accord in: .*\. Correct DATABASE_URL\.$/,
      )
    },
  )
})
