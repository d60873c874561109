import pg from 'pg'
import { types } from './types.ts'

/** One statement on its way to the database. */
export interface Statement {
  text: string
  values: readonly unknown[]
}

export interface PoolOptions {
  /** Called before each statement, in tests: to look at it, or to fail it by throwing. */
  onStatement?: ((statement: Statement) => void) | undefined
}

type QueryArguments = [config: unknown, values?: unknown, callback?: unknown]

/** The driver seam: every statement of the product passes here, on every engine, and every value is parsed alike. */
function clientClass(options: PoolOptions): typeof pg.Client {
  const { onStatement } = options
  class SeamClient extends pg.Client {
    // biome-ignore lint/suspicious/noExplicitAny: one method stands for the driver's ten overloads
    override query(...given: QueryArguments): any {
      const [config, ...rest] = given
      const asked: { text: string; values?: unknown[] } =
        typeof config === 'string' ? { text: config } : { ...(config as { text: string }) }
      if (onStatement && typeof asked.text === 'string') {
        const values = Array.isArray(rest[0]) ? rest[0] : (asked.values ?? [])
        try {
          onStatement({ text: asked.text, values })
        } catch (error) {
          const callback = rest.find((argument) => typeof argument === 'function') as
            | ((error: unknown) => void)
            | undefined
          return callback ? callback(error) : Promise.reject(error)
        }
      }
      // Query objects (cursors, streams) bring their own machinery and pass as they are.
      const isObject = typeof config === 'object' && config !== null && 'submit' in config
      return super.query(...([isObject ? config : { ...asked, types }, ...rest] as [never]))
    }
  }
  return SeamClient as typeof pg.Client
}

/** A pool that survives the loss of its connections: broken ones are dropped and made anew. */
export function createPool(config: pg.PoolConfig, options: PoolOptions): pg.Pool {
  const pool = new pg.Pool({
    connectionTimeoutMillis: 10_000,
    ...config,
    Client: clientClass(options),
  } as pg.PoolConfig)
  // Without listeners a lost connection would end the process.
  pool.on('error', () => {})
  pool.on('connect', (client) => void client.on('error', () => {}))
  return pool
}
