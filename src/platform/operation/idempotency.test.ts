import { describe, expect, it } from 'vitest'
import { DAY } from '#platform/kernel/instant.ts'
import { testDatabase, testWorkspace } from '#test/database.ts'
import { claimKey, forgetOldAnswers, storeAnswer } from './idempotency.ts'

const NOW = Date.UTC(2026, 0, 31)

describe('answers to repeated requests', () => {
  it('are given again for 30 days, and are forgotten after', async () => {
    const database = await testDatabase()
    const { workspaceId } = await testWorkspace(database)
    const request = { workspaceId, principal: 'user:1', key: 'k', requestHash: 'h' }
    const claim = (now: number) => database.workspace(workspaceId, (tx) => claimKey(tx, request, now))
    await database.workspace(workspaceId, async (tx) => {
      expect(await claimKey(tx, request, NOW)).toBeNull()
      await storeAnswer(tx, request, { status: 200, body: '{"id":1}' })
    })
    await forgetOldAnswers(database, workspaceId, NOW + 30 * DAY)
    expect(await claim(NOW)).toEqual({ status: 200, body: '{"id":1}' })
    await forgetOldAnswers(database, workspaceId, NOW + 30 * DAY + 1)
    expect(await claim(NOW)).toBeNull()
  })
})
