import { beforeAll, describe, expect, it } from 'vitest'
import type { Database, Tx } from '#platform/db/index.ts'
import type { Context, Handler } from '#platform/operation/index.ts'
import { testDatabase, testWorkspace } from '#test/database.ts'
import * as contract from './contract.ts'
import { defaultAgreement } from './default.ts'
import { operations } from './service.ts'
import { agreementInForce, agreementsInForce, startUnderDefault } from './versions.ts'

const NOW = Date.UTC(2026, 5, 15, 12)
const DAY = 86_400_000

let database: Database
beforeAll(async () => {
  database = await testDatabase()
})

async function started(): Promise<string> {
  const { workspaceId } = await testWorkspace(database, { name: 'Acme Ltd' })
  await database.system((tx) => startUnderDefault(tx, workspaceId, NOW))
  return workspaceId
}

const inside = <T>(workspaceId: string, work: (tx: Tx) => Promise<T>) => database.workspace(workspaceId, work)

/** Runs an operation as the server would, without its doors. */
async function run(workspaceId: string, operation: { id: string }, input: unknown, now = NOW) {
  const handler = operations.find((entry) => entry.operation.id === operation.id) as Extract<
    Handler,
    { run: unknown }
  >
  const announced: unknown[] = []
  const audited: unknown[] = []
  const answer = await inside(workspaceId, (tx) =>
    handler.run(
      {
        tx,
        workspaceId,
        now,
        requestId: 'r1',
        actor: { kind: 'user', id: '0199aaaa-0000-7000-8000-000000000001', name: 'Ada', role: 'operations' },
        announce: async (event, payload) => void announced.push([event, payload]),
        audit: (line) => void audited.push(line.summary),
      } satisfies Context,
      input,
    ),
  )
  return { answer: answer as never as Record<string, unknown>, announced, audited }
}

const yamlOf = async (workspaceId: string) =>
  (await run(workspaceId, contract.downloadAgreement, {})).answer.body as string

describe('a new workspace', () => {
  it('starts under the default agreement as version 1, in its own name', async () => {
    const workspaceId = await started()
    const inForce = await inside(workspaceId, (tx) => agreementInForce(tx, workspaceId, NOW))
    expect(inForce.version).toBe(1)
    expect(inForce.effectiveFrom).toBe(Number.NEGATIVE_INFINITY)
    expect(inForce.document).toEqual({
      ...defaultAgreement(),
      currency: 'USD',
      parties: { ...defaultAgreement().parties, company: 'Acme Ltd' },
    })
  })

  it('is covered for history from long before it existed', async () => {
    const workspaceId = await started()
    const inForce = await inside(workspaceId, (tx) => agreementInForce(tx, workspaceId, Date.UTC(1999, 0, 1)))
    expect(inForce.version).toBe(1)
  })

  it('keeps the explanations of each clause in its file', async () => {
    const text = await yamlOf(await started())
    expect(text).toContain('# The shared funnel, in its order.')
    expect(text).toContain('company: "Acme Ltd"')
  })

  it('compiles a version once', async () => {
    const workspaceId = await started()
    const first = await inside(workspaceId, (tx) => agreementInForce(tx, workspaceId, NOW))
    const second = await inside(workspaceId, (tx) => agreementInForce(tx, workspaceId, NOW + DAY))
    expect(second.compiled).toBe(first.compiled)
  })
})

