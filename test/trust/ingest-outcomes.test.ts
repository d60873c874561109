import { sql } from 'drizzle-orm'
import fc from 'fast-check'
import { beforeAll, describe, expect, it } from 'vitest'
import { newId } from '#platform/kernel/ids.ts'
import { newWriteKey } from '#records/intake/keys.ts'
import { type TestAccord, type TestUser, testAccord } from '../accord.ts'
import { testWorkspace } from '../database.ts'
import { outcomes, type Sender, senderOf } from '../intake.ts'

/** T-11: every event that was sent ends in exactly one outcome, and nothing is lost on the way to the figures. */

let accord: TestAccord
let admin: TestUser
let secret: Sender
let site: Sender
let careful: Sender

const FLOODED = '198.51.100.66'

beforeAll(async () => {
  accord = await testAccord()
  admin = await accord.setUp()
  secret = await senderOf(accord, admin, 'secret')
  site = await senderOf(accord, admin, 'public')
  careful = await senderOf(accord, admin, 'public', { consent: 'required' })
})

type Tally = Record<'accepted' | 'duplicate' | 'filtered' | 'limited' | 'invalid', number>
const none = (): Tally => ({ accepted: 0, duplicate: 0, filtered: 0, limited: 0, invalid: 0 })

const page = (messageId: string, more: object = {}) => ({
  type: 'page',
  anonymousId: 'v',
  messageId,
  ...more,
})
const invalid = [null, 7, { type: 'sing' }, { type: 'track', userId: 'u' }, page('x', { properties: 'text' })]

/** One request, and what of it must be counted; `ids` are those that may be accepted or known. */
interface Sent {
  post(): Promise<Response>
  ids: string[]
  counted: Partial<Tally>
  statuses: number[]
}

const pool = Array.from({ length: 40 }, () => `pool-${newId()}`)
const idArb = fc.oneof(fc.constantFrom(...pool), fc.constant(null)).map((id) => id ?? newId())

const requestArb: fc.Arbitrary<Sent> = fc.oneof(
  {
    weight: 4,
    arbitrary: idArb.map((id) => ({
      post: () => secret.post('page', page(id)),
      ids: [id],
      counted: {},
      statuses: [200],
    })),
  },
  {
    weight: 4,
    arbitrary: fc
      .tuple(fc.array(idArb, { maxLength: 12 }), fc.array(fc.constantFrom(...invalid), { maxLength: 4 }))
      .filter(([ids, bad]) => ids.length + bad.length > 0)
      .map(([ids, bad]) => ({
        post: () => secret.post('batch', { batch: [...bad, ...ids.map((id) => page(id))] }),
        ids,
        counted: { invalid: bad.length },
        statuses: ids.length > 0 ? [200] : [400],
      })),
  },
  fc.constantFrom('{', '', '[]', '{"batch":7}', `"${'x'.repeat(600_000)}"`).map((body) => ({
    post: () => secret.post('batch', body),
    ids: [],
    counted: { invalid: 1 },
    statuses: [400, 413],
  })),
  fc.integer({ min: 1, max: 5 }).map((events) => ({
    post: () =>
      careful.post(
        'batch',
        { batch: Array.from({ length: events }, () => page(newId())) },
        { address: '198.51.100.9' },
      ),
    ids: [],
    counted: { filtered: events },
    statuses: [200],
  })),
  fc.integer({ min: 1, max: 5 }).map((events) => ({
    post: () =>
      site.post(
        'batch',
        { batch: Array.from({ length: events }, () => page(newId())) },
        { headers: { 'sec-gpc': '1' }, address: '198.51.100.10' },
      ),
    ids: [],
    counted: { filtered: events },
    statuses: [200],
  })),
  fc.integer({ min: 1, max: 5 }).map((events) => ({
    post: () =>
      site.post(
        'batch',
        { batch: Array.from({ length: events }, () => page(newId())) },
        { address: FLOODED },
      ),
    ids: [],
    counted: { limited: events },
    statuses: [429],
  })),
)

describe('ingest.outcomes', () => {
  it('adds up to everything that was sent, whatever it was and however it was mixed', async () => {
    const exhaust = Array.from({ length: 1_000 }, (_, index) => page(`flood-${index}`))
    expect((await site.post('batch', { batch: exhaust }, { address: FLOODED })).status).toBe(200)
    const known = new Set<string>(exhaust.map(({ messageId }) => messageId))
    const expected: Tally = { ...none(), accepted: exhaust.length }
    await fc.assert(
      fc.asyncProperty(fc.array(requestArb, { minLength: 1, maxLength: 30 }), async (requests) => {
        const answers = await Promise.all(requests.map((request) => request.post()))
        for (const [index, { ids, counted, statuses }] of requests.entries()) {
          expect(statuses).toContain(answers[index]!.status)
          for (const [outcome, events] of Object.entries(counted)) expected[outcome as keyof Tally] += events
          for (const id of ids) {
            expected[known.has(id) ? 'duplicate' : 'accepted'] += 1
            known.add(id)
          }
        }
      }),
      { numRuns: 40 },
    )
    const { totals, received } = await outcomes(accord, admin)
    expect(totals).toEqual(expected)
    expect(received).toBe(Object.values(expected).reduce((sum, events) => sum + events, 0))
  })

  it('takes one of fifty that say the same at the same time, and the same id once in each workspace', async () => {
    const before = (await outcomes(accord, admin)).totals
    const event = page(newId())
    const answers = await Promise.all(Array.from({ length: 50 }, () => secret.post('page', event)))
    expect(answers.map(({ status }) => status)).toEqual(Array.from({ length: 50 }, () => 200))
    const after = (await outcomes(accord, admin)).totals
    expect([after.accepted - before.accepted, after.duplicate - before.duplicate]).toEqual([1, 49])
    const { workspaceId } = await testWorkspace(accord.database)
    const { token, tokenHash } = newWriteKey('secret', workspaceId)
    await accord.database.workspace(workspaceId, (tx) =>
      tx.execute(sql`insert into write_key (workspace_id, id, name, kind, token_hash, prefix, consent, honour_signals, created_by,
          created_at, changed_at)
        values (${workspaceId}, ${newId()}, 'Server', 'secret', ${tokenHash}, 'accord', 'none', true, ${newId()}, now(), now())`),
    )
    expect((await secret.post('page', event, { key: token })).status).toBe(200)
    const { rows } = await accord.database.workspace(workspaceId, (tx) =>
      tx.execute(sql`select outcome, events from intake_count where workspace_id = ${workspaceId}`),
    )
    expect(rows).toEqual([{ outcome: 'accepted', events: 1 }])
  })
})
