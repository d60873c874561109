import { DayIso, type Instant } from '#platform/kernel/instant.ts'
import { CommandRefused, type Output } from '../commands/output.ts'
import { writeSampleFolder } from './export.ts'
import { SAMPLE_SEED } from './load.ts'
import { dayOf } from './timeline.ts'

/** Which story is told: the same seed and last day tell the same. */
export interface StoryAsked {
  /** a whole number; that of the documentation when absent */
  seed?: string
  /** the day history ends, as 2026-07-01; today when absent */
  endsOn?: string
}

/**
 * The story that `--seed` and `--ends-on` ask for.
 *
 * @throws {CommandRefused} when the seed is no whole number, or the day is none or still to come
 */
export function storyOf(asked: StoryAsked, now: Instant): { seed: number; endsOn: string } {
  const seed = asked.seed === undefined ? SAMPLE_SEED : Number(asked.seed)
  if (!Number.isSafeInteger(seed) || seed < 0)
    throw new CommandRefused('A seed is a whole number, such as 7.', 2)
  const today = dayOf(now)
  const endsOn = asked.endsOn ?? today
  if (!DayIso.safeParse(endsOn).success || endsOn > today)
    throw new CommandRefused('--ends-on takes a day that is not to come, such as 2026-07-01.', 2)
  return { seed, endsOn }
}

/**
 * `accord demo --export DIR`: the sample company as CSV exports, to try `accord audit` and `accord import` on.
 *
 * @throws {CommandRefused} when there is no such story
 */
export async function exportSampleCommand(
  dir: string,
  options: StoryAsked & { now: Instant },
  { json, stdout }: Output,
): Promise<0> {
  const { seed, endsOn } = storyOf(options, options.now)
  const { files } = await writeSampleFolder(dir, seed, { endsOn })
  if (json) stdout(`${JSON.stringify({ dir, seed, endsOn, files })}\n`)
  else {
    const width = Math.max(...files.map(({ name }) => name.length))
    const lines = files.map(
      ({ name, rows }) => `  ${name.padEnd(width)}  ${rows.toLocaleString('en').padStart(7)} rows`,
    )
    const next = `accord audit ${dir} --agreement ${dir}/agreement-1.yaml --agreement ${dir}/agreement-2.yaml`
    stdout(`${lines.join('\n')}\n\nBoth agreements stand beside them. Try: ${next}\n`)
  }
  return 0
}
