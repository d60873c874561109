import { sql } from 'drizzle-orm'
import { beforeAll, describe, expect, it } from 'vitest'
import type { Database } from '#platform/db/index.ts'
import { lowestIdAt, newId } from '#platform/kernel/ids.ts'
import { DAY, type Instant } from '#platform/kernel/instant.ts'
import { blocksRead } from '#test/blocks-read.ts'
import { sharedTestDatabase, testWorkspace } from '#test/database.ts'
import { addDeliveries, forgetDeliveries } from './delivery-store.ts'
import { addNotifications, forgetNotifications } from './store.ts'
import { notification, notificationDelivery, webhookAttempt, webhookMessage } from './tables.ts'
import { forgetOldNotifications } from './tidy.ts'
import { addMessages, forgetMessages, recordAttempt } from './webhook-store.ts'

const NOON = Date.UTC(2026, 0, 5, 12)
const someone = newId(NOON)
const content = { kind: 'handoff.offered', title: 'Nora is yours', detail: '', href: '/', urgent: false }

let database: Database
let workspaceId: string
beforeAll(async () => {
  database = await sharedTestDatabase()
  ;({ workspaceId } = await testWorkspace(database))
})

const delivery = (at: Instant, state: 'waiting' | 'sent', key = `${state} ${at}`) => ({
  ...{ workspaceId, id: newId(at), channel: 'mail' as const, targetId: someone, key, content, state },
  ...{ dueAt: at, createdAt: at },
})

it('notifications are kept for half a year, deliveries and webhook messages with their log for 30 days', async () => {
  await database.workspace(workspaceId, async (tx) => {
    await addNotifications(
      tx,
      [NOON, NOON + 1].map((at) => ({
        ...{ ...content, workspaceId, id: newId(at), userId: someone, key: `n ${at}`, inApp: true },
        createdAt: at,
      })),
    )
    await addDeliveries(tx, [delivery(NOON, 'sent'), delivery(NOON, 'waiting'), delivery(NOON + 1, 'sent')])
    for (const at of [NOON, NOON + 1]) {
      const id = newId(at)
      await addMessages(
        tx,
        workspaceId,
        [{ id, endpointId: someone, event: 'handoff.offered', body: '{}' }],
        at,
      )
      await recordAttempt(
        tx,
        {
          ...{ workspaceId, messageId: id, number: 1, endpointId: someone, startedAt: at },
          ...{ durationMs: 5, status: 200, fault: null, excerpt: '' },
        },
        { state: 'delivered', attempts: 1, nextAt: null, deliveredAt: at },
      )
    }
  })
  const left = () =>
    database.workspace(workspaceId, async (tx) => {
      const count = async (table: Parameters<typeof tx.$count>[0] & { workspaceId: unknown }) =>
        tx.$count(table, sql`${table.workspaceId} = ${workspaceId}`)
      return [
        await count(notification),
        await count(notificationDelivery),
        await count(webhookMessage),
        await count(webhookAttempt),
      ]
    })
  await forgetOldNotifications(database, workspaceId, NOON + 30 * DAY)
  expect(await left()).toEqual([2, 3, 2, 2])
  await forgetOldNotifications(database, workspaceId, NOON + 30 * DAY + 1)
  // what still waits stays
  expect(await left()).toEqual([2, 2, 1, 1])
  await forgetOldNotifications(database, workspaceId, NOON + 180 * DAY + 1)
  expect(await left()).toEqual([1, 1, 0, 0])
})

describe('among 20,000 that are kept', () => {
  let full: string
  beforeAll(async () => {
    full = (await testWorkspace(database)).workspaceId
    const id = sql.raw(`('${lowestIdAt(NOON).slice(0, 24)}' || lpad(n::text, 12, '0'))::uuid`)
    await database.workspace(full, async (tx) => {
      await tx.execute(sql`
        insert into notification (workspace_id, id, user_id, kind, title, detail, href, urgent, key, in_app, created_at)
        select ${full}, ${id}, ${someone}, 'handoff.offered', 'Nora is yours', '', '/', false, n, true, '2026-01-05'
        from generate_series(1, 20000) n`)
      await tx.execute(sql`
        insert into notification_delivery (workspace_id, id, channel, target_id, key, content, state, due_at, created_at)
        select ${full}, ${id}, 'mail', ${someone}, n, '{}', 'sent', '2026-01-05', '2026-01-05' from generate_series(1, 20000) n`)
      await tx.execute(sql`
        insert into webhook_message (workspace_id, id, endpoint_id, event, body, state, created_at)
        select ${full}, ${id}, ${someone}, 'handoff.offered', '{}', 'delivered', '2026-01-05' from generate_series(1, 20000) n`)
    })
    await database.system((tx) =>
      tx.execute(sql`analyze notification, notification_delivery, webhook_message`),
    )
  })

  it.each([
    ['notifications', forgetNotifications],
    ['deliveries', forgetDeliveries],
    ['webhook messages', forgetMessages],
  ])('what is old of %s is found without reading the rest', async (_, forget) => {
    const read = await blocksRead(database, full, (tx) => forget(tx, full, NOON - DAY, 5_000))
    expect(read).toBeLessThan(20)
  })
})
