import { sql } from 'drizzle-orm'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { loadSampleCompany, removeSampleCompany } from '../../src/app/demo/load.ts'
import {
  type AuditRow,
  type Head,
  hashOf,
  NO_HASH,
  type Verification,
  verifyChain,
} from '../../src/workspace/audit/chain.ts'
import { verifyAudit } from '../../src/workspace/audit/contract.ts'
import { send } from './calls.ts'
import { exampleOf } from './examples.ts'
import { buildHome } from './world.ts'

/** T-34: whatever is done to the audit trail behind the program's back shows, with the first line that is wrong. */
const RUNS = 1_000

function chainOf(length: number): AuditRow[] {
  const rows: AuditRow[] = []
  for (let seq = 1; seq <= length; seq += 1) {
    const row = {
      workspaceId: '019eca82-5680-7000-8000-000000000001',
      seq,
      occurredAt: 1_780_000_000_000 + seq * 1_000,
      actorKind: 'user' as const,
      actorId: `user ${seq % 3}`,
      actorName: ['Ada', 'Ben', 'Zoë'][seq % 3]!,
      operation: ['member.invite', 'workspace.update'][seq % 2]!,
      subject: seq % 4 ? `record ${seq}` : null,
      summary: `Did the thing number ${seq}`,
      detail: { number: seq, nested: { b: 1, a: [1, 2] } },
      requestId: `request ${seq}`,
      previousHash: rows.at(-1)?.hash ?? NO_HASH,
    }
    rows.push({ ...row, hash: hashOf(row) })
  }
  return rows
}

const headOf = (rows: readonly AuditRow[]): Head | null => {
  const last = rows.at(-1)
  return last ? { seq: last.seq, hash: last.hash } : null
}

async function* each(rows: readonly AuditRow[]) {
  yield* rows
}

const verify = (rows: readonly AuditRow[], head: Head | null, witnessed: Head | null = null) =>
  verifyChain(each(rows), head, witnessed)

/** Values of the same type, never the same value. */
const OTHER: { [Field in keyof AuditRow]?: (row: AuditRow) => Partial<AuditRow> } = {
  workspaceId: () => ({ workspaceId: '019eca82-5680-7000-8000-000000000002' }),
  occurredAt: (row) => ({ occurredAt: row.occurredAt + 1 }),
  actorKind: () => ({ actorKind: 'system' }),
  actorId: (row) => ({ actorId: `${row.actorId} ` }),
  actorName: (row) => ({ actorName: row.actorName.toUpperCase() }),
  operation: (row) => ({ operation: `${row.operation}d` }),
  subject: (row) => ({ subject: row.subject === null ? '' : null }),
  summary: (row) => ({ summary: row.summary.replace('Did', 'Undid') }),
  detail: (row) => ({ detail: { ...row.detail, number: 0 } }),
  requestId: () => ({ requestId: '' }),
  previousHash: () => ({ previousHash: NO_HASH.replace('0', '1') }),
  hash: (row) => ({ hash: [...row.hash].reverse().join('') }),
}

/** One act of tampering: what it does to the rows, and the first line that must be named. */
interface Tampering {
  rows: AuditRow[]
  firstBadSeq: number
}

const length = 40
const intact = chainOf(length)
const place = fc.integer({ min: 0, max: length - 1 })

const edits: fc.Arbitrary<Tampering> = fc
  .tuple(place, fc.constantFrom(...Object.keys(OTHER)))
  .map(([index, field]) => {
    const changed = { ...intact[index]!, ...OTHER[field as keyof AuditRow]!(intact[index]!) }
    return { rows: intact.with(index, changed), firstBadSeq: index + 1 }
  })

/** An edit by someone who knows the recipe and mends the hash of the row, but not of all that follow. */
const mended: fc.Arbitrary<Tampering> = fc.integer({ min: 0, max: length - 2 }).map((index) => {
  const { hash: _, ...row } = { ...intact[index]!, summary: 'Nothing happened' }
  return { rows: intact.with(index, { ...row, hash: hashOf(row) }), firstBadSeq: index + 2 }
})

const removals: fc.Arbitrary<Tampering> = fc
  .tuple(fc.integer({ min: 0, max: length - 2 }), fc.integer({ min: 1, max: 5 }))
  .filter(([index, count]) => index + count < length)
  .map(([index, count]) => ({ rows: intact.toSpliced(index, count), firstBadSeq: index + 1 }))

const swaps: fc.Arbitrary<Tampering> = fc
  .tuple(place, place)
  .filter(([a, b]) => a < b)
  .map(([a, b]) => ({
    rows: intact.with(a, intact[b]!).with(b, intact[a]!),
    firstBadSeq: a + 1,
  }))

/** The contents of two lines exchanged, each keeping its number. */
const exchanges: fc.Arbitrary<Tampering> = fc
  .tuple(place, place)
  .filter(([a, b]) => a < b)
  .map(([a, b]) => ({
    rows: intact.with(a, { ...intact[b]!, seq: a + 1 }).with(b, { ...intact[a]!, seq: b + 1 }),
    firstBadSeq: a + 1,
  }))

