import type { Instant } from '#platform/kernel/instant.ts'
import type { Output } from '../commands/output.ts'
import { writeSampleFolder } from './export.ts'
import { SAMPLE_SEED } from './load.ts'
import { dayOf } from './timeline.ts'

/**
 * `accord demo --export DIR`: the sample company as CSV exports, to try `accord audit` and `accord import` on.
 *
 * @returns 0 when the folder was written, 2 when the seed is no whole number
 */
export async function exportSampleCommand(
  dir: string,
  options: { seed?: string; now: Instant },
  { json, stdout, stderr }: Output,
): Promise<0 | 2> {
  const seed = options.seed === undefined ? SAMPLE_SEED : Number(options.seed)
  if (!Number.isSafeInteger(seed) || seed < 0) {
    stderr('A seed is a whole number, such as 7.\n')
    return 2
  }
  const { files } = await writeSampleFolder(dir, seed, { endsOn: dayOf(options.now) })
  if (json) stdout(`${JSON.stringify({ dir, seed, files })}\n`)
  else {
    const width = Math.max(...files.map(({ name }) => name.length))
    const lines = files.map(
      ({ name, rows }) => `  ${name.padEnd(width)}  ${rows.toLocaleString('en').padStart(7)} rows`,
    )
    const next = `accord audit ${dir} --agreement ${dir}/agreement-1.yaml ${dir}/agreement-2.yaml`
    stdout(`${lines.join('\n')}\n\nBoth agreements stand beside them. Try: ${next}\n`)
  }
  return 0
}
