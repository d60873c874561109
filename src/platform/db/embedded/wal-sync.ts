import fs from 'node:fs'

const QUICK_MS = 2

/**
 * Group commit: the engine's "flush the log" calls return at once, and one `fdatasync` on a thread of its own makes
 * everything written so far durable for all commits that arrived meanwhile.
 *
 * Two rules make that sound, and their keepers call in here:
 * - no answer that ends a transaction leaves while `pending` (the multiplexer holds it back until `onDurable`);
 * - no byte reaches any other file of the database while `pending` (the file system calls `flushNow` first), because the
 *   engine writes data pages only when it believes that the log records they depend on are on disk.
 */
export class WalSync {
  /** counts flush requests of the engine */
  requested = 0
  /** highest request known to be on disk */
  durable = 0
  #onDurable: () => void
  #onFailure: (error: Error) => void
  #file: { path: string; fd: number } | undefined
  #running = false
  #closeAfterRun: number[] = []
  #lastMs = 0

  constructor(onDurable: () => void, onFailure: (error: Error) => void) {
    this.#onDurable = onDurable
    this.#onFailure = onFailure
  }

  get pending(): boolean {
    return this.requested > this.durable
  }

  /** Whether a flush is so short that waiting for it costs less than handing it to another thread. */
  get quick(): boolean {
    return this.#lastMs < QUICK_MS && !this.#running
  }

  /** The engine wants `path`, a segment of the log, on disk. */
  request(path: string): void {
    if (this.#file?.path !== path) {
      this.flushNow()
      this.#release()
      this.#file = { path, fd: fs.openSync(path, 'r+') }
    }
    this.requested += 1
  }

  /** Waits until everything requested is on disk. */
  flushNow(): void {
    if (!this.pending || !this.#file) return
    const target = this.requested
    const since = performance.now()
    fs.fdatasyncSync(this.#file.fd)
    this.#lastMs = performance.now() - since
    this.durable = target
  }

  /** Starts a flush unless one runs; `onDurable` is called after each. */
  start(): void {
    if (this.#running || !this.pending || !this.#file) return
    const target = this.requested
    this.#running = true
    const since = performance.now()
    fs.fdatasync(this.#file.fd, (error) => {
      this.#running = false
      this.#lastMs = performance.now() - since
      for (const fd of this.#closeAfterRun.splice(0)) fs.closeSync(fd)
      if (error) return this.#onFailure(error)
      this.durable = Math.max(this.durable, target)
      this.#onDurable()
      this.start()
    })
  }

  close(): void {
    this.flushNow()
    this.#release()
  }

  #release(): void {
    if (!this.#file) return
    if (this.#running) this.#closeAfterRun.push(this.#file.fd)
    else fs.closeSync(this.#file.fd)
    this.#file = undefined
  }
}
