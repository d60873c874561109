import fs from 'node:fs'
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import { DatabaseProblem } from '../errors.ts'
import { createPool, type PoolOptions } from '../pool.ts'
import { EngineLink } from './link.ts'
import { lockFolder } from './lock.ts'
import { startUpkeep } from './upkeep.ts'

export interface EmbeddedOptions extends PoolOptions {
  dataDir: string
  /** false only in tests: no flush to disk */
  durable: boolean
}

/** Logical connections: as many transactions may queue, and commits that arrive together share one flush. */
const CONNECTIONS = 32

/** Opens the embedded database of a folder, alone. */
export async function openEmbedded(options: EmbeddedOptions) {
  const dataDir = path.resolve(options.dataDir)
  const lock = await lockFolder(dataDir)
  const link = new EngineLink(workerFile(), {
    dataDir,
    durable: options.durable,
    timeouts: { idleInTransactionMs: 60_000, turnMs: 30_000 },
  })
  try {
    await link.start()
  } catch (error) {
    await lock.release()
    const reason = error instanceof Error ? error.message : String(error)
    throw new DatabaseProblem(
      `The database in ${dataDir} cannot be started (${reason}). Restore a backup, or choose another folder with DATA_DIR.`,
      { cause: error },
    )
  }
  const stream = () => link.stream() as never
  const pool = createPool({ stream, max: CONNECTIONS, user: 'postgres', idleTimeoutMillis: 0 }, options)
  const stopUpkeep = startUpkeep(pool)
  const close = async () => {
    await stopUpkeep()
    await pool.end()
    await link.close()
    await lock.release()
  }
  return { pool, close }
}

/**
 * The thread needs a JavaScript file of its own: in production `dist/pglite-worker.js`, beside or above the bundle this runs in; for
 * tests and development made by `scripts/build-worker.mjs` in `node_modules/.cache/accord/`.
 */
function workerFile(): string {
  const here = path.dirname(fileURLToPath(import.meta.url))
  for (let folder = here; folder !== path.dirname(folder); folder = path.dirname(folder)) {
    const places = [
      path.join(folder, 'pglite-worker.js'),
      path.join(folder, 'node_modules/.cache/accord/pglite-worker.mjs'),
    ]
    const found = places.find((place) => fs.existsSync(place))
    if (found) return found
  }
  throw new DatabaseProblem(
    'The thread of the embedded database is not built: run node scripts/build-worker.mjs',
  )
}
