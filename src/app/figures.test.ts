import { sql } from 'drizzle-orm'
import { beforeEach, describe, expect, it } from 'vitest'
import { adopt, defaultAgreementYaml } from '#agreement/document/index.ts'
import { startJobs } from '#platform/jobs/index.ts'
import { createLog } from '#platform/log.ts'
import type { Context } from '#platform/operation/index.ts'
import { operations, refreshChangedFacts, refreshFacts } from '#reports/kpi/index.ts'
import type { Dashboard } from '#reports/kpi/schema.ts'
import { testDatabase } from '#test/database.ts'
import { type Cast, storiesIn } from '#test/factories/hand-off-stories.ts'
import * as handOffs from '../leads/handoff/contract.ts'
import { jobHandlers } from './flow.ts'

const database = await testDatabase()
const { begin, on, detail, raise, sweep } = storiesIn(database)
let { company, ada, kim, olga }: Cast = await begin()
beforeEach(async () => {
  ;({ company, ada, kim, olga } = await begin())
})

/** Carries out what was announced, and what the figures' own timer does then. */
async function settle() {
  const clock = () => company.clock.now
  const handlers = jobHandlers({ database, clock, uploadDir: '/tmp' })
  const jobs = startJobs({ database, handlers, log: createLog('silent'), clock, pollMs: 20 })
  await jobs.idle()
  await jobs.stop()
  await refreshChangedFacts(database, company.workspaceId, clock())
}

function ask<Answer>(id: string, input: Record<string, unknown>): Promise<Answer> {
  const found = operations.find(({ operation }) => operation.id === id)
  if (!found || !('run' in found)) throw new Error(`${id} does not run inside a workspace`)
  return database.workspace(company.workspaceId, (tx) => {
    const context = { tx, workspaceId: company.workspaceId, now: company.clock.now } as Context
    return found.run(context, found.operation.input.parse(input)) as Promise<Answer>
  })
}

const NOVEMBER = { from: '2026-11-01', to: '2026-11-30', basis: 'period' }
const acceptance = async () => (await ask<Dashboard>('report.dashboard', NOVEMBER)).salRate
const listed = async (part: string) => {
  const asked = { ...NOVEMBER, figure: 'sal_rate', part }
  const { items } = await ask<{ items: { title: string }[] }>('report.records', asked)
  return items.map(({ title }) => title).sort()
}

/** Signs the default agreement with a change. */
const sign = (change: (yaml: string) => string) =>
  database.workspace(company.workspaceId, (tx) =>
    adopt(tx, company.workspaceId, {
      yaml: change(defaultAgreementYaml),
      ...{ author: { id: null, name: 'Test' }, note: null, now: company.clock.now },
    }),
  )

describe('response times', () => {
  it('are those of the hand-raises that the agreement names, as in the inbox', async () => {
    const raised = async () => {
      await refreshFacts(database, company.workspaceId, 'all', company.clock.now)
      const { response } = await ask<Dashboard>('report.dashboard', NOVEMBER)
      return response.attempt.raised
    }
    await raise('Nora')
    const pricing = await company.person({ firstName: 'Otto' })
    await company.touch(pricing, '2026-11-02T10:00:00Z', 'form_submit', { subject: 'Pricing request' })
    await company.touch(pricing, '2026-11-02T11:00:00Z', 'form_submit', { subject: 'Newsletter' })
    expect(await raised()).toBe(1)
    const own = 'event.kind == "form_submit" && event.subject.contains("Pricing")'
    await sign((yaml) => yaml.replace(/handRaise: event.kind in .*/, `handRaise: ${own}`))
    expect(await raised()).toBe(1)
    const { items } = await ask<{ items: { title: string }[] }>('report.records', {
      ...NOVEMBER,
      figure: 'speed_to_lead',
    })
    expect(items.map(({ title }) => title)).toEqual(['Otto'])
  })
})

