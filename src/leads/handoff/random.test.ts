import { sql } from 'drizzle-orm'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { HOUR, MINUTE } from '#platform/kernel/instant.ts'
import { Problem } from '#platform/operation/index.ts'
import { testDatabase } from '#test/database.ts'
import { type HandOffs, handOffsIn } from '#test/factories/hand-offs.ts'
import { at } from '#test/factories/lead-records.ts'
import * as contract from './contract.ts'
import { rebuildHandOffs, sweepHandoffs } from './index.ts'

const database = await testDatabase()

/** What may happen to one person's hand-offs, in any order; a refusal is an answer, too. */
const STEPS = [
  'demo', 'call', 'reply', 'wait', 'night', 'week', 'sweep', 'accept', 'reject', 'attempt', 'pause', 'resume', 'recycle',
  'disqualify', 'convert', 'give', 'choose', 'undo',
] as const // biome-ignore format: one look
type Step = (typeof STEPS)[number]

async function play(company: HandOffs, steps: readonly Step[]): Promise<void> {
  const olga = await company.member('Olga', 'operations')
  const ada = await company.seller('Ada')
  await company.seller('Kim')
  company.clock.now = at('2026-11-02T10:00:00Z')
  const personId = await company.person({ firstName: 'Nora' })
  await company.happens(personId, 'demo_request')
  for (const step of steps) {
    company.clock.now += MINUTE
    await carryOut(company, step, { olga, adaId: ada.id, personId }).catch((error: unknown) => {
      if (!(error instanceof Problem)) throw error
    })
    await holds(company)
  }
}

type Given = { olga: Awaited<ReturnType<HandOffs['member']>>; adaId: string; personId: string }

async function carryOut(company: HandOffs, step: Step, { olga, adaId, personId }: Given): Promise<unknown> {
  const { clock, workspaceId } = company
  const { items } = await company.run(olga, contract.handOffsOfLead, { personId })
  const handOffId = items[0].id
  const run = (operation: { id: string }, input: Record<string, unknown> = {}) =>
    company.run(olga, operation, { handOffId, ...input })
  const until = new Date(clock.now + 20 * HOUR).toISOString()
  const done: Record<Step, () => Promise<unknown>> = {
    demo: () => company.happens(personId, 'demo_request'),
    call: () => company.happens(personId, 'call', { side: 'sales', at: clock.now - 5 * MINUTE }),
    reply: () => company.happens(personId, 'email_reply'),
    wait: async () => (clock.now += 45 * MINUTE),
    night: async () => (clock.now += 15 * HOUR),
    week: async () => (clock.now += 7 * 24 * HOUR),
    sweep: () => sweepHandoffs(database, workspaceId, clock.now),
    accept: () => run(contract.acceptHandOff),
    reject: () => run(contract.rejectHandOff, { reason: 'other' }),
    attempt: () => run(contract.logAttempt, { kind: 'call', reached: true }),
    pause: () => run(contract.pauseHandOff, { until, reason: 'Away' }),
    resume: () => run(contract.resumeHandOff),
    recycle: () => run(contract.recycleHandOff, { reason: 'no_budget' }),
    disqualify: () => run(contract.disqualifyHandOff, { reason: 'no_need' }),
    convert: () => run(contract.convertHandOff),
    give: () => company.run(olga, contract.reassignHandOffs, { handOffIds: [handOffId], sellerId: adaId }),
    choose: () => company.run(olga, contract.reassignHandOffs, { handOffIds: [handOffId] }),
    undo: async () => {
      const { undoable } = await company.run(olga, contract.readHandOff, { handOffId })
      return undoable && run(contract.undoHandOff, { eventId: undoable })
    },
  }
  return done[step]()
}

/** One open hand-off at most; what fired, fired once; closed or answered ones wait for nothing; the ledger says what is stored. */
async function holds({ workspaceId }: HandOffs): Promise<void> {
  const count = async (query: ReturnType<typeof sql>) =>
    (await database.workspace(workspaceId, (tx) => tx.execute<{ count: number }>(query))).rows[0]!.count
  expect(
    await count(sql`select count(*) as count from hand_off h
      where h.workspace_id = ${workspaceId} and h.state in ('offered', 'accepted', 'working')`),
  ).toBeLessThanOrEqual(1)
  expect(
    await count(sql`select coalesce(max(x.n), 0) as count from (
      select count(*) as n from hand_off_event e where e.workspace_id = ${workspaceId}
        and e.kind in ('reminded', 'escalated') and e.detail ->> 'level' is not null
      group by e.hand_off_id, e.kind, e.detail ->> 'level') x`),
  ).toBeLessThanOrEqual(1)
  expect(
    await count(sql`select count(*) as count from hand_off_timer t
      join hand_off h on h.workspace_id = ${workspaceId} and h.id = t.hand_off_id
      where t.workspace_id = ${workspaceId} and t.fired_at is null and t.cancelled_at is null
        and (h.state not in ('offered', 'accepted', 'working') or (t.kind = 'expiry' and h.state <> 'offered')
          or (t.kind <> 'resume' and (h.attempted_at is not null or h.paused_at is not null))
          or (t.kind = 'resume' and h.paused_at is null))`),
  ).toBe(0)
  expect((await rebuildHandOffs(database, workspaceId)).examples).toEqual([])
}

describe('whatever is done in whatever order', () => {
  it('a person has one open hand-off at most, no timer fires twice, and the ledger gives what is stored', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.constantFrom(...STEPS), { minLength: 5, maxLength: 12 }),
        async (steps) => {
          await play(await handOffsIn(database), steps)
        },
      ),
      { numRuns: 8, endOnFailure: true },
    )
  }, 400_000)
})
