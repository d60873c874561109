import { Duplex } from 'node:stream'
import { Worker } from 'node:worker_threads'
import type { FromEngine, ToEngine, WorkerOptions } from './messages.ts'
import { concat } from './wire.ts'

/** The way from this thread to the embedded database; starts its thread again when the engine has died. */
export class EngineLink {
  #file: string
  #options: WorkerOptions
  #worker: Promise<Worker> | undefined
  #streams = new Map<number, EngineStream>()
  #nextId = 1
  #closed = false

  constructor(file: string, options: WorkerOptions) {
    this.#file = file
    this.#options = options
  }

  /** Resolves when the engine answers; rejects with the reason when it cannot start. */
  start(): Promise<Worker> {
    if (this.#closed) return Promise.reject(new Error('The database is closed'))
    this.#worker ??= this.#launch()
    return this.#worker
  }

  /** A connection for `pg`, which takes any duplex stream in place of a socket. */
  stream(): EngineStream {
    const stream = new EngineStream(this, this.#nextId++)
    this.#streams.set(stream.id, stream)
    return stream
  }

  send(client: number, bytes: Uint8Array | null): void {
    void this.#worker?.then(
      (worker) => post(worker, { kind: 'bytes', client, bytes }),
      () => {},
    )
  }

  forget(client: number): void {
    if (this.#streams.delete(client)) this.send(client, null)
  }

  async close(): Promise<void> {
    this.#closed = true
    const worker = await this.#worker?.catch(() => undefined)
    if (!worker) return
    const exited = new Promise((resolve) => worker.once('exit', resolve))
    post(worker, { kind: 'stop' })
    await exited
  }

  #launch(): Promise<Worker> {
    const worker = new Worker(this.#file, { workerData: this.#options })
    let reason = 'The embedded database stopped'
    return new Promise((resolve, reject) => {
      worker.on('message', (message: FromEngine) => {
        if (message.kind === 'bytes') this.#streams.get(message.client)?.receive(message.bytes)
        else if (message.kind === 'ready') resolve(worker)
        else if (message.kind === 'failed') reason = `The embedded database failed: ${message.reason}`
      })
      worker.on('error', (error) => {
        reason = `The embedded database failed: ${error instanceof Error ? error.message : String(error)}`
      })
      worker.on('exit', () => {
        this.#worker = undefined
        const error = Object.assign(new Error(reason), { code: '57P01' })
        reject(error)
        for (const stream of this.#streams.values()) stream.destroy(error)
      })
    })
  }
}

function post(worker: Worker, message: ToEngine): void {
  const bytes = message.kind === 'bytes' ? message.bytes : null
  worker.postMessage(message, bytes ? [bytes.buffer as ArrayBuffer] : [])
}

/** Looks like a socket to `pg`. */
export class EngineStream extends Duplex {
  readonly id: number
  #link: EngineLink

  constructor(link: EngineLink, id: number) {
    super()
    this.#link = link
    this.id = id
  }

  connect(): this {
    this.#link.start().then(
      () => this.emit('connect'),
      (error: Error) => this.destroy(error),
    )
    return this
  }

  setNoDelay(): this {
    return this
  }

  setKeepAlive(): this {
    return this
  }

  ref(): this {
    return this
  }

  unref(): this {
    return this
  }

  receive(bytes: Uint8Array | null): void {
    this.push(bytes === null ? null : Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength))
  }

  override _read(): void {}

  override _write(chunk: Buffer, _encoding: string, done: () => void): void {
    this.#link.send(this.id, new Uint8Array(chunk))
    done()
  }

  override _writev(chunks: { chunk: Buffer }[], done: () => void): void {
    this.#link.send(this.id, new Uint8Array(concat(chunks.map(({ chunk }) => chunk))))
    done()
  }

  override _final(done: () => void): void {
    this.push(null)
    done()
  }

  override _destroy(error: Error | null, done: (error: Error | null) => void): void {
    this.#link.forget(this.id)
    done(error)
  }
}
