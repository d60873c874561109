import { sql } from 'drizzle-orm'
import fc from 'fast-check'
import { beforeAll, describe, expect, it } from 'vitest'
import type { Database, Tx } from '#platform/db/index.ts'
import { startJobs } from '#platform/jobs/index.ts'
import { newId } from '#platform/kernel/ids.ts'
import { MINUTE } from '#platform/kernel/instant.ts'
import { listIdentity, takeBackIdentity } from '#records/people/contract.ts'
import { identityJobs, operations } from '#records/people/index.ts'
import { person } from '#records/people/tables.ts'
import { appendEvents, type OwnEvent } from '../../src/records/intake/append.ts'
import { intakeJobs } from '../../src/records/intake/jobs.ts'
import { testDatabase, testWorkspace } from '../database.ts'
import { ADDRESSES, IdentityOracle, KNOWN, USERS, VISITORS } from './identity-oracle.ts'

/** T-12: identify, alias, shared devices and taking back in any order, against a model that knows nothing of the database. */
const RUNS = Number(process.env.IDENTITY_RUNS ?? 25)
const START = Date.UTC(2026, 0, 1)
let database: Database
beforeAll(async () => {
  database = await testDatabase()
})

type Step =
  | { do: 'page'; visitor: string; user: string | null }
  | { do: 'alias'; visitor: string | null; previous: string; user: string }
  | { do: 'identify'; visitor: string | null; email: string | null; user: string | null; proven: boolean }
  | { do: 'takeBack'; nth: number }
  | { do: 'settle' }

const visitor = fc.constantFrom(...VISITORS)
const user = fc.option(fc.constantFrom(...USERS), { nil: null, freq: 2 })
const step: fc.Arbitrary<Step> = fc.oneof(
  { weight: 6, arbitrary: fc.record({ do: fc.constant('page' as const), visitor, user }) },
  {
    weight: 2,
    arbitrary: fc.record({
      do: fc.constant('alias' as const),
      visitor: fc.option(visitor, { nil: null }),
      previous: fc.constantFrom(...USERS, ...VISITORS, ...ADDRESSES),
      user: fc.constantFrom(...USERS),
    }),
  },
  {
    weight: 5,
    arbitrary: fc.record({
      do: fc.constant('identify' as const),
      visitor: fc.option(visitor, { nil: null, freq: 6 }),
      email: fc.option(fc.constantFrom(...ADDRESSES), { nil: null, freq: 5 }),
      user: fc.option(fc.constantFrom(...USERS), { nil: null }),
      proven: fc.boolean(),
    }),
  },
  { weight: 2, arbitrary: fc.record({ do: fc.constant('takeBack' as const), nth: fc.nat(20) }) },
  { weight: 2, arbitrary: fc.record({ do: fc.constant('settle' as const) }) },
)

/** A user id that comes with another address once what its person had been told is taken back. */
const ANOTHER_ADDRESS: Step[] = [
  { do: 'identify', visitor: VISITORS[0]!, email: KNOWN[0]!, user: USERS[0]!, proven: true },
  { do: 'takeBack', nth: 0 },
  { do: 'identify', visitor: null, email: 'zoe@gmail.com', user: USERS[0]!, proven: true },
]

/** An alias that is understood only when its user id is named, about a device that has been somebody's since. */
const LATE_ALIAS: Step[] = [
  { do: 'identify', visitor: 'kiosk', email: KNOWN[0]!, user: null, proven: false },
  { do: 'alias', visitor: 'kiosk', previous: 'u2', user: 'u1' },
  { do: 'page', visitor: 'kiosk', user: null },
  { do: 'settle' },
  { do: 'alias', visitor: null, previous: 'zoe@gmail.com', user: 'u1' },
]

