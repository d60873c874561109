import { beforeEach, describe, expect, it } from 'vitest'
import { adopt, defaultAgreementYaml } from '#agreement/document/index.ts'
import { testDatabase } from '#test/database.ts'
import { type Cast, storiesIn } from '#test/factories/hand-off-stories.ts'
import * as contract from './contract.ts'

const database = await testDatabase()
const { begin, on, open, detail, sweep, stageOf, raise } = storiesIn(database)
let { company, olga }: Cast = await begin()
beforeEach(async () => {
  ;({ company, olga } = await begin())
})

const sign = (yaml: string) =>
  database.workspace(company.workspaceId, (tx) =>
    adopt(tx, company.workspaceId, {
      ...{ yaml, author: { id: null, name: 'Test' }, note: null, now: company.clock.now },
    }),
  )
const RECYCLED_IS_PARKED = defaultAgreementYaml
  .replace('key: recycled\n    name: Recycled', 'key: parked\n    name: Parked')
  .replace('event.stage == "recycled"', 'event.stage == "parked"')
const SAL_IS_TAKEN = defaultAgreementYaml
  .replaceAll('"sal"', '"taken"')
  .replaceAll('key: sal\n', 'key: taken\n')
  .replaceAll('stage: sal', 'stage: taken')
  .replace('to: sal', 'to: taken')
  .replace('name: SAL\n', 'name: Taken on\n')

describe('a new version of the agreement while a hand-off is open', () => {
  it('that renames where recycled leads go: it goes there, and the person can come back', async () => {
    const { id, personId } = await raise('Nora')
    await company.run(olga, contract.acceptHandOff, { handOffId: id })
    company.clock.now = on('03T10:00')
    await sign(RECYCLED_IS_PARKED)
    company.clock.now = on('03T11:00')
    await company.run(olga, contract.recycleHandOff, { handOffId: id, reason: 'bad_timing' })
    expect(await stageOf(personId)).toMatchObject({ stage: 'parked', cycle: 1 })
    company.clock.now = on('25T10:00')
    await company.happens(personId, 'demo_request')
    expect(await stageOf(personId)).toMatchObject({ stage: 'mql', cycle: 2 })
    expect(await open()).toMatchObject([{ personId, cycle: 2 }])
  })

  it('that renames the stage of accepted leads: accepting leads there', async () => {
    const { id, personId } = await raise('Nora')
    company.clock.now = on('02T10:10')
    await sign(SAL_IS_TAKEN)
    company.clock.now = on('02T10:20')
    await company.run(olga, contract.acceptHandOff, { handOffId: id })
    expect((await stageOf(personId)).stage).toBe('taken')
  })

  it('an exit of the new version that another system reports ends it', async () => {
    const { id, personId } = await raise('Nora')
    await company.run(olga, contract.acceptHandOff, { handOffId: id })
    company.clock.now = on('03T10:00')
    await sign(RECYCLED_IS_PARKED)
    company.clock.now = on('04T10:00')
    await company.reported(personId, '2026-11-04T09:00:00Z', 'parked')
    await company.happens(personId, 'page_view')
    expect((await detail(id)).state).toBe('recycled')
  })

  it('accepted by default goes by the stage in force, too', async () => {
    await sign(defaultAgreementYaml.replace('action: reassign', 'action: accept_by_default'))
    const { personId } = await raise('Nora')
    company.clock.now = on('02T10:10')
    await sign(SAL_IS_TAKEN)
    // due Monday 12:00, expires 16 open hours later: Wednesday 12:00
    company.clock.now = on('04T12:00')
    await sweep()
    expect((await stageOf(personId)).stage).toBe('taken')
  })
})
