import { and, eq } from 'drizzle-orm'
import { beforeAll, describe, expect, it } from 'vitest'
import { recomputeLeads } from '#leads/lifecycle/index.ts'
import type { Tx } from '#platform/db/index.ts'
import { newId } from '#platform/kernel/ids.ts'
import { emailNorm, nameNorm } from '#records/people/index.ts'
import { person, seller } from '#records/people/tables.ts'
import { touch } from '#records/touches/tables.ts'
import { operationNamed, type TestAccord, type TestUser, testAccord } from '#test/accord.ts'
import { routingFor } from './index.ts'

// Monday 23 November 2026, 10:00 UTC
const NOW = Date.parse('2026-11-23T10:00:00Z')
let accord: TestAccord
let admin: TestUser
let workspaceId: string
const sellers: Record<string, string> = {}

const within = <T>(work: (tx: Tx) => Promise<T>) => accord.database.workspace(workspaceId, work)
const ask = async (user: TestUser, id: string, input: Record<string, unknown> = {}) =>
  user.call(operationNamed(accord, id), input)

beforeAll(async () => {
  accord = await testAccord({ at: NOW })
  admin = await accord.setUp()
  workspaceId = (await ask(admin, 'session.read')).body.workspaces[0].id
  for (const name of ['Ada', 'Bo', 'Cy']) {
    const email = `${name.toLowerCase()}@company.test`
    sellers[name] = newId()
    const row = { name, nameNorm: nameNorm(name), email, emailNorm: emailNorm(email)!, recordedAt: NOW }
    await within((tx) => tx.insert(seller).values({ workspaceId, id: sellers[name]!, ...row }))
  }
})

async function newPerson(email: string, country = 'DE'): Promise<string> {
  const id = newId()
  const at = { occurredAt: NOW - 86_400_000, recordedAt: NOW }
  await within(async (tx) => {
    await tx
      .insert(person)
      .values({ workspaceId, id, email, emailNorm: email, firstName: email.split('@')[0]!, country, ...at })
    await tx.insert(touch).values({
      ...{
        workspaceId,
        id: newId(),
        personId: id,
        kind: 'demo_request' as const,
        side: 'marketing' as const,
      },
      ...{ direction: 'inbound' as const, source: 'test', dedupeKey: id, ...at },
    })
  })
  return id
}

const clause = (rules: string, pools = '') => `routing:
  rules:
${rules}    - { key: rest, name: Everyone else, match: catch_all, pool: inbound, watchedBy: sales }
  pools:
    - { key: inbound, name: Inbound team, calendar: office, members: [] }
${pools}`
const GERMANS = clause(
  `    - { key: dach, name: DACH, match: segment, when: 'person.country == "DE"', pool: dach }\n`,
  '    - { key: dach, name: DACH team, calendar: office, members: [{ seller: Cy }] }\n',
)

