import { Temporal } from 'temporal-polyfill'
import { DAY, HOUR, type Instant } from './instant.ts'

/** Turns wall times of one time zone into instants, by the `compatible` rule: in a gap forward, in an overlap the earlier. */
export interface WallClock {
  readonly timeZone: string
  /** @param wallMs the wall time written as if it were UTC, e.g. `Date.UTC(2026, 9, 26, 9)` for nine o'clock */
  instantOf(wallMs: number): Instant
}

/** Changes of offset are looked up in blocks of so many days; a block is read once. */
const BLOCK = 1_461 * DAY
/** No offset and no change of one is larger than this: a wall time lies within it of its instant. */
const REACH = 36 * HOUR

/** The instants in a block at which the offset changes, and the offsets from the block's start and from each change on. */
interface Block {
  changes: number[]
  offsets: number[]
}

const clocks = new Map<string, WallClock>()

/**
 * The wall clock of a time zone.
 *
 * @param timeZone IANA name
 * @throws RangeError when the machine does not know the zone
 * @example wallClock('Europe/Berlin').instantOf(Date.UTC(2026, 0, 1, 9)) // Date.UTC(2026, 0, 1, 8)
 */
export function wallClock(timeZone: string): WallClock {
  const known = clocks.get(timeZone)
  if (known) return known
  const clock = makeClock(timeZone)
  clocks.set(timeZone, clock)
  return clock
}

function makeClock(timeZone: string): WallClock {
  const blocks = new Map<number, Block>()
  const blockOf = (number: number): Block => {
    const cached = blocks.get(number)
    if (cached) return cached
    const block = readBlock(timeZone, number * BLOCK)
    blocks.set(number, block)
    return block
  }
  blockOf(0)
  return {
    timeZone,
    instantOf(wallMs) {
      const [from, to] = [wallMs - REACH, wallMs + REACH]
      const number = Math.floor(from / BLOCK)
      if (Math.floor(to / BLOCK) === number) {
        const { changes, offsets } = blockOf(number)
        const at = countUpTo(changes, from)
        if (at === changes.length || changes[at]! > to) return wallMs - offsets[at]!
      }
      return near(timeZone, wallMs)
    },
  }
}

function readBlock(timeZone: string, from: Instant): Block {
  let at = Temporal.Instant.fromEpochMilliseconds(from).toZonedDateTimeISO(timeZone)
  const block: Block = { changes: [], offsets: [at.offsetNanoseconds / 1e6] }
  for (;;) {
    const next = at.getTimeZoneTransition('next')
    if (next === null || next.epochMilliseconds >= from + BLOCK) return block
    block.changes.push(next.epochMilliseconds)
    block.offsets.push(next.offsetNanoseconds / 1e6)
    at = next
  }
}

/** How many of the ascending values are not after `at`. */
function countUpTo(values: readonly number[], at: number): number {
  let count = 0
  while (count < values.length && values[count]! <= at) count += 1
  return count
}

/** Around a change of the clocks the library itself decides. */
function near(timeZone: string, wallMs: number): Instant {
  return Temporal.PlainDateTime.from(new Date(wallMs).toISOString().slice(0, -1)).toZonedDateTime(timeZone, {
    disambiguation: 'compatible',
  }).epochMilliseconds
}
