import { sql } from 'drizzle-orm'
import { beforeAll, describe, expect, it } from 'vitest'
import type { Database } from '#platform/db/index.ts'
import { blocksRead } from '#test/blocks-read.ts'
import { sharedTestDatabase, testWorkspace } from '#test/database.ts'
import { listCampaignRows } from './campaigns/store.ts'
import { findInPlainLists } from './imports/records-store.ts'
import { campaignsNamed } from './intake/work-store.ts'

const ID = (kind: number, n: string) =>
  `('0190000${kind}-0000-7000-8000-' || lpad((${n})::text, 12, '0'))::uuid`

describe('in a workspace of 20,000 touches and 20,000 ids of other systems', () => {
  let database: Database
  let workspaceId: string
  beforeAll(async () => {
    database = await sharedTestDatabase()
    ;({ workspaceId } = await testWorkspace(database))
    await database.workspace(workspaceId, async (tx) => {
      await tx.execute(sql`
        insert into campaign (workspace_id, id, name, name_norm, recorded_at)
        select ${workspaceId}, ${sql.raw(ID(1, 'n'))}, 'Campaign ' || n, 'campaign ' || n, '2026-01-05' from generate_series(1, 100) n`)
      await tx.execute(sql`
        insert into touch (workspace_id, id, person_id, campaign_id, kind, side, direction, occurred_at, recorded_at, source, dedupe_key)
        select ${workspaceId}, ${sql.raw(ID(2, 'n'))}, ${sql.raw(ID(3, 'n % 500'))},
          case when n % 10 = 0 then ${sql.raw(ID(1, '1 + n / 10 % 100'))} end,
          'page_view', 'marketing', 'inbound', '2026-01-05', '2026-01-05', 'web', n from generate_series(1, 20000) n`)
      await tx.execute(sql`
        insert into external_id (workspace_id, system, kind, external_id, record_id, recorded_at)
        select ${workspaceId}, 'spreadsheet:list ' || n % 40, 'person', n, ${sql.raw(ID(3, 'n'))}, '2026-01-05'
        from generate_series(1, 20000) n`)
    })
    await database.system((tx) => tx.execute(sql`analyze touch, external_id`))
  })
  const read = (work: Parameters<typeof blocksRead>[2]) => blocksRead(database, workspaceId, work)

  it('a page of campaigns reads the touches of these campaigns alone', async () => {
    expect(
      await read((tx) => listCampaignRows(tx, workspaceId, { limit: 5 }, Date.UTC(2026, 0, 1))),
    ).toBeLessThan(200)
  })

  it('an id finds its record in whichever system it is', async () => {
    const said = [{ said: 'spring', norm: 'spring' }]
    expect(await read((tx) => campaignsNamed(tx, workspaceId, said))).toBeLessThan(20)
    expect(await read((tx) => findInPlainLists(tx, workspaceId, 'person', ['17', '18']))).toBeLessThan(20)
  })
})
