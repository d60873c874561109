const FIRST_PAUSE_MS = 2_000
const LONGEST_PAUSE_MS = 5 * 60_000

/** Attempts after which a job is given up, unless its handler says otherwise. */
export const MAX_ATTEMPTS = 5

/**
 * How long to wait before the next attempt: four times longer each time, at most five minutes, spread by ±20 % so that
 * jobs that failed together do not come back together.
 *
 * @param attempt number of the attempt that failed, from 1
 * @param chance 0-1, where in the spread this one falls
 * @returns milliseconds
 * @example pauseMs(1, 0.5) // 2000
 */
export function pauseMs(attempt: number, chance: number): number {
  const pause = Math.min(LONGEST_PAUSE_MS, FIRST_PAUSE_MS * 4 ** (attempt - 1))
  return Math.round(pause * (0.8 + 0.4 * chance))
}

/**
 * The workspaces with work, those after the one served last first, so that each gets its turn.
 *
 * @param waiting ids of workspaces with due jobs
 * @param last the workspace served last
 * @example inTurn(['a', 'b', 'c'], 'a') // ['b', 'c', 'a']
 */
export function inTurn(waiting: readonly string[], last: string): string[] {
  const sorted = [...waiting].sort()
  const next = sorted.findIndex((workspace) => workspace > last)
  return next < 0 ? sorted : [...sorted.slice(next), ...sorted.slice(0, next)]
}