describe('the simulator', () => {
  it('pushes people who qualified through a changed clause where nothing was routed yet, and writes nothing', async () => {
    const people = [
      await newPerson('a@x.test'),
      await newPerson('b@x.test', 'FR'),
      await newPerson('c@x.test'),
    ]
    await recomputeLeads(accord.database, workspaceId, people, NOW)
    const { body } = await ask(admin, 'routing.simulate', { clause: GERMANS })
    expect(body.problems).toEqual([])
    expect(body.result).toMatchObject({ source: 'qualified', leads: 3, differsToday: 0 })
    expect(body.result.sellers.reduce((sum: number, one: { would: number }) => sum + one.would, 0)).toBe(3)
    const germans = body.result.items.filter((one: { personName: string }) =>
      ['a', 'c'].includes(one.personName),
    )
    expect(germans.map((one: { would: { seller: { name: string } } }) => one.would.seller.name)).toEqual([
      'Cy',
      'Cy',
    ])
    expect((await ask(admin, 'routing.list')).body.items).toEqual([])
    await within(async (tx) => {
      const asked = people.map((personId) => ({ personId, cycle: 1 }))
      await (await routingFor(tx, workspaceId, people, NOW)).route(asked, new Map())
    })
  })

  it('an unchanged clause gives what was decided; a changed one shows the differences first', async () => {
    const { yaml } = (await ask(admin, 'routing.clause')).body
    const same = (await ask(admin, 'routing.simulate', { clause: yaml })).body.result
    expect(same).toMatchObject({ source: 'decisions', leads: 3, changed: 0, differsToday: 0 })
    const { result } = (await ask(admin, 'routing.simulate', { clause: GERMANS })).body
    // decided: a → Ada, b → Bo, c → Cy. Changed: a and c → Cy, b → Ada, since the turns of the inbound team begin with her
    const seen = result.items.map((one: { personName: string; changed: boolean }) => [
      one.personName,
      one.changed,
    ])
    expect(seen).toEqual([
      ['b', true],
      ['a', true],
      ['c', false],
    ])
    expect(result.sellers).toEqual([
      { seller: { id: sellers.Cy, name: 'Cy' }, got: 1, would: 2 },
      { seller: { id: sellers.Ada, name: 'Ada' }, got: 1, would: 1 },
      { seller: { id: sellers.Bo, name: 'Bo' }, got: 1, would: 0 },
    ])
    expect((await ask(admin, 'routing.list')).body.items).toHaveLength(3)
  })

  it('a mistake in the clause is shown with its line, and a pool that is missing too', async () => {
    const { body } = await ask(admin, 'routing.simulate', {
      clause: GERMANS.replace('pool: dach }', 'pool: dch }'),
    })
    expect(body).toMatchObject({ result: null, problems: [{ line: 3 }] })
    expect(body.problems[0].message).toContain('There is no pool with the key dch')
  })
})

describe('what routing shows', () => {
  it('the rules in words, pools with shares and turns, and what the catch-all took', async () => {
    const { body } = await ask(admin, 'routing.show')
    expect(body.rules.map((rule: { match: string }) => rule.match)).toEqual([
      'opportunity_owner',
      'account_owner',
      'named_accounts',
      'catch_all',
    ])
    expect(body.catchAll).toMatchObject({ decisions: 3, watchedBy: 'sales' })
    expect(body.catchAll.perDay).toHaveLength(30)
    expect(body.catchAll.perDay.at(-1)).toEqual({ day: '2026-11-23', decisions: 3 })
    expect(body.pools[0]).toMatchObject({ everyone: true, got: 3, calendar: { name: 'Office hours' } })
    expect(body.pools[0].members[0]).toMatchObject({
      written: 'Ada',
      share: 1 / 3,
      got: 1,
      credit: 0,
      inNow: true,
    })
  })

  it('a dry run tells who would be next and takes no turn', async () => {
    const personId = await newPerson('d@x.test')
    const once = (await ask(admin, 'routing.try', { personId })).body
    expect(once).toMatchObject({ seller: { name: 'Ada' }, rule: { key: 'rest' } })
    expect((await ask(admin, 'routing.try', { personId })).body).toEqual(once)
    expect((await ask(admin, 'routing.ofLead', { personId })).body).toEqual({
      items: [],
      nextCursor: null,
    })
    expect((await ask(admin, 'routing.try', { personId: newId() })).status).toBe(404)
    expect((await ask(admin, 'routing.ofLead', { personId: newId() })).status).toBe(404)
  })

  it('decisions about a record that was merged are shown with the survivor', async () => {
    const [decided] = (await ask(admin, 'routing.list', { limit: 1 })).body.items
    const survivor = await newPerson('survivor@x.test')
    const moved = (to: string | null) =>
      within((tx) =>
        tx
          .update(person)
          .set({ mergedIntoId: to })
          .where(and(eq(person.workspaceId, workspaceId), eq(person.id, decided.personId))),
      )
    await moved(survivor)
    expect((await ask(admin, 'routing.ofLead', { personId: survivor })).body.items).toMatchObject([
      { id: decided.id },
    ])
    await moved(null)
  })

  it('decisions are listed page by page and by what took them', async () => {
    const first = (await ask(admin, 'routing.list', { match: 'catch_all', limit: 2 })).body
    expect(first.items.map((one: { seller: { name: string } }) => one.seller.name)).toHaveLength(2)
    const rest = (
      await ask(admin, 'routing.list', { match: 'catch_all', limit: 2, cursor: first.nextCursor })
    ).body
    expect([rest.items.length, rest.nextCursor]).toEqual([1, null])
    expect((await ask(admin, 'routing.list', { unassigned: true })).body.items).toEqual([])
    expect((await ask(admin, 'routing.list', { seller: sellers.Bo })).body.items).toHaveLength(1)
  })
})