async function play(steps: readonly Step[]) {
  const { workspaceId } = await testWorkspace(database)
  const within = <Result>(work: (tx: Tx) => Promise<Result>) =>
    database.workspace(workspaceId, work) as Promise<Result>
  const knownIds = await seedKnown(workspaceId)
  const oracle = new IdentityOracle()
  let now = START
  const settle = async () => {
    const clock = () => now
    const handlers = [
      ...intakeJobs({ database, clock, onTouches: async () => {} }),
      ...identityJobs({ database, clock }),
    ]
    const jobs = startJobs({ database, handlers, log: { warn() {}, error() {} }, clock, pollMs: 5 })
    await jobs.idle()
    await jobs.stop()
  }
  const call = (id: string, input: Record<string, unknown>) =>
    within(async (tx) => {
      const handler = operations.find(({ operation }) => operation.id === id)!
      if (!('run' in handler)) throw new Error(id)
      const actor = { kind: 'user' as const, id: newId(), name: 'Olga', role: 'operations' }
      return handler.run(
        { tx, workspaceId, now, actor, announce: async () => {}, audit: () => {} } as never,
        input,
      )
    })
  for (const one of steps) {
    now += MINUTE
    if (one.do === 'settle') await settle()
    else if (one.do === 'takeBack') {
      await settle()
      const nth = oracle.takeBack(one.nth)
      if (nth === null) continue
      const { rows } = await within((tx) =>
        tx.execute<{ id: string }>(
          sql`select id from identity_join where workspace_id = ${workspaceId} order by occurred_at, id offset ${nth} limit 1`,
        ),
      )
      await call(takeBackIdentity.id, { id: rows[0]!.id })
      await settle()
    } else {
      const event = eventOf(one, now)
      // What a batch names is brought along at its end, and visits are moved after it: where something is not understood yet, steps
      // are worked on one by one.
      const isApart = oracle.isWaiting()
      if (isApart) await settle()
      if (one.do === 'page') oracle.visit(one.visitor, event.messageId, one.user, now)
      else if (one.do === 'alias') oracle.alias({ ...one, at: now })
      else oracle.identify({ ...one, at: now })
      await within((tx) => appendEvents(tx, workspaceId, [event], now))
      if (isApart) await settle()
    }
  }
  await settle()
  return { workspaceId, within, knownIds, oracle, call }
}

function eventOf(one: Extract<Step, { do: 'page' | 'identify' | 'alias' }>, at: number): OwnEvent {
  const base = {
    messageId: newId(at),
    kind: null,
    occurredAt: at,
    payload: { properties: {}, traits: {}, context: {} },
  }
  if (one.do === 'page')
    return {
      ...base,
      type: 'page',
      name: 'Prices',
      source: one.user === null ? 'web' : 'server',
      proven: one.user !== null,
      anonymousId: one.visitor,
      userId: one.user,
    }
  if (one.do === 'alias')
    return {
      ...base,
      type: 'alias',
      name: null,
      source: 'server',
      proven: true,
      anonymousId: one.visitor,
      userId: one.user,
      payload: { ...base.payload, previousId: one.previous },
    }
  const { visitor: anonymousId, email, user: userId, proven } = one
  // What the traits say names the address it came with, so that a field on another person would show it.
  const said: Record<string, string> =
    email === null
      ? {}
      : { email, firstName: `first of ${email}`, phone: '+49301234567', plan: `of ${email}` }
  const traits = {
    ...said,
    owner: 'mallory',
    stage: 'customer',
    score: 99,
    sellerId: newId(),
    personId: newId(),
  }
  return {
    ...base,
    type: 'identify',
    name: null,
    source: proven ? 'server' : 'web',
    proven,
    anonymousId,
    userId,
    payload: { ...base.payload, traits },
  }
}

/** People a CRM knows; one address is there twice, and the person known longer counts. */
async function seedKnown(workspaceId: string): Promise<Map<string, string>> {
  const ids = new Map<string, string>()
  await database.workspace(workspaceId, async (tx) => {
    for (const [index, email] of [...KNOWN, KNOWN[0]!].entries()) {
      const id = newId(START)
      const at = START - (10 - index) * MINUTE
      if (!ids.has(email)) ids.set(email, id)
      await tx.insert(person).values({
        workspaceId,
        id,
        email,
        emailNorm: email,
        lastName: 'Known',
        occurredAt: at,
        recordedAt: at,
      })
    }
  })
  return ids
}

