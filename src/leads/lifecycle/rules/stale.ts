import type { AgreementDocument } from '#agreement/document/index.ts'
import { durationMs } from '#agreement/document/rules/durations.ts'
import type { Instant } from '#platform/kernel/instant.ts'

/** The time limits of an agreement's clocked stages, by the key of the stage, milliseconds of elapsed time. */
export type TimeLimits = ReadonlyMap<string, number>

/**
 * How long people may stand at each clocked stage.
 *
 * @example timeLimits({ stages: [{ key: 'mql', kind: 'clocked', timeLimit: 'P7D' }] }).get('mql') // 604_800_000
 */
export function timeLimits({ stages }: Pick<AgreementDocument, 'stages'>): TimeLimits {
  return new Map(
    stages.flatMap(({ key, timeLimit }) =>
      timeLimit === undefined ? [] : [[key, durationMs(timeLimit)!] as const],
    ),
  )
}

/**
 * Since when a person has been at a clocked stage for longer than its time limit: their cycle is stale.
 *
 * @returns `null` up to and including the last instant of the limit, and at stages without one
 * @source docs/method/lifecycle.md
 */
export function staleSince(
  limits: TimeLimits,
  { stage, stageEnteredAt }: { stage: string | null; stageEnteredAt: Instant | null },
  at: Instant,
): Instant | null {
  const limitMs = limits.get(stage ?? '')
  if (limitMs === undefined || stageEnteredAt === null) return null
  const end = stageEnteredAt + limitMs
  return at > end ? end : null
}
