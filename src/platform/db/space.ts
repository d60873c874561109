import { existsSync } from 'node:fs'
import { statfs } from 'node:fs/promises'
import path from 'node:path'
import { diskFull, Problem } from '../operation/problem.ts'

const MIB = 1024 * 1024
const CACHE_MS = 1_000
/** Enough for the embedded database to start again after a crash, which needs room for its log. */
const SMALLEST_RESERVE_BYTES = 24 * MIB
const LARGEST_RESERVE_BYTES = 512 * MIB
const RESERVE_SHARE = 0.05

/**
 * Watches the free space of a folder's disk.
 *
 * @param reserveBytes free space below which writes are refused; by default 5 % of the disk, 24 to 512 MiB
 * @returns a function that throws `Problem(diskFull)` while the disk is below the reserve; looks at most once a second
 */
export function watchSpace(folder: string, reserveBytes?: number): () => Promise<void> {
  let checkedAt = Number.NEGATIVE_INFINITY
  let verdict: Promise<boolean> | undefined
  return async () => {
    if (!verdict || performance.now() - checkedAt > CACHE_MS) {
      checkedAt = performance.now()
      verdict = hasSpace(folder, reserveBytes)
    }
    if (await verdict) return
    throw new Problem(diskFull, 'Free some space on the disk of the data folder, then try again.')
  }
}

async function hasSpace(folder: string, reserveBytes: number | undefined): Promise<boolean> {
  let at = path.resolve(folder)
  while (!existsSync(at)) at = path.dirname(at)
  const disk = await statfs(at)
  const byShare = Math.min(
    LARGEST_RESERVE_BYTES,
    Math.max(SMALLEST_RESERVE_BYTES, disk.blocks * disk.bsize * RESERVE_SHARE),
  )
  return disk.bavail * disk.bsize >= (reserveBytes ?? byShare)
}
