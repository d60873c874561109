import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'
import { rolldown } from 'rolldown'
import { expect, it } from 'vitest'

const src = fileURLToPath(new URL('..', import.meta.url))
const engine = join(src, 'app/engine.ts')

it('the engine has the rules of every slice', async () => {
  const text = await readFile(engine, 'utf8')
  const folders = await readdir(src, { recursive: true, withFileTypes: true })
  const slices = folders
    .filter((entry) => entry.isDirectory() && entry.name === 'rules')
    .map(({ parentPath }) => parentPath.slice(src.length).replaceAll('\\', '/'))
  expect(slices.length).toBeGreaterThan(15)
  expect(slices.filter((slice) => !text.includes(`'#${slice}/rules/index.ts'`))).toEqual([])
})

it('the engine runs in a browser: bundled with its packages it asks for nothing else, and it counts', async () => {
  const bundle = await rolldown({ input: engine, platform: 'browser', logLevel: 'silent' })
  const { output } = await bundle.generate({ format: 'esm' })
  expect(output).toHaveLength(1)
  const [{ code, imports, dynamicImports }] = output
  expect([...imports, ...dynamicImports]).toEqual([])

  const dir = await mkdtemp(join(tmpdir(), 'accord-engine-'))
  try {
    const file = join(dir, 'engine.mjs')
    await writeFile(file, code)
    const { businessTime, handoff, defaultAgreement, compileAgreement, scoring, zoneTable } = (await import(
      pathToFileURL(file).href
    )) as typeof import('./engine.ts')
    const office = businessTime.openTime(defaultAgreement().calendars[0]!)
    // Saturday 21 November 2026, 16:00: two open hours end on Monday at 11
    const due = handoff.dueAfter(office, Date.UTC(2026, 10, 21, 16), 2 * 3_600_000)
    expect(due).toBe(Date.UTC(2026, 10, 23, 11))
    const model = scoring.prepareModel(compileAgreement(defaultAgreement()), zoneTable('UTC'))
    // nothing is known of the company: 15 points less
    const person = { email: null, domain: null, jobTitle: null, country: null, source: null, attributes: {} }
    expect(scoring.score([], { person, account: null }, model, due)).toMatchObject({
      fit: -15,
      engagement: 0,
    })
  } finally {
    await rm(dir, { recursive: true })
  }
})
