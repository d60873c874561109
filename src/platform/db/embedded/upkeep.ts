import type pg from 'pg'

const EVERY_MS = 15_000
/** The server's own defaults for the process that is missing here (autovacuum). */
const VACUUM_ROWS = 50
const VACUUM_SHARE = 0.2
const INSERT_ROWS = 1_000
const ANALYZE_ROWS = 50
const ANALYZE_SHARE = 0.1

interface TableState {
  name: string
  rows: number
  dead: number
  inserted: number
  modified: number
}

/**
 * Does what autovacuum does on a server, which the embedded engine lacks: without it removed rows stay for ever and the
 * planner knows nothing of the tables. One table at a time, so that others get their turn in between.
 *
 * @returns a function that ends it
 */
export function startUpkeep(pool: pg.Pool): () => Promise<void> {
  let running: Promise<void> = Promise.resolve()
  let stopped = false
  const round = async () => {
    for (const { name, what } of dueTables(await statesOf(pool))) {
      if (stopped) return
      await pool.query(`${what} "${name}"`)
    }
  }
  const timer = setInterval(() => {
    // A database that is busy or being restarted is looked after next time.
    running = running.then(round).catch(() => {})
  }, EVERY_MS)
  timer.unref()
  return async () => {
    stopped = true
    clearInterval(timer)
    await running
  }
}

async function statesOf(pool: pg.Pool): Promise<TableState[]> {
  const { rows } = await pool.query<TableState>(
    `select s.relname as name, greatest(c.reltuples, 0)::float8 as rows, s.n_dead_tup as dead,
       s.n_ins_since_vacuum as inserted, s.n_mod_since_analyze as modified
     from pg_stat_user_tables s join pg_class c on c.oid = s.relid where s.schemaname = 'public'`,
  )
  return rows
}

interface Care {
  name: string
  what: 'vacuum (analyze)' | 'analyze'
}

/** Tables that need care, and which. */
export function dueTables(states: readonly TableState[]): Care[] {
  return states.flatMap(({ name, rows, dead, inserted, modified }): Care[] => {
    const isFull = dead > VACUUM_ROWS + VACUUM_SHARE * rows || inserted > INSERT_ROWS + VACUUM_SHARE * rows
    if (isFull) return [{ name, what: 'vacuum (analyze)' }]
    return modified > ANALYZE_ROWS + ANALYZE_SHARE * rows ? [{ name, what: 'analyze' }] : []
  })
}
