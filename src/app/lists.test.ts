import { sql } from 'drizzle-orm'
import { beforeAll, describe, expect, it } from 'vitest'
import { operationNamed, type TestAccord, type TestUser, testAccord } from '#test/accord.ts'

describe('every list in pages', () => {
  let accord: TestAccord
  let admin: TestUser
  let workspaceId: string
  beforeAll(async () => {
    accord = await testAccord()
    admin = await accord.setUp()
    const found = await accord.database.system((tx) =>
      tx.execute<{ id: string }>(sql`select id from workspace`),
    )
    workspaceId = found.rows[0]!.id
  })
  const ask = (id: string, input = {}) => admin.call(operationNamed(accord, id), input)

  it.each([
    'opportunity.list',
    'account.list',
    'campaign.list',
    'import.list',
    'review.list',
    'absence.list',
    'handoff.list',
    'audit.list',
    'agreement.versions',
  ])('%s refuses a cursor that names no place', async (id) => {
    for (const cursor of ['nonsense', '7', 'bnVsbA'])
      expect(await ask(id, { cursor })).toMatchObject({ status: 422, body: { code: 'list.cursor' } })
  })

  it('the page that holds the last of them has no next one', async () => {
    const key = { name: 'One', scopes: ['lead.read'], expiresAt: null }
    expect((await ask('api_key.create', key)).status).toBe(200)
    const invited = await ask('invitation.create', { email: 'grace@company.test', role: 'sales' })
    expect(invited.status).toBe(200)
    for (const id of ['member.list', 'api_key.list', 'invitation.list'])
      expect((await ask(id, { limit: 1 })).body).toMatchObject({ items: [{}], nextCursor: null })
    const { items } = (await ask('audit.list')).body
    expect((await ask('audit.list', { limit: items.length })).body.nextCursor).toBeNull()
  })

  it('goes on behind a name of any length', async () => {
    await accord.database.workspace(workspaceId, (tx) =>
      tx.execute(sql`
        insert into account (workspace_id, id, name, name_norm, occurred_at, recorded_at)
        select ${workspaceId}, gen_random_uuid(), repeat('ä', 1200) || n, repeat('ä', 1200) || n, '2026-01-05', '2026-01-05'
        from generate_series(1, 3) n`),
    )
    const first = (await ask('account.list', { limit: 2 })).body
    expect(first.items).toHaveLength(2)
    const rest = await ask('account.list', { limit: 2, cursor: first.nextCursor })
    expect(rest).toMatchObject({ status: 200, body: { items: [{}], nextCursor: null } })
  })
})
