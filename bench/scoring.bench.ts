import { pathToFileURL } from 'node:url'
import { EVERY } from '../src/leads/scoring/rules/buckets.ts'
import { type EventColumns, scoreColumns } from '../src/leads/scoring/rules/columns.ts'
import type { EngagementPlan } from '../src/leads/scoring/rules/plan.ts'
import { zoneTable } from '../src/leads/scoring/zone.ts'

/** One line of the bench: a figure beside what it is measured against. */
export interface BenchRow {
  name: string
  value: number
  unit: string
  /** the least that is asked for, in the same unit */
  floor: number
  /** the same measure of the peer: a plain scan that reads the same arrays */
  peer: number
  /** value / peer */
  ratio: number
  noise: { min: number; median: number; max: number; rounds: number }
}

const RULES = 20
const EVENTS = 2_000_000
const PEOPLE = 100_000
const ROUNDS = 9
const DAY = 86_400_000
const END = Date.UTC(2026, 10, 1)

/** A full model: 20 rules in 4 groups, all frequencies, windows and half-lives, limits at all three levels. */
function model(): EngagementPlan {
  const each = (value: (rule: number) => number) =>
    Float64Array.from({ length: RULES }, (_, rule) => value(rule))
  const halfLife = each((rule) => (rule % 3 === 0 ? (10 + rule) * DAY : 0))
  const windowMs = each((rule) => (rule % 3 === 1 ? (30 + rule) * DAY : Number.POSITIVE_INFINITY))
  return {
    rules: RULES,
    points: each((rule) => (rule % 7 === 6 ? -5_000 : 1_000 * (1 + rule))),
    frequency: Uint8Array.from({ length: RULES }, (_, rule) => rule % 5),
    windowMs,
    decayPerMs: each((rule) => (halfLife[rule]! > 0 ? Math.LN2 / halfLife[rule]! : 0)),
    deadAfterMs: each((rule) => (halfLife[rule]! > 0 ? halfLife[rule]! * 20 : windowMs[rule]!)),
    groupOf: Uint16Array.from({ length: RULES }, (_, rule) => rule % 4),
    ruleLimit: each((rule) => (rule % 2 === 0 ? 40_000 : Number.POSITIVE_INFINITY)),
    groupLimit: Float64Array.of(60_000, 50_000, Number.POSITIVE_INFINITY, 40_000),
    axisLimit: 100_000,
  }
}

/** 18 months of events, 20 a person; each matches one rule, one in four a second one. Always the same. */
function history(): EventColumns {
  let seed = 1
  const next = () => {
    seed = (Math.imul(seed, 1_664_525) + 1_013_904_223) >>> 0
    return seed / 2 ** 32
  }
  const perPerson = EVENTS / PEOPLE
  const occurredAt = new Float64Array(EVENTS)
  const matches = new Uint32Array(EVENTS)
  for (let person = 0; person < PEOPLE; person++) {
    const times = Float64Array.from({ length: perPerson }, () => Math.floor(END - next() * 550 * DAY)).sort()
    occurredAt.set(times, person * perPerson)
  }
  for (let event = 0; event < EVENTS; event++) {
    matches[event] = (1 << Math.floor(next() * RULES)) | (next() < 0.25 ? 1 << Math.floor(next() * RULES) : 0)
  }
  const offsets = Uint32Array.from({ length: PEOPLE + 1 }, (_, person) => person * perPerson)
  return { people: PEOPLE, offsets, occurredAt, matches, words: 1 }
}

/** The floor: reads every instant and every match once, person by person, and adds them up. */
function plainScan(
  { people, offsets, occurredAt, matches }: EventColumns,
  at: number,
  into: Int32Array,
): Int32Array {
  for (let person = 0; person < people; person++) {
    let total = 0
    for (let event = offsets[person]!; event < offsets[person + 1]!; event++) {
      if (occurredAt[event]! <= at) total += matches[event]!
    }
    into[person] = total
  }
  return into
}

function eventsPerSecond(work: () => void): { min: number; median: number; max: number; rounds: number } {
  const rates: number[] = []
  for (let round = -2; round < ROUNDS; round++) {
    const start = performance.now()
    work()
    const rate = EVENTS / ((performance.now() - start) / 1_000)
    if (round >= 0) rates.push(rate)
  }
  rates.sort((a, b) => a - b)
  return { min: rates[0]!, median: rates[Math.floor(ROUNDS / 2)]!, max: rates[ROUNDS - 1]!, rounds: ROUNDS }
}

/** Scores 2 million events of 100,000 people under a full model, beside a plain scan of the same arrays. */
export async function run(): Promise<BenchRow[]> {
  const plan = model()
  const columns = history()
  const zone = zoneTable('Europe/Berlin')
  const into = new Int32Array(PEOPLE)
  if (!plan.frequency.includes(EVERY)) throw new Error('The model must hold every frequency')
  const scan = eventsPerSecond(() => plainScan(columns, END, into))
  const scored = eventsPerSecond(() => scoreColumns(plan, zone, columns, END, into))
  return [
    {
      name: 'Scores: 20 rules over events in columns, one thread',
      value: scored.median,
      unit: 'events/s',
      floor: 5_000_000,
      peer: scan.median,
      ratio: scored.median / scan.median,
      noise: scored,
    },
  ]
}

if (process.argv[1] && import.meta.url === pathToFileURL(process.argv[1]).href) {
  const millions = (value: number) => (value / 1e6).toFixed(1).padStart(7)
  for (const row of await run()) {
    process.stdout.write(
      `${row.name}\n  value ${millions(row.value)} M ${row.unit}   floor ${millions(row.floor)} M   plain scan ${millions(row.peer)} M   ` +
        `ratio ${row.ratio.toFixed(3)}   min ${millions(row.noise.min)}  median ${millions(row.noise.median)}  max ${millions(row.noise.max)} over ${row.noise.rounds} rounds\n`,
    )
  }
}
