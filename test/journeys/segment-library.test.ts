import { Analytics } from '@segment/analytics-node'
import { sql } from 'drizzle-orm'
import { afterAll, describe, expect, it } from 'vitest'
import { type Listening, listen } from '#platform/http/server.ts'
import { testAccord } from '../accord.ts'
import { outcomes, senderOf } from '../intake.ts'

/** The official Node library, pointed here and otherwise as it comes. */

const EVENTS = 10_000
let listening: Listening

afterAll(() => listening.close())

describe('@segment/analytics-node', () => {
  it('sends 10,000 events; all arrive once', async () => {
    const accord = await testAccord({ at: Date.now() })
    const admin = await accord.setUp()
    const { token, workspaceId } = await senderOf(accord, admin, 'secret')
    listening = await listen(accord.app, { host: '127.0.0.1', port: 0 })
    const analytics = new Analytics({
      writeKey: token,
      host: `http://127.0.0.1:${listening.port}`,
      flushAt: 100,
      // Patience for a machine with other work: what it sends again would count as duplicate.
      httpRequestTimeout: 120_000,
    })
    const failed: unknown[] = []
    analytics.on('error', (error) => void failed.push(error))
    for (let n = 0; n < EVENTS; n += 1) {
      const userId = `user-${n % 500}`
      if (n % 10 === 0) analytics.identify({ userId, traits: { email: `${userId}@acme.test` } })
      else if (n % 10 === 1) analytics.group({ userId, groupId: `group-${n % 50}`, traits: { name: 'Acme' } })
      else if (n % 10 === 2) analytics.page({ userId, name: 'Pricing' })
      else analytics.track({ userId, event: 'Report Viewed', properties: { n } })
    }
    await analytics.closeAndFlush({ timeout: 60_000 })
    expect(failed).toEqual([])
    const { rows } = await accord.database.workspace(workspaceId, (tx) =>
      tx.execute(
        sql`select count(*) as events, count(distinct message_id) as ids from intake_event where workspace_id = ${workspaceId}`,
      ),
    )
    expect(rows).toEqual([{ events: EVENTS, ids: EVENTS }])
    accord.clock.now = Date.now()
    expect((await outcomes(accord, admin)).totals).toEqual({
      accepted: EVENTS,
      duplicate: 0,
      filtered: 0,
      limited: 0,
      invalid: 0,
    })
  })
})
