import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { parseAgreement } from '#agreement/document/index.ts'
import { type RecordRow, readFolder } from '#records/imports/index.ts'
import { REFUSED_ROWS, writeSampleFolder } from './export.ts'
import { generate } from './generate.ts'

const OPTIONS = { endsOn: '2026-07-01', scale: 0.06 }
const story = [...generate(7, OPTIONS)]
const of = <Kind extends RecordRow['kind']>(rows: readonly RecordRow[], kind: Kind) =>
  rows.filter((row): row is Extract<RecordRow, { kind: Kind }> => row.kind === kind)

describe('the sample company as a folder of exports', () => {
  let dir = ''
  beforeAll(async () => {
    dir = await mkdtemp(join(tmpdir(), 'accord-sample-'))
    await writeSampleFolder(dir, 7, OPTIONS)
  })
  afterAll(() => rm(dir, { recursive: true }))

  it('is understood without a question that must be answered, and loses nothing but the broken rows', async () => {
    const reading = await readFolder(dir)
    const rows: RecordRow[] = []
    for await (const row of reading.rows()) rows.push(row)
    expect(reading.understanding.questions.filter((question) => question.must)).toEqual([])
    expect(reading.errorCounts.refusedRows).toBe(REFUSED_ROWS)
    for (const kind of ['seller', 'account', 'person', 'opportunity', 'touch'] as const)
      expect([kind, of(rows, kind).length]).toEqual([kind, of(story, kind).length])
  })

  it('keeps every touch to the second, with its kind, its side and whether a machine made it', async () => {
    const reading = await readFolder(dir)
    const told = new Map(of(story, 'touch').map((touch) => [touch.key, touch]))
    let compared = 0
    for await (const row of reading.rows()) {
      if (row.kind !== 'touch') continue
      const touch = told.get(row.key)!
      const facts = ({ touchKind, side, direction, occurredAt, machine = false }: typeof touch) => [
        touchKind,
        side,
        direction,
        occurredAt,
        machine,
      ]
      if (String(facts(row)) !== String(facts(touch))) expect(facts(row)).toEqual(facts(touch))
      compared += 1
    }
    expect(compared).toBe(told.size)
  })

  it('keeps outcome, amount and dates of every deal', async () => {
    const reading = await readFolder(dir)
    const told = new Map(of(story, 'opportunity').map((deal) => [deal.key, deal]))
    for await (const row of reading.rows()) {
      if (row.kind !== 'opportunity') continue
      const { status, stage, amountMinor, occurredAt, closedAt, origin } = told.get(row.key)!
      expect(row).toMatchObject({ status, stage, occurredAt })
      expect([row.amountMinor, row.closedAt, row.origin]).toEqual([amountMinor, closedAt, origin])
    }
  })

  it('comes with both agreements, the second in force from month nine', async () => {
    const read = async (name: string) => {
      const parsed = parseAgreement(await readFile(join(dir, name), 'utf8'))
      if (!parsed.ok) throw new Error(JSON.stringify(parsed.problems))
      return parsed.value
    }
    const [first, second] = [await read('agreement-1.yaml'), await read('agreement-2.yaml')]
    expect(first.effectiveFrom).toBeUndefined()
    expect(second.effectiveFrom).toBe('2025-10-01')
    expect(second.qualification.when).not.toBe(first.qualification.when)
  })

  it('is the same folder again for the same seed, to the byte', async () => {
    const again = await mkdtemp(join(tmpdir(), 'accord-sample-'))
    await writeSampleFolder(again, 7, OPTIONS)
    for (const name of await readdir(dir))
      expect([name, (await readFile(join(again, name))).equals(await readFile(join(dir, name)))]).toEqual([
        name,
        true,
      ])
    await rm(again, { recursive: true })
  })
})
