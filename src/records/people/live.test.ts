import { sql } from 'drizzle-orm'
import { beforeAll, beforeEach, describe, expect, it } from 'vitest'
import type { Database } from '#platform/db/index.ts'
import { newId } from '#platform/kernel/ids.ts'
import { testDatabase, testWorkspace } from '#test/database.ts'
import { at, type Records, recordsIn } from '#test/factories/lead-records.ts'
import { lockJoin, unjoin } from './identity-store.ts'
import { resolveSightings, type Sighting } from './index.ts'

const NOW = at('2026-11-01')
let statements = 0
let database: Database
let records: Records

beforeAll(async () => {
  database = await testDatabase({
    onStatement: () => {
      statements++
    },
  })
})
beforeEach(async () => {
  records = await recordsIn(database, (await testWorkspace(database)).workspaceId)
})

const seen = (more: Partial<Sighting>): Sighting => ({
  anonymousId: null,
  userId: null,
  previousId: null,
  email: null,
  traits: {},
  proven: false,
  occurredAt: NOW,
  messageId: newId(NOW),
  ...more,
})
const resolve = (...sightings: Sighting[]) =>
  database.workspace(records.workspaceId, (tx) => resolveSightings(tx, records.workspaceId, sightings, NOW))
const one = async <Row extends Record<string, unknown>>(statement: ReturnType<typeof sql>) =>
  (await database.workspace(records.workspaceId, (tx) => tx.execute<Row>(statement))).rows[0] as Row
const personRow = (id: string) =>
  one<Record<string, unknown>>(
    sql`select p.* from person p where p.workspace_id = ${records.workspaceId} and p.id = ${id}`,
  )

