import { sql } from 'drizzle-orm'
import { beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { adopt, agreementInForce, toYaml, withRouting } from '#agreement/document/index.ts'
import type { Database, Tx } from '#platform/db/index.ts'
import { newId } from '#platform/kernel/ids.ts'
import { emailNorm, nameNorm } from '#records/people/index.ts'
import { seller } from '#records/people/tables.ts'
import { testDatabase, testWorkspace } from '#test/database.ts'
import { at, type Records, recordsIn } from '#test/factories/lead-records.ts'
import { giveBackTurn, type Loads, routingFor } from './index.ts'
import { creditsOf } from './store.ts'
import { sellerAbsence } from './tables.ts'

// Monday 23 November 2026, 10:00 UTC: office hours are Monday to Friday, 9 to 17 UTC
const NOW = at('2026-11-23T10:00:00Z')
let database: Database
let records: Records

beforeAll(async () => {
  database = await testDatabase()
})
beforeEach(async () => {
  records = await recordsIn(database, (await testWorkspace(database)).workspaceId)
})

const within = <T>(work: (tx: Tx, workspaceId: string) => Promise<T>) =>
  database.workspace(records.workspaceId, (tx) => work(tx, records.workspaceId))

async function sellers(...names: string[]): Promise<string[]> {
  const ids = names.map(() => newId())
  await within(async (tx, workspaceId) => {
    for (const [index, name] of names.entries()) {
      const email = `${nameNorm(name).replaceAll(' ', '.')}@us.test`
      const row = { name, nameNorm: nameNorm(name), email, emailNorm: emailNorm(email)!, recordedAt: NOW }
      await tx.insert(seller).values({ workspaceId, id: ids[index]!, ...row })
    }
  })
  return ids
}

/** The default agreement with another routing clause, in force from the beginning of November. */
async function routing(clause: string): Promise<void> {
  await within(async (tx, workspaceId) => {
    const { document } = await agreementInForce(tx, workspaceId, NOW)
    const changed = withRouting(document, clause)
    if (!changed.ok) throw new Error(changed.problems[0]!.message)
    const author = { id: null, name: 'Test' }
    const yaml = toYaml(changed.value)
    await adopt(tx, workspaceId, { yaml, author, note: null, now: at('2026-11-01') })
  })
}

const routed = (personId: string, given: { excluding?: string[]; load?: Loads; now?: number } = {}) =>
  within(async (tx, workspaceId) => {
    const { now = NOW, load = new Map(), ...more } = given
    const routing = await routingFor(tx, workspaceId, [personId], now)
    const [decision] = await routing.route([{ personId, cycle: 1, ...more }], load)
    return decision!
  })

describe('routing over the records', () => {
  it('takes turns over every known seller, and the credits are the sum of their ledger', async () => {
    const [ada, bo, cy] = await sellers('Ada', 'Bo', 'Cy')
    const got: (string | null)[] = []
    for (let number = 0; number < 4; number += 1) got.push((await routed(await records.person())).sellerId)
    expect(got).toEqual([ada, bo, cy, ada])
    await within(async (tx, workspaceId) => {
      const credits = (await creditsOf(tx, workspaceId)).get('inbound')
      expect(credits).toEqual({ [ada!]: -2_000, [bo!]: 1_000, [cy!]: 1_000 })
      const { rows } = await tx.execute<{ sellerId: string; credit: number }>(sql`
        select e.key as "sellerId", sum(e.value::numeric)::float8 as credit
        from pool_credit c, jsonb_each_text(c.deltas) e
        where c.workspace_id = ${workspaceId} and c.pool_key = 'inbound' group by e.key`)
      expect(Object.fromEntries(rows.map(({ sellerId, credit }) => [sellerId, credit]))).toEqual(credits)
    })
  })

  it('ids keep the order in which decisions were made, also of several clocks', async () => {
    await sellers('Ada', 'Bo')
    const made: string[] = []
    for (let number = 0; number < 6; number += 1) {
      made.push((await routed(await records.person())).id)
      await routed(await records.person(), { now: NOW + 1 })
    }
    expect(made).toEqual([...made].sort())
  })

  it('two decisions at once never give both the same turn', async () => {
    await sellers('Ada', 'Bo', 'Cy', 'Di')
    const people = await Promise.all(Array.from({ length: 24 }, () => records.person()))
    const got = await Promise.all(people.map((id) => routed(id)))
    const counts = [...new Set(got.map(({ sellerId }) => sellerId))].map(
      (id) => got.filter((one) => one.sellerId === id).length,
    )
    expect(counts).toEqual([6, 6, 6, 6])
    await within(async (tx, workspaceId) => {
      expect((await creditsOf(tx, workspaceId)).get('inbound')).toEqual({})
    })
  })

  it('a daily cap holds although every caller counted before the others were done', async () => {
    const [ada] = await sellers('Ada', 'Bo')
    await routing(CAPPED)
    const people = await Promise.all(Array.from({ length: 8 }, () => records.person()))
    const got = await Promise.all(people.map((id) => routed(id)))
    expect(got.filter(({ sellerId }) => sellerId === ada)).toHaveLength(2)
    expect(got.filter(({ sellerId }) => sellerId === null)).toHaveLength(2)
    expect(
      got
        .find(({ sellerId }) => sellerId === null)!
        .skipped.map(({ why }) => why)
        .join(),
    ).toMatch(/the cap is/)
  })

  it('a domain that the workspace calls free mail tells no account, and one it calls a company does', async () => {
    const [ada, bo] = await sellers('Ada', 'Bo')
    await records.account({ name: 'Acme', nameNorm: 'acme', domain: 'acme.com', sellerId: bo })
    await records.account({ name: 'GMX', nameNorm: 'gmx', domain: 'gmx.de', sellerId: ada })
    const ownerOf = async (email: string) =>
      (await routed(await records.person({ email, emailNorm: email }))).rule?.key
    expect([await ownerOf('pat@acme.com'), await ownerOf('pat@gmx.de')]).toEqual(['account_owner', 'rest'])
    await within((tx, workspaceId) =>
      tx.execute(sql`insert into free_mail_override (workspace_id, domain, is_free_mail)
        values (${workspaceId}, 'acme.com', true), (${workspaceId}, 'gmx.de', false)`),
    )
    expect([await ownerOf('kim@acme.com'), await ownerOf('kim@gmx.de')]).toEqual(['rest', 'account_owner'])
  })

  it('rules read an address as the lifecycle does, however it was typed', async () => {
    await sellers('Ada')
    await routing(`routing:
  rules:
    - { key: vip, name: VIP, match: segment, when: 'person.email == "pat@acme.com"', pool: inbound }
    - { key: rest, name: Everyone else, match: catch_all, pool: inbound, watchedBy: sales }
  pools:
    - { key: inbound, name: Inbound team, calendar: office, members: [] }
`)
    const decision = await routed(await records.person({ email: ' Pat@ACME.com', emailNorm: 'pat@acme.com' }))
    expect(decision.rule?.key).toBe('vip')
  })

  it('an ownership match takes no turn; a reassignment gives the turn back and passes over who had the lead', async () => {
    const [ada, bo] = await sellers('Ada', 'Bo')
    const acme = await records.account({ name: 'Acme', nameNorm: 'acme', domain: 'acme.test', sellerId: bo })
    const owned = await routed(await records.person({ accountId: acme }))
    expect(owned).toMatchObject({ sellerId: bo, pool: null, rule: { key: 'account_owner' } })
    expect(owned.evidence).toEqual(['Belongs to the account Acme.'])

    const personId = await records.person()
    const first = await routed(personId)
    expect(first.sellerId).toBe(ada)
    const given = await within((tx, workspaceId) => giveBackTurn(tx, workspaceId, first.id, NOW))
    const again = await within((tx, workspaceId) => giveBackTurn(tx, workspaceId, first.id, NOW))
    const none = await within((tx, workspaceId) => giveBackTurn(tx, workspaceId, owned.id, NOW))
    expect([given, again, none]).toEqual([true, false, false])
    const second = await routed(personId, { excluding: [ada!] })
    expect(second).toMatchObject({
      sellerId: bo,
      skipped: [{ sellerId: ada, why: 'Had this lead already.' }],
    })
    // Ada's turn came back, so she is next; Bo chose alone and owes nothing
    expect((await routed(await records.person())).sellerId).toBe(ada)
  })

  it('the owner of an open opportunity comes before the owner of the account, also where only the address tells the account', async () => {
    const [ada, bo] = await sellers('Ada', 'Bo')
    const acme = await records.account({ name: 'Acme', nameNorm: 'acme', domain: 'acme.com', sellerId: ada })
    await records.opportunity({
      name: 'Rollout',
      accountId: acme,
      sellerId: bo,
      occurredAt: at('2026-10-01'),
    })
    const decision = await routed(
      await records.person({ email: 'pat@mail.acme.com', emailNorm: 'pat@mail.acme.com' }),
    )
    expect(decision).toMatchObject({
      sellerId: bo,
      because: 'Bo owns the open opportunity Rollout at Acme.',
      evidence: ['Address at acme.com, the domain of Acme.'],
    })
  })

  it('a name is enough only with a phone or postcode', async () => {
    const [, bo] = await sellers('Ada', 'Bo')
    await records.account({ name: 'Globex AG', nameNorm: 'globex', postcode: '8001', sellerId: bo })
    const person = (attributes: Record<string, string>) => records.person({ attributes })
    const found = await routed(await person({ company: 'Globex', zip: '8001' }))
    expect(found).toMatchObject({
      sellerId: bo,
      evidence: ['Globex AG: Same name and postcode 8001.'],
    })
    expect((await routed(await person({ company: 'Globex' }))).rule.key).toBe('rest')
  })

  it('someone away is passed over while others are in; out of hours nobody is', async () => {
    const [ada, bo] = await sellers('Ada', 'Bo')
    await within((tx, workspaceId) =>
      tx.insert(sellerAbsence).values({
        workspaceId,
        id: newId(),
        sellerId: ada!,
        fromAt: at('2026-11-23T00:00:00Z'),
        toAt: at('2026-11-28T00:00:00Z'),
        enteredBy: 'Test',
        recordedAt: NOW,
      }),
    )
    const decision = await routed(await records.person())
    expect(decision).toMatchObject({ sellerId: bo })
    expect(decision.skipped).toEqual([
      {
        sellerId: ada,
        name: 'Ada',
        why: 'Not in before Mon 30 Nov, 09:00; the response is due Tue 24 Nov, 10:00, and others are in before.',
      },
    ])
    // Sunday: both are closed, Ada is back on Monday morning, in time for a response due on Monday
    expect((await routed(await records.person(), { now: at('2026-11-29T10:00:00Z') })).sellerId).toBe(ada)
  })

  it('a workspace without sellers gets a decision that names nobody', async () => {
    const decision = await routed(await records.person())
    expect(decision).toMatchObject({ sellerId: null, pool: { key: 'inbound' } })
    const stored = await within((tx, workspaceId) =>
      tx.execute(sql`select seller_id, because from routing_decision where workspace_id = ${workspaceId}`),
    )
    expect(stored.rows).toEqual([{ seller_id: null, because: decision.because }])
  })

  it('refuses who is not there', async () => {
    await expect(routed(newId())).rejects.toThrow('no such person')
  })
})

const CAPPED = `routing:
  rules:
    - { key: rest, name: Everyone else, match: catch_all, pool: inbound, watchedBy: sales }
  pools:
    - key: inbound
      name: Inbound team
      calendar: office
      members:
        - { seller: Ada, weight: 3, dailyCap: 2 }
        - { seller: bo@us.test, dailyCap: 4 }
`
