/**
 * `npm run trial`: the product on public data sets that are not part of this repository, found in ../shared/data. Says so and ends
 * well where they are missing. Each trial compares with answers worked out elsewhere.
 */
import { spawnSync } from 'node:child_process'
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { gunzipSync } from 'node:zlib'
import { tsImport } from 'tsx/esm/api'

const root = fileURLToPath(new URL('..', import.meta.url))
const data = join(root, '..', 'shared', 'data')
if (!existsSync(data)) {
  console.log('skipped: no ../shared/data')
  process.exit(0)
}

const work = mkdtempSync(join(tmpdir(), 'accord-trial-'))
let failures = 0

function accord(...words) {
  const ran = spawnSync(process.execPath, [join(root, 'bin', 'accord.mjs'), ...words], {
    encoding: 'utf8',
    maxBuffer: 1 << 28,
  })
  if (ran.status !== 0) throw new Error(`accord ${words.join(' ')} ended with ${ran.status}:\n${ran.stderr}`)
  return ran.stdout
}

function trial(name, run) {
  try {
    run()
    console.log(`ok      ${name}`)
  } catch (error) {
    failures += 1
    console.log(`FAILED  ${name}\n        ${error.message}`)
  }
}

function contains(text, ...wanted) {
  const missing = wanted.filter((words) => !text.includes(words))
  if (missing.length > 0) throw new Error(`not said: ${missing.join('; ')}`)
}

const crm = join(data, 'maven-crm-sales-opportunities')

trial('accord audit on 8,800 opportunities of a public CRM set', () => {
  const said = accord('audit', crm, '--out', join(work, 'report.html'))
  contains(said, '4,238', '2,473', '2,089', '$10,005,534', '51.78 days', '1,425', 'GTXPro', 'GTX Pro')
  contains(readFileSync(join(work, 'report.html'), 'utf8'), '4,238', '10,005,534', 'GTXPro')
})

trial('accord attribution on 100,000 journeys equals the exact removal effects', () => {
  const journeys = join(work, 'journeys.csv')
  writeFileSync(journeys, gunzipSync(readFileSync(join(data, 'attribution-paths', 'journeys-1e5.csv.gz'))))
  const { markov } = JSON.parse(accord('attribution', journeys, '--json')).models
  const exact = readFileSync(join(data, 'attribution-paths', 'journeys-1e5-exact-markov-order-1.csv'), 'utf8')
    .trim()
    .split(/\r?\n/)
    .slice(1)
  for (const line of exact) {
    const [channel, effect, , conversions] = line.split(',')
    const ours = markov.find((one) => one.channel === channel.replaceAll('"', ''))
    const off =
      Math.abs(ours.removalEffect - Number(effect)) + Math.abs(ours.conversions - Number(conversions))
    if (off > 1e-6) throw new Error(`${channel}: ${ours.removalEffect} beside ${effect}`)
  }
})

const { channelOf } = await tsImport('../src/records/touches/rules/channel.ts', import.meta.url)

trial(
  'the default channel rules on the 30 cases of web analytics; one of them contradicts the written rules',
  () => {
    const cases = JSON.parse(readFileSync(join(data, 'channel-grouping', 'ga4_channel_cases.json'), 'utf8'))
    const wrong = cases.filter(
      ({ expected_channel: expected, ...origin }) =>
        channelOf(origin)?.toLowerCase() !== expected.toLowerCase(),
    )
    const sources = wrong.map(({ source }) => source)
    if (cases.length !== 30 || sources.join() !== 'alibaba') throw new Error(`Others: ${sources.join(', ')}`)
  },
)

const { siteKind } = await tsImport('../src/records/touches/rules/sources.ts', import.meta.url)

trial('the 819 sources that web analytics sorts into search, social, video and shopping', () => {
  const list = readFileSync(join(data, 'channel-grouping', 'seeds', 'ga4_source_categories.csv'), 'utf8')
  const rows = list.trim().split(/\r?\n/).slice(1)
  const others = rows.filter((row) => {
    const [source, category] = row.split(',')
    return `SOURCE_CATEGORY_${siteKind(source)?.toUpperCase()}` !== category
  })
  if (rows.length !== 819 || others.length > 0) throw new Error(`Others: ${others.join('; ')}`)
})

trial('the four files of that set through the screens', () => {
  const vitest = join(root, 'node_modules', 'vitest', 'vitest.mjs')
  const ran = spawnSync(process.execPath, [vitest, 'run', 'test/journeys/import.test.ts'], {
    cwd: root,
    encoding: 'utf8',
    env: { ...process.env, ACCORD_TRIAL_CRM: crm },
  })
  if (ran.status !== 0) throw new Error(ran.stdout.slice(-3_000))
})

rmSync(work, { recursive: true, force: true })
process.exitCode = failures === 0 ? 0 : 1