interface Row extends Record<string, unknown> {
  id: string
  email: string | null
  first_name: string | null
  last_name: string | null
  seller_id: string | null
  reported_stage: string | null
  merged_into_id: string | null
  made_by: string
  attributes: Record<string, unknown>
}

describe('live identity against a model', () => {
  it(
    'gives every visit to the person it was, and to nobody else, whatever is claimed or taken back',
    async () => {
      await fc.assert(
        fc.asyncProperty(fc.array(step, { minLength: 4, maxLength: 22 }), async (steps) => {
          const { workspaceId, within, knownIds, oracle } = await play(steps)
          const people = (
            await within((tx) =>
              tx.execute<Row>(sql`select * from person where workspace_id = ${workspaceId}`),
            )
          ).rows
          const emailOf = new Map(people.map((row) => [row.id, row.email]))
          const touches = await within((tx) =>
            tx.execute<{ dedupe_key: string; person_id: string }>(
              sql`select dedupe_key, person_id from touch where workspace_id = ${workspaceId}`,
            ),
          )
          const owned = touches.rows.map((row) => [row.dedupe_key, emailOf.get(row.person_id)])
          expect(new Map(owned as [string, string][])).toEqual(oracle.owned())
          for (const row of people) judge(row, knownIds)
          // one person an address, but for the one the CRM has twice
          const live = people.map(({ email }) => email).sort()
          expect(live).toEqual([...oracle.people(), KNOWN[0]].sort())
          for (const { person_id } of touches.rows)
            if (KNOWN.includes(emailOf.get(person_id)!))
              expect(person_id).toBe(knownIds.get(emailOf.get(person_id)!))
        }),
        {
          numRuns: RUNS,
          examples: [[ANOTHER_ADDRESS], [LATE_ALIAS]],
          endOnFailure: false,
        },
      )
    },
    60_000 + RUNS * 5_000,
  )

  it('what a join filled is empty again when it is taken back, and its evidence stays', async () => {
    const steps: Step[] = [
      { do: 'page', visitor: VISITORS[0]!, user: null },
      { do: 'identify', visitor: VISITORS[0]!, email: KNOWN[1]!, user: USERS[0]!, proven: true },
      { do: 'settle' },
    ]
    const filled = await play(steps)
    const first = async ({ within, workspaceId, knownIds }: Awaited<ReturnType<typeof play>>) =>
      (
        await within((tx) =>
          tx.execute<Row>(
            sql`select * from person where workspace_id = ${workspaceId} and id = ${knownIds.get(KNOWN[1]!)!}`,
          ),
        )
      ).rows[0]!
    expect(await first(filled)).toMatchObject({
      first_name: `first of ${KNOWN[1]}`,
      attributes: { plan: `of ${KNOWN[1]}` },
    })
    const back = await play([...steps, { do: 'takeBack', nth: 0 }])
    expect(await first(back)).toMatchObject({ first_name: null, phone: null, attributes: {} })
    const { items } = (await back.call(listIdentity.id, { personId: back.knownIds.get(KNOWN[1]!) })) as {
      items: unknown[]
    }
    expect(items).toMatchObject([
      { matchedBy: 'email', proven: true, bringsHistory: true, sharedDevice: false },
    ])
    expect((items[0] as { takenBackAt: number | null }).takenBackAt).not.toBeNull()
  })
})

function judge(row: Row, knownIds: ReadonlyMap<string, string>): void {
  expect([row.seller_id, row.reported_stage, row.merged_into_id]).toEqual([null, null, null])
  expect([null, `first of ${row.email}`]).toContain(row.first_name)
  for (const [name, value] of Object.entries(row.attributes)) {
    expect(['plan', 'claimed_plan']).toContain(name)
    expect(value).toBe(`of ${row.email}`)
  }
  const isKnown = [...knownIds.values()].includes(row.id) || row.last_name === 'Known'
  expect(row.made_by === 'record').toBe(isKnown)
  if (isKnown) expect(row.last_name).toBe('Known')
  if (isKnown) expect(Object.keys(row.attributes)).not.toContain('claimed_plan')
}
