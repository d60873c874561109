import { type BusinessCalendar, dueAt, elapsedMs, openTime } from '../src/platform/kernel/business-time.ts'
import { type BenchRow, runAsProgram } from './report.ts'

const ROUNDS = 9
const CASES = 200_000
const HOUR = 3_600_000
const DAY = 24 * HOUR
const FROM = Date.UTC(2025, 0, 1)
/** What a due instant may cost, µs. */
const LIMIT = 5

const day: [string, string][] = [['09:00', '12:30'], ['13:30', '18:00']] // biome-ignore format: one look
const calendar: BusinessCalendar = {
  timeZone: 'Europe/Berlin',
  hours: { mon: day, tue: day, wed: day, thu: day, fri: day, sat: [['22:00', '02:00']] },
  holidays: ['2025-12-25', '2025-12-26', '2026-01-01', '2026-12-25'],
}
const away = Array.from({ length: 20 }, (_, week) => ({
  from: FROM + week * 37 * DAY,
  to: FROM + week * 37 * DAY + 3 * DAY,
}))

/** Instants over two years, always the same. */
function instants(): Float64Array {
  let seed = 1
  return Float64Array.from({ length: CASES }, () => {
    seed = (Math.imul(seed, 1_664_525) + 1_013_904_223) >>> 0
    return FROM + Math.floor((seed / 2 ** 32) * 730 * DAY)
  })
}

/** The floor: nine hours a weekday in UTC, day by day; no zone, no holidays, no absence, one interval. */
function plainDue(from: number, durationMs: number): number {
  let left = durationMs
  for (let midnight = from - (from % DAY); ; midnight += DAY) {
    if ((midnight / DAY + 3) % 7 >= 5) continue
    const opens = Math.max(midnight + 9 * HOUR, from)
    const closes = midnight + 18 * HOUR
    if (closes <= opens) continue
    if (left <= closes - opens) return opens + left
    left -= closes - opens
  }
}

function microseconds(work: (from: number) => number, from: Float64Array) {
  const taken: number[] = []
  let sum = 0
  for (let round = -2; round < ROUNDS; round += 1) {
    const started = performance.now()
    for (const at of from) sum += work(at)
    if (round >= 0) taken.push(((performance.now() - started) * 1_000) / from.length)
  }
  if (!Number.isFinite(sum)) throw new Error('A due instant is no number')
  taken.sort((a, b) => a - b)
  return { min: taken[0]!, median: taken[Math.floor(ROUNDS / 2)]!, max: taken.at(-1)!, rounds: ROUNDS }
}

/** Due instants of response times, of a person with absences, and of two years of open time, each beside plain arithmetic in UTC. */
export async function run(): Promise<BenchRow[]> {
  const open = openTime(calendar)
  const person = openTime(calendar, away)
  const from = instants()
  const measures: [string, (at: number) => number, (at: number) => number][] = [
    ['Due instant, PT4H', (at) => dueAt(open, at, 4 * HOUR), (at) => plainDue(at, 4 * HOUR)],
    ['Due instant, PT4H, a person with 20 absences', (at) => dueAt(person, at, 4 * HOUR), (at) => plainDue(at, 4 * HOUR)],
    ['Due instant, two years of open time', (at) => dueAt(open, at, 2 * 52 * 45 * HOUR), (at) => plainDue(at, 2 * 52 * 45 * HOUR)],
    ['Business time between two instants a week apart', (at) => elapsedMs(open, at, at + 7 * DAY), (at) => plainDue(at, 4 * HOUR)],
  ] // biome-ignore format: one look
  return measures.flatMap(([name, work, plain]): BenchRow[] => {
    const floor = microseconds(plain, from)
    const taken = microseconds(work, from)
    const row = { name, value: taken.median, unit: 'µs', noise: taken }
    return [
      {
        ...row,
        peer: LIMIT,
        peerName: 'limit',
        ratio: taken.median / LIMIT,
        bound: { at: 'most', ratio: 1 },
      },
      {
        ...row,
        name: `${name}, beside plain days in UTC`,
        peer: floor.median,
        peerName: 'plain days',
        ratio: taken.median / floor.median,
      },
    ]
  })
}

await runAsProgram(import.meta.url, run)
