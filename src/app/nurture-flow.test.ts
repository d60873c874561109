import { sql } from 'drizzle-orm'
import { beforeEach, describe, expect, it } from 'vitest'
import { adopt, defaultAgreement, toYaml } from '#agreement/document/index.ts'
import { startJobs } from '#platform/jobs/index.ts'
import { testDatabase } from '#test/database.ts'
import { storiesIn } from '#test/factories/hand-off-stories.ts'
import * as contract from '../leads/handoff/contract.ts'
import { jobHandlers } from './flow.ts'

const database = await testDatabase()
const { begin, on, raise } = storiesIn(database)
let { company, olga } = await begin()

beforeEach(async () => {
  ;({ company, olga } = await begin())
})

/** Carries out what follows from what was announced. */
async function work(): Promise<void> {
  const clock = () => company.clock.now
  const handlers = jobHandlers({ database, clock, uploadDir: '/nowhere' })
  const jobs = startJobs({ database, handlers, log: { warn() {}, error() {} }, clock })
  await jobs.idle()
  await jobs.stop()
}

async function trackOf(personId: string) {
  const { rows } = await database.workspace(company.workspaceId, (tx) =>
    tx.execute<{ track: string; reason: string; ended: string | null }>(sql`
      select e.track_key as track, e.reason, e.ended_because as ended from enrolment e
      where e.workspace_id = ${company.workspaceId} and e.person_id = ${personId} order by e.id`),
  )
  return rows.map(({ track, reason, ended }) => [track, reason, ended])
}

/** From now on some tracks are for other reasons. */
async function agree(reasons: Record<string, string[]>): Promise<void> {
  const document = defaultAgreement()
  for (const track of document.recycling.tracks) track.reasons = reasons[track.key] ?? track.reasons
  const author = { id: null, name: 'Test' }
  await database.workspace(company.workspaceId, (tx) =>
    adopt(tx, company.workspaceId, { yaml: toYaml(document), author, note: null, now: company.clock.now }),
  )
}

const reject = (handOffId: string, reason: string) =>
  company.run(olga, contract.rejectHandOff, { handOffId, reason })

describe('a rejected lead', () => {
  it('enters the nurture track that names the reason, and none otherwise', async () => {
    await agree({ inform: ['needs_more', 'no_context'] })
    const [nora, otto] = [await raise('Nora'), await raise('Otto')]
    await reject(nora.id, 'no_context')
    await reject(otto.id, 'wrong_person')
    await work()
    expect(await trackOf(nora.personId)).toEqual([['inform', 'no_context', null]])
    expect(await trackOf(otto.personId)).toEqual([])
  })

  it('leaves the track when the rejection is taken back', async () => {
    await agree({ inform: ['needs_more', 'no_context'] })
    const { personId, id } = await raise('Nora')
    const { undoable } = await reject(id, 'no_context')
    await work()
    await company.run(olga, contract.undoHandOff, { handOffId: id, eventId: undoable })
    await work()
    expect(await trackOf(personId)).toEqual([['inform', 'no_context', 'taken_back']])
  })

  it('leaves it when the rejection is contested and overturned, and stays when it is upheld', async () => {
    await agree({ inform: ['needs_more', 'no_context'] })
    for (const [name, outcome, ended] of [
      ['Nora', 'overturned', 'taken_back'],
      ['Otto', 'upheld', null],
    ] as const) {
      const { personId, id } = await raise(name)
      await reject(id, 'no_context')
      await work()
      const { id: disputeId } = await company.run(olga, contract.disputeRejection, {
        handOffId: id,
        note: 'Asked for a demo',
      })
      company.clock.now = on('03T10:00')
      await company.run(olga, contract.settleDispute, { disputeId, outcome, answer: 'Looked at' })
      await work()
      expect(await trackOf(personId)).toEqual([['inform', 'no_context', ended]])
    }
  })
})

describe('a recycled lead', () => {
  it('enters the track that the agreement names today, also when the hand-off began under another one', async () => {
    const { personId, id } = await raise('Nora')
    await company.run(olga, contract.acceptHandOff, { handOffId: id })
    await agree({ long_term: ['no_budget'], wake_up: ['no_answer', 'bad_timing'] })
    company.clock.now = on('02T11:00')
    await company.run(olga, contract.recycleHandOff, { handOffId: id, reason: 'bad_timing' })
    await work()
    expect(await trackOf(personId)).toEqual([['wake_up', 'bad_timing', null]])
  })
})
