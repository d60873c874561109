/** `npm run check`: types, lint, boundaries, dead code, generated files. Everything runs, then what failed is named. */
import { spawn } from 'node:child_process'
import { fileURLToPath } from 'node:url'

const root = fileURLToPath(new URL('..', import.meta.url))
const node = process.execPath
const bin = (path) => fileURLToPath(new URL(`../node_modules/${path}`, import.meta.url))

const checks = [
  ['types', node, [bin('typescript-7/bin/tsc')]],
  ['lint and format', node, [bin('@biomejs/biome/bin/biome'), 'check', '--error-on-warnings', '.']],
  [
    'boundaries',
    node,
    [
      bin('dependency-cruiser/bin/dependency-cruise.mjs'),
      'src',
      '--config',
      '.dependency-cruiser.cjs',
      '--output-type',
      'err-long',
    ],
  ],
  ['dead code', node, [bin('knip/bin/knip.js'), '--no-progress']],
  ['code for tests alone', node, [bin('knip/bin/knip.js'), '--no-progress', '--production']],
  ['generated files', node, ['scripts/generate.mjs', '--check']],
  ['lock file', node, ['scripts/check-lock.mjs']],
  ['secrets', node, ['scripts/check-secrets.mjs']],
]

function run([name, command, args]) {
  return new Promise((resolve) => {
    const startedAt = Date.now()
    let output = ''
    const child = spawn(command, args, { cwd: root, stdio: ['ignore', 'pipe', 'pipe'] })
    child.stdout.on('data', (data) => (output += data))
    child.stderr.on('data', (data) => (output += data))
    child.on('close', (code) =>
      resolve({ name, ok: code === 0, output, seconds: (Date.now() - startedAt) / 1_000 }),
    )
  })
}

const results = []
const waiting = [...checks]
await Promise.all(
  [1, 2].map(async () => {
    for (let next = waiting.shift(); next; next = waiting.shift()) results.push(await run(next))
  }),
)
for (const { name, ok, output, seconds } of results) {
  console.log(`${ok ? 'ok    ' : 'FAILED'} ${name} (${seconds.toFixed(1)} s)`)
  if (!ok) console.log(output.trimEnd())
}
process.exitCode = results.every((result) => result.ok) ? 0 : 1
