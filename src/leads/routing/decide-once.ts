import type { Instant } from '#platform/kernel/instant.ts'
import {
  type Decision,
  decide,
  decideLeft,
  type LeadToRoute,
  type LeftTo,
  type Turntable,
} from './rules/decide.ts'
import type { Credits } from './rules/rotation.ts'
import { circumstancesOf, type Loads, presenceOf, rulebookOf, type Surroundings } from './surroundings.ts'

/** Everything a decision follows from. */
export interface Given {
  surroundings: Surroundings
  credits: ReadonlyMap<string, Credits>
  load: Loads
  excluding: readonly string[]
  /** the pool to choose from, whatever the rules say */
  leftTo?: LeftTo | undefined
  now: Instant
}

/** One decision from values alone; nothing is written. */
export function decideOnce(
  lead: LeadToRoute,
  { surroundings, credits, load, excluding, leftTo, now }: Given,
): Decision {
  const book = rulebookOf(surroundings)
  const table: Turntable = {
    excluding,
    credits: (pool) => credits.get(pool.key) ?? {},
    circumstances: (pool) => circumstancesOf(surroundings, lead, { pool, load, excluding, now }),
    presence: presenceOf(surroundings, lead, now),
  }
  return leftTo ? decideLeft(lead, leftTo, book, table) : decide(lead, book, table)
}
