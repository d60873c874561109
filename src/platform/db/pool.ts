import type { Duplex } from 'node:stream'
import pg from 'pg'
import { types } from './types.ts'

/** One statement on its way to the database. */
interface Statement {
  text: string
  values: readonly unknown[]
  /** the connection it goes over, numbered from 1 */
  connection: number
}

/** Sees each statement before it is sent, and fails it by throwing; what it answers is called when the statement has been carried out. */
export type StatementWatch = (statement: Statement) => (() => void) | undefined

export interface PoolOptions {
  /** for tests */
  onStatement?: StatementWatch | undefined
}

/** A connection of a pool as its watch sees it. */
export interface OpenConnection {
  /** how long its statement has been under way; 0 while there is none */
  busyMs(): number
  /** number of its latest statement */
  statement(): number
  /** opened a moment ago */
  isFresh(): boolean
  /** number of the server's process behind it */
  serverProcess(): number
  /** ends it at once: who waits for it is told that it is lost */
  drop(): void
}

type Callback = (error: unknown, result?: unknown) => void
interface Query {
  text: string
  values?: unknown[]
}

let connections = 0

const FRESH_MS = 5_000

/** The driver seam: every statement of the product passes here, on every engine, and every value is parsed alike. */
function clientClass({ onStatement }: PoolOptions, open: Set<OpenConnection>): typeof pg.Client {
  class SeamClient extends pg.Client implements OpenConnection {
    readonly number = ++connections
    readonly #openedAt = performance.now()
    #statements = 0
    #busySince: number | undefined

    constructor(config?: pg.ClientConfig) {
      super(config)
      open.add(this)
      this.once('end', () => open.delete(this))
    }

    busyMs = () => (this.#busySince === undefined ? 0 : performance.now() - this.#busySince)
    statement = () => this.#statements
    isFresh = () => performance.now() - this.#openedAt < FRESH_MS
    serverProcess = () => (this as unknown as { processID: number }).processID
    drop = () => (this as unknown as { connection: { stream: Duplex } }).connection.stream.destroy()

    // biome-ignore lint/suspicious/noExplicitAny: one method stands for the driver's ten overloads
    override query(config: any, ...rest: unknown[]): any {
      // Query objects (cursors, streams) bring their own machinery and pass as they are.
      if (typeof config === 'object' && 'submit' in config) return super.query(config)
      const query: Query = { ...(typeof config === 'string' ? { text: config } : config), types }
      const values = rest.find(Array.isArray) as unknown[] | undefined
      if (values) query.values = values
      const callback = rest.find((argument) => typeof argument === 'function') as Callback | undefined
      const answer = this.#watched(query)
      if (!callback) return answer
      answer.then((result) => callback(null, result), callback)
    }

    async #watched(query: Query): Promise<unknown> {
      const carriedOut = onStatement?.({
        text: query.text,
        values: query.values ?? [],
        connection: this.number,
      })
      this.#statements += 1
      this.#busySince = performance.now()
      try {
        const result = await super.query(query as never)
        carriedOut?.()
        return result
      } finally {
        this.#busySince = undefined
      }
    }
  }
  return SeamClient as typeof pg.Client
}

/** A pool that survives the loss of its connections: broken ones are dropped and made anew. `open` holds those that are open. */
export function createPool(
  config: pg.PoolConfig,
  options: PoolOptions,
  open: Set<OpenConnection> = new Set(),
): pg.Pool {
  const pool = new pg.Pool({
    connectionTimeoutMillis: 10_000,
    ...config,
    Client: clientClass(options, open),
  } as pg.PoolConfig)
  // Without listeners a lost connection would end the process.
  pool.on('error', () => {})
  pool.on('connect', (client) => void client.on('error', () => {}))
  return pool
}
