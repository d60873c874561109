import { sql } from 'drizzle-orm'
import { beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { type AgreementDocument, adopt, toYaml } from '#agreement/document/index.ts'
import type { Database } from '#platform/db/index.ts'
import { testDatabase, testWorkspace } from '#test/database.ts'
import { at, type Records, recordsIn } from '#test/factories/lead-records.ts'
import { plainAgreement } from '#test/factories/lifecycle-histories.ts'
import { rebuild, recomputeLeads } from './index.ts'
import { leadsOf, transitionsOf } from './ledger-store.ts'

const NOW = at('2026-11-01')
let database: Database
let records: Records
beforeAll(async () => {
  database = await testDatabase()
})
beforeEach(async () => {
  records = await recordsIn(database, (await testWorkspace(database)).workspaceId)
})

const recompute = (options = {}) => recomputeLeads(database, records.workspaceId, 'all', NOW, options)
const moves = async (id: string) =>
  (await database.workspace(records.workspaceId, (tx) => transitionsOf(tx, records.workspaceId, [id]))).map(
    ({ toStage, fit, engagement }): [string, number, number] => [toStage, fit, engagement],
  )
const lead = async (id: string) =>
  (await database.workspace(records.workspaceId, (tx) => leadsOf(tx, records.workspaceId, [id])))[0]
const change = (id: string, { jobTitle, country = null }: { jobTitle: string; country?: string | null }) =>
  records.insert((tx) =>
    tx.execute(sql`update person set job_title = ${jobTitle}, country = ${country}
      where workspace_id = ${records.workspaceId} and id = ${id}`),
  )
const agree = (changed: (document: AgreementDocument) => void) =>
  records.insert((tx) =>
    adopt(tx, records.workspaceId, {
      yaml: toYaml(plainAgreement(changed)),
      author: { id: null, name: 'Test' },
      note: null,
      now: at('2026-02-01'),
    }),
  )

/** Asked for a demo in October, with the fit of who decides about marketing. */
async function qualified(): Promise<string> {
  const id = await records.person({
    jobTitle: 'Head of Marketing',
    email: 'ann@acme.test',
    emailNorm: 'ann@acme.test',
  })
  await records.touch(id, '2026-10-01', 'page_view')
  await records.touch(id, '2026-10-02', 'demo_request')
  await recompute()
  return id
}

describe('who has qualified', () => {
  it('has qualified, although they ask later not to be written to', async () => {
    const id = await qualified()
    const before = await moves(id)
    await records.insert((tx) =>
      tx.execute(sql`insert into suppression (workspace_id, email_norm, reason, recorded_at)
        values (${records.workspaceId}, 'ann@acme.test', 'unsubscribed', '2026-10-20T00:00:00Z')`),
    )
    await recompute()
    expect(await moves(id)).toEqual(before)
    expect(await lead(id)).toMatchObject({ stage: 'mql', qualifiedCount: 1, excludedBy: 'suppressed' })
    expect((await rebuild(database, records.workspaceId)).examples).toEqual([])
  })

  it('keeps the scores of that day when more is learned of them, also of what excludes them', async () => {
    const id = await qualified()
    // fit: Decides 25 + Marketing 15 - No company known 15
    expect(await moves(id)).toContainEqual(['mql', 25, 52])
    await change(id, { jobTitle: 'Student' })
    await recompute()
    expect(await moves(id)).toContainEqual(['mql', 25, 52])
    expect(await lead(id)).toMatchObject({ stage: 'mql', excludedBy: 'students' })
    await records.touch(id, '2026-10-25', 'call')
    await recompute()
    expect((await lead(id))!.stage).toBe('mql')
    expect((await rebuild(database, records.workspaceId)).examples).toEqual([])
  })

  it('has not when what it rested on was an error that was taken back', async () => {
    const id = await qualified()
    await change(id, { jobTitle: 'Student' })
    await recompute({ afresh: true })
    expect((await moves(id)).map(([stage]) => stage)).toEqual(['inquiry'])
    expect(await lead(id)).toMatchObject({ stage: 'inquiry', qualifiedCount: 0 })
    expect((await rebuild(database, records.workspaceId)).examples).toEqual([])
  })

  it('has not when the event that qualified them is gone', async () => {
    const id = await qualified()
    await database.system((tx) =>
      tx.execute(
        sql`delete from touch where workspace_id = ${records.workspaceId} and kind = 'demo_request'`,
      ),
    )
    await recompute()
    expect((await moves(id)).map(([stage]) => stage)).toEqual(['inquiry'])
  })

  it.each<[string, (document: AgreementDocument) => void]>([
    [
      'the lead definition reads their job title',
      ({ qualification }) => {
        qualification.when = 'engagement >= 40 && person.jobTitle.mentions(["vp"])'
      },
    ],
    [
      'the lead definition reads intent',
      ({ qualification }) => {
        qualification.when = 'engagement >= 40 && intent'
        qualification.intent = 'person.country == "DE"'
      },
    ],
    [
      'what they do counts by their country',
      ({ scoring }) => {
        scoring.engagement.groups[0]!.rules[0]!.when =
          'event.kind == "content_download" && person.country == "DE"'
      },
    ],
    [
      'the rule of the stage reads their job title',
      ({ stages }) => {
        stages[1]!.entry = 'engagement >= 40 && person.jobTitle.mentions(["vp"])'
      },
    ],
  ])('has qualified where %s, and that is another now', async (_, changed) => {
    await agree(changed)
    const id = await records.person({ jobTitle: 'VP Sales', country: 'DE' })
    for (const day of ['2026-10-02', '2026-10-03']) await records.touch(id, day, 'content_download')
    await recompute()
    const before = await moves(id)
    expect(before).toEqual([
      ['inquiry', 50, 20],
      ['mql', 50, 40],
    ])
    await change(id, { jobTitle: 'Head of Sales', country: 'AT' })
    await recompute()
    expect(await moves(id)).toEqual(before)
    // told late: the first touch is another one, what qualified them is not
    await records.touch(id, '2026-10-01', 'content_download', { recordedAt: NOW })
    await recompute()
    expect(await moves(id)).toContainEqual(['mql', 50, 40])
    expect((await rebuild(database, records.workspaceId)).examples).toEqual([])
    await recompute({ afresh: true })
    expect((await moves(id)).map(([stage]) => stage)).toEqual(['inquiry'])
  })

  it('is judged anew when a cycle turns out to have ended in between', async () => {
    await agree(() => {})
    const id = await records.person()
    for (const day of ['2026-10-02', '2026-10-04']) await records.touch(id, day, 'content_download')
    await recompute()
    expect(await moves(id)).toContainEqual(['mql', 50, 40])
    await records.reported(id, '2026-10-03', 'recycled')
    await recompute()
    expect((await moves(id)).map(([stage]) => stage)).toEqual(['inquiry', 'recycled'])
    expect((await rebuild(database, records.workspaceId)).examples).toEqual([])
  })
})

describe('every move', () => {
  it('keeps the scores of its day: what is learned later is written on no row of the ledger', async () => {
    const accountId = await records.account({ domain: 'firm.example' })
    await agree(({ scoring }) => {
      scoring.fit.groups[0]!.rules[1]!.when = 'account.domain == "uni.example"'
    })
    const id = await records.person({ accountId })
    await records.touch(id, '2026-10-02', 'content_download')
    await records.reported(id, '2026-10-03', 'recycled')
    await recompute()
    const before = await moves(id)
    expect(before).toEqual([
      ['inquiry', 50, 20],
      ['recycled', 50, 20],
    ])
    await records.insert((tx) =>
      tx.execute(sql`update account set domain = 'uni.example'
        where workspace_id = ${records.workspaceId} and id = ${accountId}`),
    )
    expect(await recompute()).toMatchObject({ transitionsAdded: 0, leadsWritten: 1 })
    expect(await moves(id)).toEqual(before)
    expect((await lead(id))!.fit).toBe(10)
    expect((await rebuild(database, records.workspaceId)).examples).toEqual([])
    await recompute({ afresh: true })
    expect((await moves(id)).map(([, fit]) => fit)).toEqual([10, 10])
  })
})
