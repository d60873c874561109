import fs from 'node:fs'
import path from 'node:path'
import { PGlite } from '@electric-sql/pglite'
import { DurableFiles } from './durable-files.ts'
import { WalSync } from './wal-sync.ts'
import { concat, errorIn, simpleQuery } from './wire.ts'

export interface EngineOptions {
  /** folder that holds the folder of the database */
  dataDir: string
  /** false only in tests: nothing is flushed, a power cut may lose it all */
  durable: boolean
  onDurable(): void
  onFailure(error: Error): void
}

/** Shared settings: the library's own, without its `-F` (no fsync). */
const SETTINGS = [
  'search_path=public',
  'exit_on_error=false',
  'log_checkpoints=false',
  'max_worker_processes=0',
  'max_parallel_workers=0',
  'max_parallel_workers_per_gather=0',
  'max_parallel_maintenance_workers=0',
  'io_method=sync',
  'jit=off',
  // Half of the default: this memory is taken from the start, and files are cached by the system as well.
  'shared_buffers=64MB',
  // The library implements fsync only; fdatasync is an empty function there.
  'wal_sync_method=fsync',
  'min_wal_size=16MB',
  'max_wal_size=64MB',
]

/** Length of log after which its effects are written to the tables, so that a start after a crash stays short. */
const CHECKPOINT_BYTES = 64 * 1024 * 1024
/** Status with which the engine jumps back to its main loop after an SQL error; any other way out is its end. */
const SQL_ERROR = 100

/** PostgreSQL inside this thread, as one session that speaks wire protocol. */
export class Engine {
  readonly wal: WalSync
  readonly serverVersion: string
  #pglite: PGlite
  #folder: string
  #logBytes: { sinceCheckpoint: number }

  private constructor(pglite: PGlite, wal: WalSync, folder: string, logBytes: { sinceCheckpoint: number }) {
    this.#pglite = pglite
    this.wal = wal
    this.#folder = folder
    this.#logBytes = logBytes
    this.serverVersion =
      /\d+\.\d+/.exec(Buffer.from(this.run(simpleQuery('show server_version'))).toString('latin1'))?.[0] ?? ''
  }

  static async open(options: EngineOptions): Promise<Engine> {
    const folder = path.join(options.dataDir, 'pg')
    if (!fs.existsSync(folder)) await create(folder, options.durable)
    const wal = new WalSync(options.onDurable, options.onFailure)
    const logBytes = { sinceCheckpoint: 0 }
    const onLogWrite = (bytes: number) => {
      logBytes.sinceCheckpoint += bytes
    }
    const pglite = await PGlite.create({
      fs: new DurableFiles(folder, wal, { onLogWrite }),
      startParams: startParameters(options.durable),
    })
    dieOnPanic(pglite, options.onFailure)
    return new Engine(pglite, wal, folder, logBytes)
  }

  /** Carries out one request; the answer is complete and ends with "ready for query". */
  run(request: Uint8Array): Uint8Array {
    const parts: Uint8Array[] = []
    // Without `syncToFs` this is synchronous although it returns a promise.
    void this.#pglite.execProtocolRawStream(request, {
      syncToFs: false,
      onRawData: (bytes) => parts.push(bytes.slice()),
    })
    return concat(parts)
  }

  /** Whether the log has grown so long that `checkpoint` is due; sooner when the disk is small. */
  get checkpointDue(): boolean {
    const bytes = this.#logBytes.sinceCheckpoint
    if (bytes < CHECKPOINT_BYTES / 8) return false
    if (bytes >= CHECKPOINT_BYTES) return true
    const disk = fs.statfsSync(this.#folder)
    return bytes > (disk.bavail * disk.bsize) / 4
  }

  /** Writes the effects of the log to the tables; only between transactions. */
  checkpoint(): void {
    this.#logBytes.sinceCheckpoint = 0
    const error = errorIn(this.run(simpleQuery('checkpoint')))
    if (error) throw new Error(`Checkpoint failed: ${error}`)
  }

  async close(): Promise<void> {
    await this.#pglite.close()
    this.wal.close()
  }
}

/** Made aside and renamed when complete, so that a kill during the first start leaves nothing half made. */
async function create(folder: string, durable: boolean): Promise<void> {
  const aside = `${folder}.new`
  fs.rmSync(aside, { recursive: true, force: true })
  fs.mkdirSync(aside, { recursive: true })
  const pglite = await PGlite.create({
    dataDir: aside,
    startParams: startParameters(false),
    initDbStartParams: ['--wal-segsize=4'],
  })
  await pglite.close()
  if (durable) flushTree(aside)
  fs.renameSync(aside, folder)
  if (durable) flush(path.dirname(folder))
}

function startParameters(durable: boolean): string[] {
  return [
    '--single',
    ...(durable ? [] : ['-F']),
    '-O',
    '-j',
    ...SETTINGS.flatMap((setting) => ['-c', setting]),
  ]
}

function flushTree(folder: string): void {
  for (const entry of fs.readdirSync(folder, { withFileTypes: true })) {
    const file = path.join(folder, entry.name)
    if (entry.isDirectory()) flushTree(file)
    else flush(file)
  }
  flush(folder)
}

function flush(file: string): void {
  if (process.platform === 'win32' && fs.statSync(file).isDirectory()) return
  const fd = fs.openSync(file, fs.statSync(file).isDirectory() ? 'r' : 'r+')
  fs.fsyncSync(fd)
  fs.closeSync(fd)
}

/** The library swallows a crash of the engine and would go on with broken memory: end the thread instead. */
function dieOnPanic(pglite: PGlite, onFailure: (error: Error) => void): void {
  const module = pglite.Module as unknown as { _PostgresMainLoopOnce(): void }
  const original = module._PostgresMainLoopOnce
  module._PostgresMainLoopOnce = () => {
    try {
      original()
    } catch (error) {
      if ((error as { status?: number }).status !== SQL_ERROR) onFailure(error as Error)
      throw error
    }
  }
}