const insertions: fc.Arbitrary<Tampering> = place.map((index) => ({
  rows: intact.toSpliced(index, 0, { ...intact[index]!, summary: 'Slipped in' }),
  firstBadSeq: index + 1,
}))

const truncations: fc.Arbitrary<Tampering> = place.map((index) => ({
  rows: intact.slice(0, index),
  firstBadSeq: index + 1,
}))

const bad = (firstBadSeq: number): Partial<Verification> => ({ intact: false, firstBadSeq })

describe('an audit chain', () => {
  it('is intact as it was written, at any length', async () => {
    for (const rows of [[], chainOf(1), intact])
      expect(await verify(rows, headOf(rows), headOf(rows))).toEqual({
        intact: true,
        entries: rows.length,
        firstBadSeq: null,
        reason: null,
      })
  })

  it('does not care in which order a database keeps the keys of a detail', async () => {
    const rows = intact.map((row) => ({ ...row, detail: { nested: { a: [1, 2], b: 1 }, number: row.seq } }))
    expect((await verify(rows, headOf(intact))).intact).toBe(true)
  })

  it(`shows each of ${RUNS} edits, removals, swaps and insertions, with the first line that is wrong`, async () => {
    const tampering = fc.oneof(edits, mended, removals, swaps, exchanges, insertions, truncations)
    await fc.assert(
      fc.asyncProperty(tampering, async ({ rows, firstBadSeq }) => {
        expect(await verify(rows, headOf(intact))).toMatchObject(bad(firstBadSeq))
      }),
      { numRuns: RUNS },
    )
  })

  it('shows a tail that was cut off together with its record, when the end was witnessed outside', async () => {
    await fc.assert(
      fc.asyncProperty(place, async (index) => {
        const rows = intact.slice(0, index)
        expect((await verify(rows, headOf(rows))).intact).toBe(true)
        expect(await verify(rows, headOf(rows), headOf(intact))).toMatchObject(bad(index + 1))
      }),
    )
  })

  it('shows a chain that was written anew from some line on, when a later end was witnessed outside', async () => {
    await fc.assert(
      fc.asyncProperty(place, async (index) => {
        const forged = intact.slice(0, index)
        for (const row of intact.slice(index)) {
          const { hash: _, ...next } = {
            ...row,
            summary: `Not ${row.summary}`,
            previousHash: forged.at(-1)?.hash ?? NO_HASH,
          }
          forged.push({ ...next, hash: hashOf(next) })
        }
        expect((await verify(forged, headOf(forged))).intact).toBe(true)
        expect((await verify(forged, headOf(forged), headOf(intact))).intact).toBe(false)
      }),
    )
  })
})

