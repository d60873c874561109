/**
 * The lock file must serve every machine: each optional binary is listed for Linux, macOS and Windows, every package comes with an
 * integrity hash and a licence we accept, all come from the registry that npm is set to, and no package runs a script when it is installed.
 */
import { readFile } from 'node:fs/promises'

const lock = JSON.parse(await readFile(new URL('../package-lock.json', import.meta.url), 'utf8'))
const { dependencies } = JSON.parse(await readFile(new URL('../package.json', import.meta.url), 'utf8'))
const packages = Object.entries(lock.packages).filter(([path]) => path !== '')
const problems = []

const LICENCES =
  /^\(?(MIT|MIT-0|ISC|BSD-2-Clause|BSD-3-Clause|0BSD|Apache-2\.0|BlueOak-1\.0\.0|CC0-1\.0|CC-BY-4\.0|MPL-2\.0|OFL-1\.1|Unlicense|Python-2\.0|PostgreSQL|Zlib)\b/

/** Their package.json points to a file, whose text is that of the MIT licence. Tests only. */
const MIT_BY_ITS_FILE = ['@segment/facade', '@segment/isodate', '@segment/isodate-traverse', 'new-date']

for (const [path, entry] of packages) {
  const name = path.replace(/^.*node_modules\//, '')
  if (!entry.integrity && !entry.inBundle && !entry.link) problems.push(`${name} has no integrity hash`)
  if (entry.resolved) problems.push(`${name} comes from ${entry.resolved}, not from the registry`)
  if (entry.license && !LICENCES.test(entry.license) && !MIT_BY_ITS_FILE.includes(name))
    problems.push(`${name} has the licence ${entry.license}`)
}

/** The version asked for stands where this package would find it; another version there would not do. */
function isLocked(path, name, version) {
  const found =
    lock.packages[`${path}/node_modules/${name}`] ??
    beside(path, name) ??
    lock.packages[`node_modules/${name}`]
  return found !== undefined && (!/^\d/.test(version) || found.version === version)
}

function beside(path, name) {
  const parent = path.slice(0, Math.max(0, path.lastIndexOf('/node_modules/')))
  return parent === '' ? undefined : lock.packages[`${parent}/node_modules/${name}`]
}

/** Packages that ship one binary per platform name them as optional dependencies; all of them must be in the lock. */
const systems = { linux: /linux/, macOS: /darwin/, windows: /win32|windows/ }
for (const [path, entry] of packages) {
  const optional = Object.keys(entry.optionalDependencies ?? {})
  const native = optional.filter((name) => /(linux|darwin|win32|windows)/.test(name))
  if (native.length === 0) continue
  for (const [system, pattern] of Object.entries(systems)) {
    const wanted = native.filter((name) => pattern.test(name))
    const missing = wanted.filter((name) => !isLocked(path, name, entry.optionalDependencies[name]))
    if (missing.length > 0)
      problems.push(`${path.replace('node_modules/', '')} lacks ${missing.join(', ')} (${system})`)
  }
}

const npmrc = await readFile(new URL('../.npmrc', import.meta.url), 'utf8')
for (const line of ['ignore-scripts=true', 'min-release-age=7'])
  if (!npmrc.split('\n').includes(line)) problems.push(`.npmrc must say ${line}`)

/** Its script fetches a newer list when it is installed; the list that comes with it is the one we use. */
const SCRIPT_NOT_NEEDED = ['free-email-domains']

const isShipped = ([, entry]) => !entry.dev && !entry.devOptional
for (const [path, entry] of packages.filter(isShipped)) {
  const name = path.replace(/^.*node_modules\//, '')
  if (entry.hasInstallScript && !SCRIPT_NOT_NEEDED.includes(name))
    problems.push(
      `${name} runs a script when it is installed; choose another package, or say in this file why it works without`,
    )
}

/** Of the optional ones a machine gets only its own binary. */
const shipped = packages.filter((one) => isShipped(one) && !one[1].optional).length
if (Object.keys(dependencies).length > 30)
  problems.push(`${Object.keys(dependencies).length} direct dependencies; 30 are enough`)
if (shipped > 250) problems.push(`${shipped} shipped packages; 250 are enough`)

for (const problem of problems) console.error(problem)
if (problems.length === 0) console.log(`${packages.length} packages in the lock, ${shipped} shipped`)
process.exitCode = problems.length === 0 ? 0 : 1
