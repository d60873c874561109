import { sql } from 'drizzle-orm'
import { beforeEach, describe, expect, it } from 'vitest'
import { adopt, defaultAgreementYaml } from '#agreement/document/index.ts'
import { startJobs } from '#platform/jobs/index.ts'
import { createLog } from '#platform/log.ts'
import { announce } from '#platform/outbox/index.ts'
import { testDatabase } from '#test/database.ts'
import { type Cast, storiesIn } from '#test/factories/hand-off-stories.ts'
import { MEMBER_REVOKED } from '#workspace/access/index.ts'
import { jobHandlers } from './flow.ts'

const database = await testDatabase()
const { begin, on, open, detail, raise, sweep } = storiesIn(database)
let { company, ada, kim, mia, olga }: Cast = await begin()
beforeEach(async () => {
  ;({ company, ada, kim, mia, olga } = await begin())
})

/** Carries out what was announced. */
async function deliver() {
  const clock = () => company.clock.now
  const handlers = jobHandlers({ database, clock, uploadDir: '/tmp' })
  const jobs = startJobs({ database, handlers, log: createLog('silent'), clock, pollMs: 20 })
  await jobs.idle()
  await jobs.stop()
}

/** A member has no access any more, as the operation says it. */
const revoke = (userId: string) =>
  database.workspace(company.workspaceId, async (tx) => {
    const { workspaceId, clock } = company
    await tx.execute(sql`update member set revoked_at = ${new Date(clock.now).toISOString()}::timestamptz
      where workspace_id = ${workspaceId} and user_id = ${userId}`)
    await announce(tx, { workspaceId, event: MEMBER_REVOKED, payload: { userId }, now: clock.now })
  })

/** Who was told of one kind, once for each time, in the order of their ids. */
async function told(kind: string): Promise<string[]> {
  await deliver()
  const { rows } = await database.workspace(company.workspaceId, (tx) =>
    tx.execute<{ userId: string }>(sql`select n.user_id as "userId" from notification n
      where n.workspace_id = ${company.workspaceId} and n.kind = ${kind} order by n.user_id`),
  )
  return rows.map(({ userId }) => userId)
}

const sign = (change: (yaml: string) => string) =>
  database.workspace(company.workspaceId, (tx) =>
    adopt(tx, company.workspaceId, {
      yaml: change(defaultAgreementYaml),
      ...{ author: { id: null, name: 'Test' }, note: null, now: on('02T08:00') },
    }),
  )

describe('when a member has no access any more', () => {
  it('the leads they had go on by themselves', async () => {
    const { id } = await raise('Nora')
    const [owner, other] = (await detail(id)).sellerId === ada.id ? [ada, kim] : [kim, ada]
    company.clock.now = on('02T11:00')
    await revoke(owner.actor.id)
    await deliver()
    expect(await open()).toMatchObject([{ sellerId: other.id, sequence: 2, offeredAt: on('02T11:00') }])
  })

  it('and they go to a manager who does not sell, the manager is told', async () => {
    await sign((yaml) =>
      yaml.replace('{ stage: mql, to: pool, pool: inbound }', '{ stage: mql, to: manager }'),
    )
    const { id } = await raise('Nora')
    const owner = (await detail(id)).sellerId === ada.id ? ada : kim
    await revoke(owner.actor.id)
    expect(await told('handoff.unassigned')).toEqual([mia.id, olga.id].sort())
    expect(await open()).toMatchObject([{ sellerId: null }])
  })
})

describe('who is told when there is no leader', () => {
  it('a lead that found no seller: operations, without them administrators, leadership where there is one', async () => {
    await sign((yaml) => yaml.replace('members: []', 'members: [{ seller: Nobody }]'))
    await raise('Nora')
    expect(await told('handoff.unassigned')).toEqual([olga.id])
    await revoke(olga.id)
    const admin = await company.member('Adam', 'administrator')
    await raise('Omar')
    expect(await told('handoff.unassigned')).toEqual([olga.id, admin.id].sort())
    const lead = await company.member('Lea', 'leadership')
    await raise('Pia')
    expect(await told('handoff.unassigned')).toEqual([olga.id, admin.id, lead.id].sort())
  })

  it('an escalation to the sales leader reaches the administrator in a company of sellers', async () => {
    await revoke(olga.id)
    const admin = await company.member('Adam', 'administrator')
    const { id } = await raise('Nora')
    const owner = (await detail(id, mia)).sellerId === ada.id ? ada.actor.id : kim.actor.id
    // due Monday 12:00: told at once, the manager two open hours later, the sales leader eight open hours later
    company.clock.now = on('03T12:00')
    await sweep()
    expect(await told('handoff.escalated')).toEqual([owner, mia.id, admin.id].sort())
  })
})