describe('a new version', () => {
  it('holds from its day on, in the time zone of the agreement; what was before keeps the old one', async () => {
    const workspaceId = await started()
    const yaml = (await yamlOf(workspaceId))
      .replace('engagement >= 40', 'engagement >= 50')
      .replace('timeZone: "UTC"\ncurrency', 'timeZone: America/New_York\neffectiveFrom: 2026-07-01\ncurrency')
    const { answer, announced, audited } = await run(workspaceId, contract.adoptAgreement, {
      yaml,
      note: 'Fewer, better leads',
    })
    // midnight in New York is 04:00 UTC in summer
    const begins = Date.UTC(2026, 6, 1, 4)
    expect(answer).toMatchObject({
      number: 2,
      effectiveFrom: begins,
      effectiveTo: null,
      inForce: false,
      createdByName: 'Ada',
    })
    expect(announced).toEqual([['agreement.adopted', { version: 2 }]])
    expect(audited).toEqual(['Adopted version 2 of the agreement: Fewer, better leads'])
    const versionAt = async (at: number) =>
      (await inside(workspaceId, (tx) => agreementInForce(tx, workspaceId, at))).version
    expect(await versionAt(begins - 1)).toBe(1)
    expect(await versionAt(begins)).toBe(2)
    const all = await inside(workspaceId, (tx) => agreementsInForce(tx, workspaceId))
    expect(all.map((entry) => [entry.version, entry.effectiveFrom])).toEqual([
      [1, Number.NEGATIVE_INFINITY],
      [2, begins],
    ])
  })

  it('begins at once when it names no day', async () => {
    const workspaceId = await started()
    const yaml = (await yamlOf(workspaceId)).replace('engagement >= 40', 'engagement >= 50')
    const { answer } = await run(workspaceId, contract.adoptAgreement, { yaml })
    expect(answer).toMatchObject({ number: 2, effectiveFrom: NOW, inForce: true })
    const { answer: list } = await run(workspaceId, contract.listAgreementVersions, { limit: 10 })
    expect(list).toMatchObject({
      items: [
        { number: 2, status: 'signed', inForce: true },
        { number: 1, status: 'superseded', effectiveFrom: null, effectiveTo: NOW, inForce: false },
      ],
      nextCursor: null,
    })
    const { answer: page } = await run(workspaceId, contract.listAgreementVersions, { limit: 1 })
    expect(page).toMatchObject({ items: [{ number: 2 }], nextCursor: expect.any(String) })
    const { answer: next } = await run(workspaceId, contract.listAgreementVersions, {
      limit: 1,
      cursor: page.nextCursor!,
    })
    expect(next).toMatchObject({ items: [{ number: 1 }], nextCursor: null })
  })

  it('is compared with the earlier one in plain words', async () => {
    const workspaceId = await started()
    const yaml = (await yamlOf(workspaceId)).replace('engagement >= 40', 'engagement >= 50')
    const changes = [
      {
        clause: 'Lead definition',
        path: 'qualification.when',
        kind: 'changed',
        sentence: 'MQL threshold: engagement rises from 40 to 50',
      },
    ]
    expect((await run(workspaceId, contract.checkAgreement, { yaml })).answer).toEqual({
      ok: true,
      problems: [],
      changes,
    })
    await run(workspaceId, contract.adoptAgreement, { yaml })
    expect((await run(workspaceId, contract.compareAgreements, { from: 1, to: 2 })).answer).toEqual({
      changes,
    })
  })

  it('is refused with each problem and its line when it is not sound', async () => {
    const workspaceId = await started()
    const yaml = (await yamlOf(workspaceId)).replace('engagement >= 40', 'engagment >= 40')
    const checked = (await run(workspaceId, contract.checkAgreement, { yaml })).answer
    expect(checked).toMatchObject({ ok: false, problems: [{ path: 'qualification.when' }], changes: [] })
    await expect(run(workspaceId, contract.adoptAgreement, { yaml })).rejects.toMatchObject({
      kind: { code: 'agreement.unsound' },
      errors: [
        {
          pointer: '/yaml',
          detail: expect.stringMatching(/^Line \d+, column \d+: There is no field engagment/),
        },
      ],
    })
    expect((await inside(workspaceId, (tx) => agreementsInForce(tx, workspaceId))).length).toBe(1)
  })

  it('is refused when it would begin before the latest one', async () => {
    const workspaceId = await started()
    const yaml = await yamlOf(workspaceId)
    const from = (day: string) => yaml.replace('format: 1', `format: 1\neffectiveFrom: ${day}`)
    await run(workspaceId, contract.adoptAgreement, { yaml: from('2026-03-01') })
    await expect(
      run(workspaceId, contract.adoptAgreement, { yaml: from('2026-03-01') }),
    ).rejects.toMatchObject({
      kind: { code: 'agreement.out_of_order', status: 409 },
      detail: expect.stringContaining('Version 2 holds from 2026-03-01 on.'),
    })
    const { answer } = await run(workspaceId, contract.adoptAgreement, { yaml: from('2026-03-02') })
    expect(answer.number).toBe(3)
  })

  it('gets the next number when two are adopted at once', async () => {
    const workspaceId = await started()
    const yaml = await yamlOf(workspaceId)
    const numbers = await Promise.allSettled(
      [1, 2].map((later) => run(workspaceId, contract.adoptAgreement, { yaml }, NOW + later * DAY)),
    )
    const adopted = numbers.flatMap((entry) =>
      entry.status === 'fulfilled' ? [entry.value.answer.number] : [],
    )
    expect(adopted).toEqual([...new Set(adopted)])
    expect(adopted.length).toBeGreaterThan(0)
  })
})

describe('reading', () => {
  it('gives the document with every rule in plain words', async () => {
    const workspaceId = await started()
    const { answer } = await run(workspaceId, contract.readAgreement, {})
    expect(contract.readAgreement.output.safeParse(answer).success || answer).toBeTruthy()
    expect((answer.inWords as Record<string, string>)['qualification.when']).toBe(
      'fit is at least 30 and engagement is at least 40',
    )
  })

  it('knows no version that does not exist, and none of another workspace', async () => {
    const [mine, other] = [await started(), await started()]
    await run(other, contract.adoptAgreement, { yaml: await yamlOf(other) })
    await expect(run(mine, contract.readAgreement, { version: 2 })).rejects.toMatchObject({
      kind: { code: 'agreement.not_found' },
    })
  })

  it('gives the JSON Schema for editors', async () => {
    const { answer } = await run(await started(), contract.agreementSchema, {})
    expect(JSON.parse(answer.body as string)).toMatchObject({ title: 'Accord agreement', type: 'object' })
  })
})
