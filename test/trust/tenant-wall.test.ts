import { sql } from 'drizzle-orm'
import { beforeAll, describe, expect, it } from 'vitest'
import type { Tx } from '#platform/db/index.ts'
import { GLOBAL_TABLES } from '../../src/app/schema.ts'
import { type Table, tablesOf, workspaceTables } from './digest.ts'
import { insertRow } from './rows.ts'
import { buildWorld } from './world.ts'

/** T-05: a query of ours that forgot its workspace reads and writes nothing of another. */

// the wall is tried with statements that the lint of the tests would refuse
const { accord, home, foreign } = await buildWorld({ lint: false })

/** Runs in a transaction that is taken back, and gives the error code of the statement, or the rows it touched. */
async function tried(workspaceId: string, work: (tx: Tx) => Promise<number>): Promise<number | string> {
  let rows = 0
  try {
    await accord.database.workspace(workspaceId, async (tx) => {
      rows = await work(tx)
      throw new Error('taken back')
    })
  } catch (error) {
    for (let at = error as { code?: string; cause?: unknown } | undefined; at; at = at.cause as typeof at)
      if (at.code) return at.code
  }
  return rows
}

const DENIED = '42501'

describe('the wall of the database, without any filter of ours', async () => {
  const tables = (await workspaceTables(accord.database)).filter(({ name }) => name !== 'workspace')
  beforeAll(async () => {
    await accord.database.system(async (tx) => {
      for (const table of tables) {
        for (const { workspaceId } of [home, foreign])
          await tx.execute(sql`${insertRow(table, workspaceId)} on conflict do nothing`)
      }
    })
  })
  const named = tables.map((table) => [table.name, table] as const)

  it.each(named)('hides rows of %s', async (_, { name }) => {
    const { rows } = await accord.database.workspace(foreign.workspaceId, (tx) =>
      tx.execute<{ workspace_id: string }>(sql`select distinct workspace_id from ${sql.identifier(name)}`),
    )
    expect(rows).toEqual([{ workspace_id: foreign.workspaceId }])
  })

  it.each(named)('refuses to write rows of %s', async (_, table: Table) => {
    const name = sql.identifier(table.name)
    const elsewhere = sql`workspace_id = ${home.workspaceId}::uuid`
    const count = async (tx: Tx, statement: ReturnType<typeof sql>) =>
      (await tx.execute(statement)).rowCount ?? 0
    const run = (statement: ReturnType<typeof sql>) =>
      tried(foreign.workspaceId, (tx) => count(tx, statement))
    expect(await run(insertRow(table, home.workspaceId))).toBe(DENIED)
    expect([0, DENIED]).toContain(await run(sql`delete from ${name} where ${elsewhere}`))
    expect([0, DENIED]).toContain(
      await run(sql`update ${name} set workspace_id = workspace_id where ${elsewhere}`),
    )
    expect(DENIED).toBe(await run(sql`update ${name} set workspace_id = ${home.workspaceId}::uuid`))
  })

  it('shows nothing at all when no workspace was named', async () => {
    for (const { name } of tables) {
      const seen = accord.database.system(async (tx) => {
        await tx.execute(sql`set local role accord_app`)
        return (await tx.execute(sql`select 1 from ${sql.identifier(name)} limit 1`)).rows
      })
      expect(await seen, name).toEqual([])
    }
  })

  it('keeps sign-in tables out of reach, and shows of users and workspaces only its own', async () => {
    for (const table of ['session', 'credential', 'verification', 'setup'])
      expect(
        await tried(
          home.workspaceId,
          async (tx) => (await tx.execute(sql`select 1 from ${sql.identifier(table)}`)).rows.length,
        ),
        table,
      ).toBe(DENIED)
    const workspaces = await accord.database.workspace(foreign.workspaceId, (tx) =>
      tx.execute(sql`select id from workspace`),
    )
    expect(workspaces.rows).toEqual([{ id: foreign.workspaceId }])
    const users = await accord.database.workspace(foreign.workspaceId, (tx) =>
      tx.execute<{ id: string }>(sql`select id from app_user`),
    )
    expect(users.rows.map((row) => row.id)).not.toContain(home.adminId)
  })

  it('knows every table: one workspace’s, or listed as global', async () => {
    const all = (await tablesOf(accord.database)).map(({ name }) => name)
    const walled = new Set(tables.map(({ name }) => name))
    const open = all.filter((name) => !walled.has(name) && name !== 'accord_migration')
    expect(open.sort()).toEqual([...GLOBAL_TABLES].sort())
  })
})
