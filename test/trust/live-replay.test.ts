import fc from 'fast-check'
import { beforeAll, describe, expect, it } from 'vitest'
import { rebuild, recomputeLeads } from '#leads/lifecycle/index.ts'
import type { Database } from '#platform/db/index.ts'
import { testDatabase } from '../database.ts'
import { type Happening, LiveCompany } from '../factories/live-company.ts'

/** More in the full run: `REPLAY_RUNS=200`. */
const RUNS = Number(process.env.REPLAY_RUNS ?? 12)
const LONGEST_MS = 120_000 + RUNS * 10_000

let database: Database
beforeAll(async () => {
  database = await testDatabase()
})

const who = fc.nat(3)
/** Most things are told at once, some hours or weeks late, a few are dated in the future. */
const agoHours = fc.oneof(
  { weight: 5, arbitrary: fc.constant(0) },
  { weight: 3, arbitrary: fc.integer({ min: 1, max: 24 * 40 }) },
  { weight: 1, arbitrary: fc.integer({ min: -72, max: -1 }) },
)
const touch = fc.constantFrom(
  'page_view',
  'content_download',
  'webinar_attended',
  'demo_request',
  'email_click',
  'call',
  'call_connected',
  'meeting',
)
const stage = fc.constantFrom('inquiry', 'mql', 'sal', 'sql', 'recycled', 'disqualified', 'lost')
const kind = <K extends Happening['kind']>(name: K) => fc.constant(name)

const happening: fc.Arbitrary<Happening> = fc.oneof(
  {
    weight: 10,
    arbitrary: fc.record({
      kind: kind('touch'),
      who,
      touch,
      agoHours,
      machine: fc.nat(9).map((n) => n === 0),
    }),
  },
  { weight: 1, arbitrary: fc.record({ kind: kind('twice'), who, touch, agoHours }) },
  {
    weight: 5,
    arbitrary: fc.record({
      kind: kind('report'),
      who,
      stage,
      reason: fc.constantFrom(null, 'no_budget', 'mistake', 'in words of its own'),
      byUs: fc.boolean(),
      agoHours,
    }),
  },
  { weight: 3, arbitrary: fc.record({ kind: kind('withdraw'), which: fc.nat(20) }) },
  { weight: 2, arbitrary: fc.record({ kind: kind('deal'), who, named: fc.boolean(), agoHours }) },
  {
    weight: 3,
    arbitrary: fc.record({
      kind: kind('dealMoves'),
      which: fc.nat(20),
      to: fc.constantFrom('stage', 'won', 'lost'),
      agoHours,
    }),
  },
  {
    weight: 2,
    arbitrary: fc.record({
      kind: kind('attribute'),
      who,
      jobTitle: fc.constantFrom(null, 'VP Sales', 'Student'),
      employees: fc.constantFrom(null, 5, 5_000),
    }),
  },
  { weight: 1, arbitrary: fc.record({ kind: kind('suppress'), who, lift: fc.boolean() }) },
  { weight: 1, arbitrary: fc.record({ kind: kind('adopt'), points: fc.integer({ min: 10, max: 70 }) }) },
  {
    weight: 5,
    arbitrary: fc.record({
      kind: kind('time'),
      hours: fc.oneof(fc.integer({ min: 1, max: 30 }), fc.integer({ min: 24, max: 24 * 30 })),
    }),
  },
)

describe('live is replay', () => {
  it(
    'after any sequence of live events ledger and cache say what the replay over the records gives, bit for bit',
    async () => {
      await fc.assert(
        fc.asyncProperty(fc.array(happening, { minLength: 5, maxLength: 40 }), async (happenings) => {
          const company = await LiveCompany.found(database)
          for (const one of happenings) await company.happen(one)
          expect((await rebuild(database, company.workspaceId)).examples).toEqual([])
          // The replay at this instant has nothing to add either: no score was left behind that time has changed.
          await company.happen({ kind: 'time', hours: 0 })
          expect(await recomputeLeads(database, company.workspaceId, 'all', company.now)).toEqual({
            people: 4,
            transitionsAdded: 0,
            transitionsTakenBack: 0,
            leadsWritten: 0,
          })
        }),
        { numRuns: RUNS, endOnFailure: false },
      )
    },
    LONGEST_MS,
  )

  it(
    'time alone takes points and grades away and moves nobody',
    async () => {
      const company = await LiveCompany.found(database)
      for (const kinds of ['content_download', 'webinar_attended', 'content_download'] as const)
        await company.happen({ kind: 'touch', who: 0, touch: kinds, agoHours: 0, machine: false })
      const before = await rebuild(database, company.workspaceId)
      for (let day = 0; day < 200; day += 1) await company.happen({ kind: 'time', hours: 24 })
      expect(await rebuild(database, company.workspaceId)).toEqual(before)
    },
    LONGEST_MS,
  )
})
