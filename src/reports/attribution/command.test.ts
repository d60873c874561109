import { execFileSync } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, it } from 'vitest'
import { attributionCommand } from './command.ts'

const folder = mkdtempSync(join(tmpdir(), 'accord-paths-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))

const HEADER = 'path,total_conversions,total_conversion_value,total_null'

async function run(lines: string[], options: { models?: string; order?: string; json?: boolean } = {}) {
  const file = join(folder, 'paths.csv')
  writeFileSync(file, `${lines.join('\n')}\n`)
  return attribute(file, options)
}

async function attribute(file: string, options: { models?: string; order?: string; json?: boolean }) {
  const printed = { out: '', error: '' }
  const code = await attributionCommand(file, {
    json: true,
    ...options,
    stdout: (text) => (printed.out += text),
    stderr: (text) => (printed.error += text),
  })
  return { code, ...printed }
}

describe('accord attribution', () => {
  const rows = [HEADER, 'A > B,2,30.5,0', 'A,1,10,0', 'B > C,0,0,7']

  it('prints every model with credits that sum to the conversions, the value and the nulls', async () => {
    const { code, out } = await run(rows)
    const said = JSON.parse(out)
    expect(code).toBe(0)
    expect(said).toMatchObject({ conversions: 3, value: 40.5, nulls: 7 })
    expect(Object.keys(said.models)).toEqual(['first', 'last', 'linear', 'u', 'markov', 'shapley'])
    expect(said.models.first).toContainEqual({ channel: 'A', conversions: 3, value: 40.5 })
    expect(said.models.linear).toContainEqual({ channel: 'B', conversions: 1, value: 15.25 })
    expect(Object.keys(said.models.markov[0])).toEqual([
      'channel',
      'conversions',
      'value',
      'removalEffect',
      'removalEffectValue',
    ])
  })

  it('prints a table with the range over the models', async () => {
    const { out } = await run(rows, { json: false, models: 'first,last' })
    expect(out).toContain('3 of 10 journeys')
    expect(out).toMatch(/^A\s+3\s+1\s+1 to 3$/m)
  })

  it('says what is wrong with a model, an order, a header or a row', async () => {
    expect(await run(rows, { models: 'first,best' })).toMatchObject({ code: 2, error: /no model "best"/ })
    expect(await run(rows, { order: '0' })).toMatchObject({ code: 2 })
    expect(await run(['path,visits', 'A > B,3', 'B,2'])).toMatchObject({ code: 1 })
    const broken = await run([HEADER, 'A > B,2,30,0', 'A,many,10,0'])
    expect(broken.code).toBe(1)
    expect(broken.error).toContain('Row 3: "many" in total_conversions')
  })

  it.skipIf(process.platform === 'win32')(
    'reads a pipe whole, which can be read only once',
    async () => {
      const pipe = join(folder, 'pipe')
      execFileSync('mkfifo', [pipe])
      const lines = Array.from({ length: 40_000 }, (_, n) => `A > B${n % 7},1,10,0`)
      const [{ out }] = await Promise.all([
        attribute(pipe, { models: 'last' }),
        writeFile(pipe, [HEADER, ...lines].join('\n')),
      ])
      expect(JSON.parse(out).conversions).toBe(40_000)
    },
    30_000,
  )
})
