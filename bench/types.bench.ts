import { spawnSync } from 'node:child_process'
import { mkdirSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { type BenchRow, runAsProgram } from './report.ts'

const OPERATIONS = 150
const ROUNDS = 5
const root = fileURLToPath(new URL('..', import.meta.url))

/** Type-checks a synthetic contract of 150 operations with their handlers and calls, beside one of a single operation. */
export async function run(): Promise<BenchRow[]> {
  const many = seconds(OPERATIONS)
  const one = seconds(1)
  return [
    {
      name: `Types: a contract of ${OPERATIONS} operations, each handled and called`,
      value: many.median,
      unit: 's',
      peer: 3,
      peerName: 'limit',
      ratio: many.median / 3,
      bound: { at: 'most', ratio: 1 },
      noise: many,
    },
    {
      name: `Types: ${OPERATIONS} operations beside one`,
      value: many.median,
      unit: 's',
      peer: one.median,
      peerName: 'one operation',
      ratio: many.median / one.median,
      noise: many,
    },
  ]
}

function seconds(operations: number): BenchRow['noise'] {
  const folder = join(root, 'node_modules', '.cache', 'accord', `types-${operations}`)
  rmSync(folder, { recursive: true, force: true })
  mkdirSync(folder, { recursive: true })
  writeFileSync(join(folder, 'contract.ts'), contract(operations))
  writeFileSync(join(folder, 'use.ts'), use(operations))
  writeFileSync(
    join(folder, 'package.json'),
    JSON.stringify({ type: 'module', imports: { '#*': '../../../../src/*' } }),
  )
  writeFileSync(
    join(folder, 'tsconfig.json'),
    JSON.stringify({ extends: join(root, 'tsconfig.json'), include: ['contract.ts', 'use.ts'] }),
  )
  const taken: number[] = []
  for (let round = 0; round < ROUNDS; round += 1) {
    const startedAt = performance.now()
    const checked = spawnSync(
      process.execPath,
      [join(root, 'node_modules/typescript-7/bin/tsc'), '-p', folder],
      { encoding: 'utf8' },
    )
    if (checked.status !== 0) throw new Error(`The synthetic contract has type errors:\n${checked.stdout}`)
    taken.push((performance.now() - startedAt) / 1_000)
  }
  taken.sort((a, b) => a - b)
  return { min: taken[0]!, median: taken[Math.floor(ROUNDS / 2)]!, max: taken.at(-1)!, rounds: ROUNDS }
}

const SOURCE = '../../../../src/platform'

function contract(operations: number): string {
  const declarations = Array.from(
    { length: operations },
    (_, n) => `export const operation${n} = operation({
  id: 'thing${n}.list', method: 'POST', path: '/things${n}/:thingId', permission: 'record.read', summary: 'Thing ${n}',
  input: Page.extend({ thingId: Id, name: z.string().max(${n + 10}), at: InstantIso, kinds: z.array(z.enum(['a${n}', 'b${n}'])).optional() }),
  output: page(z.object({ id: Id, name: z.string(), at: InstantIso, share: z.number().nullable(), nested: z.object({ kind: z.enum(['a${n}', 'b${n}']) }) })),
})`,
  )
  return `import { z } from 'zod'
import { Id } from '${SOURCE}/kernel/ids.ts'
import { InstantIso } from '${SOURCE}/kernel/instant.ts'
import { operation, Page, page } from '${SOURCE}/operation/index.ts'
${declarations.join('\n')}
`
}

function use(operations: number): string {
  const uses = Array.from(
    { length: operations },
    (_, n) => `handle(contract.operation${n}, async (_context, input) => ({
    items: [{ id: input.thingId, name: input.name, at: input.at, share: null, nested: { kind: input.kinds?.[0] ?? 'a${n}' } }], nextCursor: null,
  })),
  async () => (await call(contract.operation${n}, { thingId: '', name: '', at: 0, limit: 1 })).items[0]?.nested.kind satisfies 'a${n}' | 'b${n}' | undefined,`,
  )
  return `import { handle } from '${SOURCE}/operation/index.ts'
import { call } from '${SOURCE}/operation/client.ts'
import * as contract from './contract.ts'
export const uses = [${uses.join('\n')}]
`
}

await runAsProgram(import.meta.url, run)