describe('the audit trail in the database', () => {
  it('is intact after real work, and shows every change made past the program', async () => {
    const home = await buildHome()
    const { database } = home.accord
    for (let n = 0; n < 12; n += 1)
      await home.make('workspace.update', { name: `Company ${n} "quoted" \u{1F600} Zoë` })
    const check = async () => (await home.admin.call(verifyAudit)).body
    expect(await check()).toMatchObject({ intact: true, firstBadSeq: null })
    const entries: number = (await check()).entries
    const at = sql`workspace_id = ${home.workspaceId}::uuid`
    const tampering: [number, ReturnType<typeof sql>][] = [
      [3, sql`update audit_entry set summary = 'Nothing' where ${at} and seq = 3`],
      [5, sql`update audit_entry set detail = '{"name":"x"}' where ${at} and seq = 5`],
      [4, sql`update audit_entry set occurred_at = occurred_at + interval '1 ms' where ${at} and seq = 4`],
      [6, sql`delete from audit_entry where ${at} and seq = 6`],
      [
        2,
        sql`update audit_entry set seq = case seq when 2 then 1002 else 2 end where ${at} and seq in (2, 7)`,
      ],
      [entries, sql`delete from audit_entry where ${at} and seq = ${entries}`],
    ]
    for (const [firstBadSeq, statement] of tampering) {
      await database.system(async (tx) => {
        await tx.execute(sql`create table kept as select * from audit_entry`)
        await tx.execute(statement)
      })
      expect(await check()).toMatchObject(bad(firstBadSeq))
      await database.system(async (tx) => {
        await tx.execute(sql`delete from audit_entry`)
        await tx.execute(sql`insert into audit_entry select * from kept`)
        await tx.execute(sql`drop table kept`)
      })
    }
    expect((await check()).intact).toBe(true)
  })

  describe('with its end kept outside the database', () => {
    it('shows lines cut off at the end, however often ends are kept afterwards', async () => {
      const { home, check, tamper, at, entries } = await witnessed()
      await tamper(sql`delete from audit_entry where ${at} and seq > 8`)
      await tamper(
        sql`update audit_head set seq = 8, hash = (select hash from audit_entry where ${at} and seq = 8) where ${at}`,
      )
      const cut = {
        intact: false,
        firstBadSeq: 9,
        reason: `Lines 9 to ${entries} are missing at the end`,
      }
      expect(await check()).toMatchObject(cut)
      const { database, witness } = home.accord
      for (let times = 0; times < 2; times += 1)
        expect(await witness.write(database)).toEqual([home.workspaceId])
      expect(await check()).toMatchObject(cut)
      for (let n = 0; n < entries; n += 1) await home.make('workspace.update', { name: `Grown again ${n}` })
      expect(await witness.write(database)).toEqual([home.workspaceId])
      expect(await check()).toMatchObject({ intact: false, firstBadSeq: entries })
    })

    it('shows a chain that was removed as a whole', async () => {
      const { home, check, tamper, at, entries } = await witnessed()
      await tamper(sql`delete from audit_entry where ${at}`)
      await tamper(sql`delete from audit_head where ${at}`)
      const { database, witness } = home.accord
      expect(await witness.write(database)).toEqual([home.workspaceId])
      expect(await check()).toMatchObject({
        firstBadSeq: 1,
        reason: `Lines 1 to ${entries} are missing at the end`,
      })
      await tamper(sql`delete from workspace where id = ${home.workspaceId}`)
      expect(await witness.write(database)).toEqual([home.workspaceId])
    })

    it('shows a chain written anew from some line on, however often ends are kept afterwards', async () => {
      const { home, check, at, entries } = await witnessed()
      const { database, witness } = home.accord
      await database.system(async (tx) => {
        const { rows } = await tx.execute<AuditRow & Record<string, unknown>>(sql`
          select workspace_id as "workspaceId", seq::int, occurred_at as "occurredAt", actor_kind as "actorKind",
            actor_id as "actorId", actor_name as "actorName", operation, subject, summary, detail,
            request_id as "requestId", previous_hash as "previousHash", hash
          from audit_entry where ${at} order by seq`)
        let previousHash = rows[3]!.hash
        for (const { hash: _, ...row } of rows.slice(4)) {
          const hash = hashOf({ ...row, summary: 'Nothing', previousHash })
          await tx.execute(sql`
            update audit_entry set summary = 'Nothing', previous_hash = ${previousHash}, hash = ${hash}
            where ${at} and seq = ${row.seq}`)
          previousHash = hash
        }
        await tx.execute(sql`update audit_head set hash = ${previousHash} where ${at}`)
      })
      expect(await witness.write(database)).toEqual([home.workspaceId])
      expect(await check()).toMatchObject({
        ...bad(entries),
        reason: `Line ${entries} is not the one witnessed earlier`,
      })
    })

    it('moves on with a chain that grows, and forgets a sample company that was removed', async () => {
      const { home, check, entries } = await witnessed()
      const { database, witness } = home.accord
      await home.make('workspace.update', { name: 'Grown' })
      expect(await witness.write(database)).toEqual([])
      expect(await witness.headOf(home.workspaceId)).toMatchObject({ seq: entries + 1 })
      expect((await check()).intact).toBe(true)

      const { workspaceId } = await loadSampleCompany(database, {
        seed: 1,
        scale: 0.05,
        userIds: [home.adminId],
        now: home.accord.clock.now,
      })
      await witness.write(database)
      expect(await witness.headOf(workspaceId)).not.toBeNull()
      await removeSampleCompany(database, workspaceId)
      expect(await witness.write(database)).toEqual([])
      expect(await witness.headOf(workspaceId)).toBeNull()
    })
  })
})

/** A workspace with some lines whose end is kept, and ways to change them past the program. */
async function witnessed() {
  const home = await buildHome()
  const { database, witness } = home.accord
  for (let n = 0; n < 12; n += 1) await home.make('workspace.update', { name: `Company ${n}` })
  const check = async (): Promise<Verification> => (await home.admin.call(verifyAudit)).body
  const tamper = (statement: ReturnType<typeof sql>) => database.system((tx) => tx.execute(statement))
  expect(await witness.write(database)).toEqual([])
  const { entries } = await check()
  return { home, check, tamper, at: sql`workspace_id = ${home.workspaceId}::uuid`, entries }
}

describe('what leaves the product as a file', () => {
  it('leaves a line that says who took it; a refused export leaves none', async () => {
    const home = await buildHome()
    const downloads = home.accord.handlers.map(({ operation }) => operation).filter((one) => one.download)
    const ids = downloads.map(({ id }) => id)
    expect(ids).toEqual(expect.arrayContaining(['lead.export', 'report.export', 'handoff.export']))
    const lines = async () =>
      (await home.make('audit.list', { limit: 100 })).items as { operation: string; actorName: string }[]
    for (const operation of downloads) {
      const input = await exampleOf(operation).input(home, home.admin)
      const before = (await lines()).length
      expect((await send(home.accord.visitor(), operation, input)).status, operation.id).toBe(401)
      expect((await lines()).length, operation.id).toBe(before)
      expect((await send(home.admin, operation, input)).status, operation.id).toBe(200)
      const after = await lines()
      expect(after.length, operation.id).toBe(before + 1)
      expect(after[0]).toMatchObject({ operation: operation.id, actorName: 'Ada Admin' })
    }
    expect((await home.admin.call(verifyAudit)).body).toMatchObject({ intact: true })
  })
})
