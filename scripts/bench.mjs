/**
 * `npm run bench [name …]`: speed and memory as ratios beside a peer or a floor measured in the same run. Each file of bench/
 * exports `run()`, which answers rows of { name, value, unit, floor, peer, ratio, noise }.
 */

import { spawnSync } from 'node:child_process'
import { readdir } from 'node:fs/promises'
import { cpus, totalmem } from 'node:os'
import { fileURLToPath } from 'node:url'

const folder = new URL('../bench/', import.meta.url)
const wanted = process.argv.slice(2)
const files = (await readdir(folder)).filter((name) => name.endsWith('.bench.ts'))
const chosen = files.filter((name) => wanted.length === 0 || wanted.some((word) => name.includes(word)))
if (chosen.length === 0) {
  console.error(
    `There is no such bench; there are ${files.map((name) => name.replace('.bench.ts', '')).join(', ')}.`,
  )
  process.exit(2)
}

console.log(
  `${cpus().length} × ${cpus()[0].model.trim()}, ${Math.round(totalmem() / 2 ** 30)} GB, Node ${process.versions.node}`,
)
const tsx = fileURLToPath(new URL('../node_modules/tsx/dist/cli.mjs', import.meta.url))
let failures = 0
for (const name of chosen.sort()) {
  // Each in a process of its own, so that one's memory is not another's.
  const { status } = spawnSync(process.execPath, [tsx, fileURLToPath(new URL(name, folder))], {
    stdio: 'inherit',
  })
  if (status !== 0) failures += 1
}
process.exitCode = failures === 0 ? 0 : 1
