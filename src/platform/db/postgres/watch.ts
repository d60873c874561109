import pg from 'pg'
import type { OpenConnection } from '../pool.ts'

/** A statement that has been under way for so long makes the connections looked at. */
const SILENT_MS = 3_000
const LOOK_EVERY_MS = 1_000
/** A server that takes longer to say that it is there is not there. */
const PROBE_MS = 2_500

export interface Watched {
  url: string
  /** connections that are open now */
  connections: ReadonlySet<OpenConnection>
}

/**
 * Finds connections whose other end went away without a word: a cut cable, a firewall that forgot them, a server that was moved. TCP
 * alone notices after minutes; here whoever waits is told within seconds and the pool connects anew.
 *
 * Long statements are left alone: a server that answers is asked whether it is still at work on them. Where that cannot be told, as
 * behind a pooler, only a server that does not answer at all counts.
 *
 * @returns stops watching
 */
export function watchConnections({ url, connections }: Watched): () => void {
  let looking = false
  const look = async () => {
    const silent = [...connections].filter((one) => one.busyMs() > SILENT_MS)
    if (silent.length === 0 || looking) return
    looking = true
    try {
      await asked(url, (server) => dropLost(server, silent, connections))
    } catch {
      // No answer at all: nobody can wait for one. What has just been opened may be the way back.
      if (silent.some((one) => one.busyMs() > SILENT_MS))
        for (const one of connections) if (!one.isFresh()) one.drop()
    }
    looking = false
  }
  const timer = setInterval(() => void look(), LOOK_EVERY_MS).unref()
  return () => clearInterval(timer)
}

/** Drops those whose server is not at work on their statement, and frees what their transactions hold there. */
async function dropLost(
  server: pg.Client,
  silent: readonly OpenConnection[],
  all: ReadonlySet<OpenConnection>,
): Promise<void> {
  const statements = new Map(silent.map((one) => [one, one.statement()]))
  const { rows } = await server.query<{ pid: number; state: string }>(
    'select pid, state from pg_stat_activity where state is not null',
  )
  const states = new Map(rows.map(({ pid, state }) => [pid, state]))
  if (![...all].some((one) => states.has(one.serverProcess()))) return
  // an answer may have come meanwhile
  const still = silent.filter((one) => one.busyMs() > 0 && one.statement() === statements.get(one))
  const lost = still.filter((one) => isAtRest(states.get(one.serverProcess())))
  for (const one of lost) one.drop()
  const pids = lost.map((one) => one.serverProcess())
  if (pids.length > 0)
    await server.query('select pg_terminate_backend(pid) from unnest($1::int[]) as lost (pid)', [pids])
}

/** The process is gone, or has nothing to do: its answer is lost on the way. */
const isAtRest = (state: string | undefined) => state === undefined || state.startsWith('idle')

/** Asks the server over a connection of its own; throws when it takes too long to answer. */
async function asked(url: string, work: (server: pg.Client) => Promise<void>): Promise<void> {
  const server = new pg.Client({
    connectionString: url,
    connectionTimeoutMillis: PROBE_MS,
    query_timeout: PROBE_MS,
    application_name: 'accord watch',
  })
  server.on('error', () => {})
  try {
    await server.connect()
    await work(server)
  } finally {
    void server.end().catch(() => {})
  }
}