describe('the acceptance rate', () => {
  it('follows each hand-off: a call accepts nothing, and an expiry counts as not accepted', async () => {
    // called, and so a sales accepted lead by its stage; then rejected
    const nora = await raise('Nora')
    await company.happens(nora.personId, 'call', { side: 'sales' })
    await settle()
    expect(await acceptance()).toMatchObject({ value: null, denominator: 0 })
    await company.run(olga, handOffs.rejectHandOff, { handOffId: nora.id, reason: 'bad_data' })
    await settle()
    expect(await acceptance()).toMatchObject({ value: 0, numerator: 0, denominator: 1 })

    // nobody answers: due Monday 12:00, to somebody else after 16 open hours, on Wednesday at 12:00
    const otto = await raise('Otto', '02T10:01')
    company.clock.now = on('04T12:05')
    await sweep()
    await settle()
    expect(await acceptance()).toMatchObject({ value: 0, numerator: 0, denominator: 2 })
    const owner = (await detail(otto.id)).sellerId === ada.id ? kim : ada
    const { rows } = await database.workspace(company.workspaceId, (tx) =>
      tx.execute<{ id: string }>(sql`select h.id from hand_off h where h.workspace_id = ${company.workspaceId}
        and h.person_id = ${otto.personId} and h.state = 'offered'`),
    )
    await company.run(owner.actor, handOffs.acceptHandOff, { handOffId: rows[0]!.id })
    await settle()
    const shown = await acceptance()
    expect(shown).toMatchObject({ value: 1 / 3, numerator: 1, denominator: 3 })
    expect(shown.parts).toEqual([
      { name: 'accepted by a seller', count: 1 },
      { name: 'rejected', count: 1 },
      { name: 'expired', count: 1 },
    ])
    expect([await listed('numerator'), await listed('denominator')]).toEqual([
      ['Otto Doe'],
      ['Nora Doe', 'Otto Doe', 'Otto Doe'],
    ])
    // made anew it is the same
    await refreshFacts(database, company.workspaceId, 'all', company.clock.now)
    expect(await acceptance()).toEqual(shown)
  })

  it('stays when the person is merged into another record', async () => {
    const nora = await raise('Nora')
    await company.run(olga, handOffs.rejectHandOff, { handOffId: nora.id, reason: 'bad_data' })
    const survivor = await company.person({ firstName: 'Eleonora', lastName: 'Doe' })
    await database.workspace(company.workspaceId, (tx) =>
      tx.execute(sql`update person set merged_into_id = ${survivor}
        where workspace_id = ${company.workspaceId} and id = ${nora.personId}`),
    )
    await refreshFacts(database, company.workspaceId, 'all', company.clock.now)
    expect(await acceptance()).toMatchObject({ numerator: 0, denominator: 1 })
    expect(await listed('denominator')).toEqual(['Eleonora Doe'])
  })

  it('is counted between the stages of the agreement in force, whatever they are called', async () => {
    const { workspaceId, clock } = company
    clock.now = on('02T08:00')
    await sign((yaml) => yaml.replace(/\bmql\b/g, 'ready').replace(/\bsal\b/g, 'taken'))
    const person = await company.person({ firstName: 'Old', lastName: 'Lead' })
    await database.workspace(workspaceId, (tx) =>
      tx.execute(sql`
        insert into stage_transition (workspace_id, id, person_id, cycle, from_stage, to_stage, occurred_at, recorded_at, inferred,
          actor_kind, actor, agreement_version, fit, engagement)
        select ${workspaceId}::uuid, gen_random_uuid(), ${person}::uuid, 1, m.from_stage, m.to_stage, m.at::timestamptz,
          m.at::timestamptz, false, 'rule', 'test', 2, 0, 0
        from (values (null, 'ready', '2026-11-01T09:00Z'), ('ready', 'taken', '2026-11-01T10:00Z')) as m(from_stage, to_stage, at)`),
    )
    await refreshFacts(database, workspaceId, 'all', clock.now)
    expect(await acceptance()).toMatchObject({ value: 1, numerator: 1, denominator: 1 })
  })
})
