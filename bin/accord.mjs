#!/usr/bin/env node
/** The command line. Builds first when a source changed, then hands over to the built program. */
import { existsSync } from 'node:fs'

const [major, minor] = process.versions.node.split('.').map(Number)
if (major < 20 || (major === 20 && minor < 19)) {
  console.error(`Accord needs Node.js 20.19 or newer; this is ${process.versions.node}.`)
  process.exit(2)
}
if (existsSync(new URL('../src', import.meta.url))) {
  const { build } = await import('../scripts/build.mjs')
  await build()
}
const { main } = await import('../dist/cli.js')
process.exitCode = await main(process.argv.slice(2))