describe('who an event is from', () => {
  it('two hundred events cost as many statements as twenty', async () => {
    const cost = async (count: number) => {
      const before = statements
      await resolve(
        ...Array.from({ length: count }, (_, n) =>
          seen({
            anonymousId: `v${count}-${n % 10}`,
            email: n % 3 ? `p${count}-${n}@firm${n}.test` : null,
            userId: `u${count}-${n}`,
            proven: n % 2 === 0,
            traits: { firstName: 'Ann' },
          }),
        ),
      )
      return statements - before
    }
    const few = await cost(20)
    expect(await cost(200)).toBe(few)
    expect(few).toBeLessThan(20)
  })

  it('a stranger with an address becomes a person at the account of its domain, but for free mail', async () => {
    const { personIds, changedPersonIds } = await resolve(
      seen({ email: 'Ann@shop.acme.co.uk', traits: { company: 'Acme', name: 'Ann de Vries' } }),
      seen({ email: 'bob@acme.co.uk' }),
      seen({ email: 'zoe@gmail.com', traits: { company: 'Gmail fan' } }),
    )
    const [ann, bob, zoe] = await Promise.all(personIds.map((id) => personRow(id!)))
    expect(ann).toMatchObject({ email_norm: 'ann@shop.acme.co.uk', first_name: 'Ann de', made_by: 'claim' })
    expect(bob!.account_id).toBe(ann!.account_id)
    expect(zoe!.account_id).toBeNull()
    expect(changedPersonIds.sort()).toEqual([...personIds].sort())
    const account = await one(
      sql`select a.name, a.domain from account a where a.workspace_id = ${records.workspaceId} and a.id = ${ann!.account_id as string}`,
    )
    expect(account).toEqual({ name: 'Acme', domain: 'acme.co.uk' })
  })

  it('claims fill nothing on people a CRM knows, and what a claim made is theirs no more once somebody owns it', async () => {
    const known = await records.person({ email: 'k@acme.test', emailNorm: 'k@acme.test' })
    const traits = { firstName: 'Mallory', owner: 'mallory', stage: 'customer', intent: 'high' }
    const { personIds } = await resolve(
      seen({ email: 'k@acme.test', traits }),
      seen({ email: 'new@acme.test' }),
    )
    expect(personIds[0]).toBe(known)
    expect(await personRow(known)).toMatchObject({ first_name: null, attributes: {}, seller_id: null })
    await resolve(seen({ email: 'new@acme.test', traits }))
    expect(await personRow(personIds[1]!)).toMatchObject({
      first_name: 'Mallory',
      attributes: { claimed_intent: 'high' },
    })
    await records.insert((tx) =>
      tx.execute(
        sql`update person set seller_id = ${newId()} where workspace_id = ${records.workspaceId} and id = ${personIds[1]!}`,
      ),
    )
    await resolve(seen({ email: 'new@acme.test', traits: { jobTitle: 'CEO' } }))
    expect(await personRow(personIds[1]!)).toMatchObject({ job_title: null })
  })

  it('a user id binds with a secret only; without one it says nothing', async () => {
    const claim = await resolve(seen({ userId: 'u1', email: 'a@acme.test' }), seen({ userId: 'u1' }))
    expect(claim.personIds[1]).toBeNull()
    const proof = await resolve(
      seen({ userId: 'u1', email: 'a@acme.test', proven: true }),
      seen({ userId: 'u1', proven: true }),
      seen({ userId: 'u1', email: 'other@acme.test' }),
    )
    expect(proof.personIds[1]).toBe(claim.personIds[0])
    expect(proof.personIds[2]).not.toBe(claim.personIds[0])
  })

  it('what is said with another address than their own stays off a person, whoever the user id says it is', async () => {
    const [ann] = (await resolve(seen({ userId: 'u1', email: 'a@acme.test', proven: true }))).personIds
    const traits = { firstName: 'Zoe', plan: 'pro' }
    const { personIds } = await resolve(
      seen({ userId: 'u1', email: 'zoe@other.test', traits, proven: true }),
      seen({ userId: 'u1', traits: { jobTitle: 'CEO' }, proven: true }),
    )
    expect(personIds).toEqual([ann, ann])
    expect(await personRow(ann!)).toMatchObject({ first_name: null, job_title: 'CEO', attributes: {} })
  })

  it('what a secret key says changes what events said before, the later of two, and nothing that a record says', async () => {
    const said = (title: string, plan: string, more: Partial<Sighting> = {}) =>
      seen({ userId: 'u1', email: 'a@acme.test', traits: { title, plan }, proven: true, ...more })
    const { personIds } = await resolve(
      seen({ email: 'a@acme.test', traits: { title: 'Claimed' }, occurredAt: NOW - 9 }),
      said('Analyst', 'trial', { occurredAt: NOW - 8 }),
    )
    const id = personIds[0]!
    expect(await personRow(id)).toMatchObject({ job_title: 'Analyst', attributes: { plan: 'trial' } })
    await resolve(said('VP Sales', 'enterprise', { occurredAt: NOW - 5 }))
    const later = { job_title: 'VP Sales', attributes: { plan: 'enterprise' } }
    expect(await personRow(id)).toMatchObject(later)
    await resolve(said('Intern', 'free', { occurredAt: NOW - 6 }))
    await resolve(said('CEO', 'none', { proven: false }))
    expect(await personRow(id)).toMatchObject(later)
    await records.insert((tx) =>
      tx.execute(sql`update person set job_title = 'Head of Sales', attributes = '{"plan":"team"}'::jsonb
        where workspace_id = ${records.workspaceId} and id = ${id}`),
    )
    expect((await resolve(said('CRO', 'pro'))).changedPersonIds).toEqual([])
    expect(await personRow(id)).toMatchObject({ job_title: 'Head of Sales', attributes: { plan: 'team' } })
  })

  it('taking a join back empties only what still says what it filled', async () => {
    const said = (title: string, anonymousId: string | null, at: number) =>
      seen({ email: 'a@acme.test', traits: { title }, proven: true, anonymousId, occurredAt: NOW + at })
    const { personIds } = await resolve(said('Analyst', 'v1', 1), said('VP Sales', 'v2', 2))
    const id = personIds[0]!
    const takeBack = async (visitor: string) => {
      const join = await one<{ id: string }>(
        sql`select j.id from identity_join j where j.workspace_id = ${records.workspaceId} and j.anonymous_id = ${visitor}`,
      )
      await records.insert(async (tx) => {
        const row = await lockJoin(tx, records.workspaceId, join.id)
        await unjoin(tx, records.workspaceId, row!, null, NOW)
      })
    }
    expect(await personRow(id)).toMatchObject({ job_title: 'VP Sales' })
    await takeBack('v1')
    expect(await personRow(id)).toMatchObject({ job_title: 'VP Sales' })
    await takeBack('v2')
    expect(await personRow(id)).toMatchObject({ job_title: null })
    await resolve(said('Analyst', null, -5))
    expect(await personRow(id)).toMatchObject({ job_title: 'Analyst' })
  })

  it('a company that a secret key names becomes the account of who has none, by the domain of its site', async () => {
    const group = { company: 'Lfirm', companyDomain: 'https://www.lfirm.test/about' }
    const zoe = { userId: 'u1', email: 'zoe@gmail.com' }
    const { personIds } = await resolve(seen({ ...zoe, proven: true }), seen({ ...zoe, traits: group }))
    const id = personIds[0]!
    expect(await personRow(id)).toMatchObject({ account_id: null })
    await resolve(seen({ userId: 'u1', traits: group, proven: true, anonymousId: 'v1' }))
    const { account_id } = await personRow(id)
    const account = await one(
      sql`select a.name, a.domain from account a where a.workspace_id = ${records.workspaceId} and a.id = ${account_id as string}`,
    )
    expect(account).toEqual({ name: 'Lfirm', domain: 'lfirm.test' })
    await resolve(seen({ userId: 'u1', traits: { companyDomain: 'other.test' }, proven: true }))
    expect(await personRow(id)).toMatchObject({ account_id })
  })

  it('what a visitor did before follows, and only that', async () => {
    const first = await resolve(seen({ anonymousId: 'v1', occurredAt: NOW - 5 }), seen({ anonymousId: 'v2' }))
    expect(first).toMatchObject({ personIds: [null, null], joined: [] })
    const { personIds, joined } = await resolve(
      seen({ anonymousId: 'v1', occurredAt: NOW - 1 }),
      seen({ anonymousId: 'v1', email: 'a@acme.test' }),
    )
    expect(personIds[0]).toBe(personIds[1])
    expect(joined).toEqual([{ anonymousId: 'v1', personId: personIds[1] }])
    const again = await resolve(seen({ anonymousId: 'v1', email: 'b@acme.test', occurredAt: NOW + 1 }))
    expect(again.joined).toEqual([])
  })

  it('dirty input breaks nothing', async () => {
    const texts = [
      'x'.repeat(10_000),
      'a\0b',
      'half \ud800',
      '‮gnp.exe',
      "'); drop table person; --",
      '日本語',
      '💥'.repeat(300),
    ]
    const sightings = texts.flatMap((text) => [
      seen({ anonymousId: text, userId: text, email: text, proven: true, messageId: text }),
      seen({
        anonymousId: text,
        email: `ok+${text}@acme.test`,
        traits: { [text]: text, firstName: text, phone: text, country: text },
      }),
    ])
    const { personIds } = await resolve(
      ...sightings,
      seen({ anonymousId: '日本語', email: 'fine@acme.test', traits: { name: texts[6]! } }),
    )
    expect(personIds.at(-1)).not.toBeNull()
  })
})