describe('absences', () => {
  it('operations enter those of anyone; whole days are those of the agreement, and routing passes over who is away', async () => {
    const span = { sellerId: sellers.Ada, firstDay: '2026-11-23', lastDay: '2026-11-27', note: 'Holiday' }
    const { body, status } = await ask(admin, 'absence.create', span)
    expect(status).toBe(200)
    expect(body).toMatchObject({
      seller: { name: 'Ada' },
      ...{
        fromAt: '2026-11-22T23:00:00.000Z',
        toAt: '2026-11-27T23:00:00.000Z',
        from: '00:00',
        until: '24:00',
      },
      ...{ lastDay: '2026-11-27', mayChange: true },
    })
    const { pools } = (await ask(admin, 'routing.show')).body
    expect(pools[0].members[0]).toMatchObject({
      inNow: false,
      nextIn: '2026-11-30T08:00:00.000Z',
      away: { note: 'Holiday' },
    })
    const changed = await ask(admin, 'absence.change', {
      ...{ absenceId: body.id, firstDay: '2026-11-23', lastDay: '2026-11-23', from: '09:30', until: '12:00' },
    })
    expect(changed.body).toMatchObject({
      from: '09:30',
      until: '12:00',
      toAt: '2026-11-23T11:00:00.000Z',
      note: null,
    })
    expect((await ask(admin, 'absence.list')).body.items).toHaveLength(1)
    expect((await ask(admin, 'absence.remove', { absenceId: body.id })).status).toBe(200)
    expect((await ask(admin, 'absence.remove', { absenceId: body.id })).status).toBe(404)
  })

  it('a seller enters their own and a manager those of their people, and an absence does not end before it begins', async () => {
    const bo = await accord.join(admin, 'sales', 'bo@company.test')
    const days = { firstDay: '2026-12-01', lastDay: '2026-12-02' }
    const own = await ask(bo, 'absence.create', { sellerId: sellers.Bo, ...days })
    expect(own.status).toBe(200)
    const others = await ask(bo, 'absence.create', { sellerId: sellers.Ada, ...days })
    expect([others.status, others.body.code]).toEqual([403, 'absence.not_yours'])
    const later = { firstDay: '2026-12-03', lastDay: '2026-12-04' }
    const byAdmin = (await ask(admin, 'absence.create', { sellerId: sellers.Cy, ...later })).body
    expect((await ask(bo, 'absence.change', { absenceId: byAdmin.id, ...days })).status).toBe(403)
    expect((await ask(bo, 'absence.remove', { absenceId: byAdmin.id })).status).toBe(403)
    const wrong = { sellerId: sellers.Bo, firstDay: '2026-12-02', lastDay: '2026-12-01' }
    expect((await ask(bo, 'absence.create', wrong)).body.code).toBe('absence.order')
    expect((await ask(admin, 'absence.create', { sellerId: newId(), ...days })).body.code).toBe(
      'absence.seller',
    )
    const team = (await ask(bo, 'absence.team')).body.items
    expect(team.map((one: { mine: boolean; mayChange: boolean }) => [one.mine, one.mayChange])).toEqual([
      [false, false],
      [true, true],
      [false, false],
    ])
    const managedBy = (manager: string | null) =>
      within((tx) =>
        tx
          .update(seller)
          .set({ manager })
          .where(and(eq(seller.workspaceId, workspaceId), eq(seller.id, sellers.Cy!))),
      )
    await managedBy('bo@company.test')
    const managed = (await ask(bo, 'absence.change', { absenceId: byAdmin.id, ...days })).body
    expect(managed).toMatchObject({ firstDay: days.firstDay, mayChange: true })
    await ask(bo, 'absence.change', { absenceId: byAdmin.id, ...later })
    await managedBy(null)
    const listed = (await ask(bo, 'absence.list', { limit: 1 })).body
    const next = (await ask(bo, 'absence.list', { limit: 1, cursor: listed.nextCursor })).body
    expect([...listed.items, ...next.items].map((one: { mayChange: boolean }) => one.mayChange)).toEqual([
      true,
      false,
    ])
  })
})
