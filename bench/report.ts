import { pathToFileURL } from 'node:url'

/** One measured figure beside its peer or floor, from the same run on the same machine. */
export interface BenchRow {
  name: string
  value: number
  unit: string
  /** least that is asked for, in the same unit; absent where only the ratio counts */
  floor?: number
  /** the peer's figure in the same unit */
  peer: number
  peerName?: string
  /** value / peer */
  ratio: number
  /** bound on the ratio: at least (`≥`) or at most (`≤`) */
  bound?: { at: 'least' | 'most'; ratio: number }
  noise: { min: number; median: number; max: number; rounds: number }
}

/** Prints the rows when the file is run as a program; the exit code says whether every floor and bound was kept. */
export async function runAsProgram(url: string, run: () => Promise<BenchRow[]>): Promise<void> {
  if (!process.argv[1] || url !== pathToFileURL(process.argv[1]).href) return
  for (const row of await run()) {
    const kept = isKept(row)
    if (!kept) process.exitCode = 1
    process.stdout.write(`${lines(row, kept)}\n`)
  }
}

function isKept({ value, floor, ratio, bound }: BenchRow): boolean {
  if (floor !== undefined && value < floor) return false
  if (!bound) return true
  return bound.at === 'least' ? ratio >= bound.ratio : ratio <= bound.ratio
}

function lines(row: BenchRow, kept: boolean): string {
  const { noise } = row
  const asked = [
    row.floor === undefined ? null : `at least ${short(row.floor)} ${row.unit}`,
    row.bound ? `ratio at ${row.bound.at} ${row.bound.ratio}` : null,
  ].filter(Boolean)
  return [
    row.name,
    `  ${short(row.value)} ${row.unit}   ${row.peerName ?? 'peer'} ${short(row.peer)} ${row.unit}   ratio ${row.ratio.toFixed(3)}`,
    `  asked: ${asked.join(', ') || 'nothing'}: ${kept ? 'kept' : 'NOT KEPT'}`,
    `  noise: min ${short(noise.min)}, median ${short(noise.median)}, max ${short(noise.max)} over ${noise.rounds} rounds`,
  ].join('\n')
}

function short(value: number): string {
  if (Math.abs(value) >= 1e6) return `${(value / 1e6).toFixed(2)} M`
  if (Math.abs(value) >= 1e4) return `${(value / 1e3).toFixed(1)} k`
  return value.toFixed(value < 10 ? 2 : 0)
}
