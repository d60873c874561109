import { sql } from 'drizzle-orm'
import { describe, expect, it } from 'vitest'
import { operationNamed } from '../accord.ts'
import { send } from './calls.ts'
import { offeredTo, qualifiedLead } from './example-hand-offs.ts'
import { buildHome } from './world.ts'

/** T-02 for hand-offs: fifty hands reach for one lead. */
const TOGETHER = 50
const home = await buildHome()
const { accord } = home

const together = (operation: string, input: Record<string, unknown>, count = TOGETHER) =>
  Promise.all(
    Array.from({ length: count }, (_, n) => {
      const copy = Object.assign(accord.visitor(), { cookie: home.admin.cookie, email: home.admin.email })
      return send(copy, operationNamed(accord, operation), input, { address: `198.51.100.${n}` })
    }),
  )

describe('many at once', () => {
  it('fifty accept one hand-off: one wins, and 49 are told who was faster and when', async () => {
    const { handOffId, personId } = await offeredTo(home, home.admin)
    const answers = await together('handoff.accept', { handOffId })
    expect(answers.filter((answer) => answer.status === 200)).toHaveLength(1)
    const refused = answers.filter((answer) => answer.status === 409)
    expect(refused).toHaveLength(TOGETHER - 1)
    for (const { text } of refused) {
      expect(JSON.parse(text)).toMatchObject({ code: 'handoff.state', title: 'Somebody was faster' })
      expect(JSON.parse(text).detail).toMatch(/ accepted it on \d{4}-\d\d-\d\d \d\d:\d\d UTC\./)
    }
    const { rows } = await accord.database.system((tx) =>
      tx.execute(sql`select
        (select count(*) from hand_off_event e where e.workspace_id = ${home.workspaceId} and e.hand_off_id = ${handOffId}
          and e.kind = 'accepted') as accepted,
        (select count(*) from reported_stage r where r.workspace_id = ${home.workspaceId} and r.person_id = ${personId}) as said`),
    )
    expect(rows).toEqual([{ accepted: 1, said: 1 }])
  })

  it('fifty offer one lead: it is handed over once', async () => {
    const { personId } = await qualifiedLead(home)
    const answers = await together('handoff.offer', { personId })
    expect(answers.filter((answer) => answer.status === 200)).toHaveLength(1)
    expect(answers.filter((answer) => answer.status === 409)).toHaveLength(TOGETHER - 1)
  })

  it('thirty accept and reject, half and half: one of the two happened', async () => {
    const { handOffId } = await offeredTo(home, home.admin)
    const [accepts, rejects] = await Promise.all([
      together('handoff.accept', { handOffId }, 15),
      together('handoff.reject', { handOffId, reason: 'other' }, 15),
    ])
    for (const { status } of [...accepts, ...rejects]) expect([200, 409]).toContain(status)
    const wins = (answers: typeof accepts) => answers.filter(({ status }) => status === 200).length
    // an accepted one may still be rejected, once
    expect(wins(accepts)).toBeLessThanOrEqual(1)
    expect(wins(rejects)).toBe(1)
  })
})
