import { createPool, type OpenConnection, type PoolOptions } from '../pool.ts'
import { watchConnections } from './watch.ts'

export interface PostgresOptions extends PoolOptions {
  url: string
  statementTimeoutMs: number
}

const CONNECTIONS = 20

/** A pool on a PostgreSQL server. Nothing connects until it is needed, so the server may come up later. */
export function openPostgres(options: PostgresOptions) {
  const connections = new Set<OpenConnection>()
  const pool = createPool(
    {
      connectionString: options.url,
      max: CONNECTIONS,
      connectionTimeoutMillis: 5_000,
      idleTimeoutMillis: 30_000,
      keepAlive: true,
      application_name: 'accord',
      statement_timeout: options.statementTimeoutMs,
      lock_timeout: 15_000,
      // What a client that vanished holds is free again after a minute.
      idle_in_transaction_session_timeout: 60_000,
      // A server that vanished without a word: give up a little after it would have given up itself.
      query_timeout: options.statementTimeoutMs + 5_000,
      options:
        '-c timezone=UTC -c tcp_keepalives_idle=30 -c tcp_keepalives_interval=10 -c tcp_keepalives_count=3',
    },
    options,
    connections,
  )
  const unwatch = watchConnections({ url: options.url, connections })
  return {
    pool,
    async close() {
      unwatch()
      await pool.end()
    },
  }
}
