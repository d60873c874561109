import { AsyncLocalStorage } from 'node:async_hooks'
import { setTimeout as sleep } from 'node:timers/promises'
import { NodePgSession, NodePgTransaction } from 'drizzle-orm/node-postgres'
import { PgDialect } from 'drizzle-orm/pg-core'
import type pg from 'pg'
import type { Tx } from './database.ts'
import { codeOf, DatabaseProblem, explain, isConnectionGone, isRetryable } from './errors.ts'

const APP_ROLE = 'accord_app'
const ATTEMPTS = 5
const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i

const dialect = new PgDialect()
const current = new AsyncLocalStorage<{ open: boolean; afterwards: (() => void)[] }>()

/** Runs `work` once the transaction that is open here has committed; not when it fails. Without one, at once. */
export function afterCommit(work: () => void): void {
  const scope = current.getStore()
  if (scope?.open) scope.afterwards.push(work)
  else work()
}

/** One round trip that opens a transaction behind the wall of a workspace. */
export function openingOf(workspaceId: string): string {
  if (!UUID.test(workspaceId)) throw new DatabaseProblem('A workspace id is a UUID')
  return [
    'begin',
    // Citus: send the settings of this transaction to its workers; an unknown setting elsewhere.
    "set local citus.propagate_set_commands = 'local'",
    `set local role ${APP_ROLE}`,
    `set local app.ws = '${workspaceId}'`,
  ].join(';')
}

/**
 * Runs `work` in a transaction that begins with the statements of `opening`; tries again when the database asks for it.
 *
 * @throws {Problem} 503 when the database cannot be reached, 507 when its disk is full
 */
export async function transact<T>(pool: pg.Pool, opening: string, work: (tx: Tx) => Promise<T>): Promise<T> {
  if (current.getStore()?.open) {
    // On the embedded database the inner one would wait for the outer one for ever.
    throw new DatabaseProblem('A transaction is open already: pass its tx instead of opening another')
  }
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await once(pool, opening, work)
    } catch (error) {
      if (attempt === ATTEMPTS || !isRetryable(error)) throw explain(error)
      await sleep(2 ** attempt * 5 * (1 + Math.random()))
    }
  }
}

async function once<T>(pool: pg.Pool, opening: string, work: (tx: Tx) => Promise<T>): Promise<T> {
  const client = await pool.connect()
  const scope = { open: true, afterwards: [] as (() => void)[] }
  let lost: Error | undefined
  const onLost = (error: Error) => {
    lost = error
  }
  client.on('error', onLost)
  try {
    await client.query(opening)
    const result = await current.run(scope, () => work(transactionOn(client)))
    const { command } = await client.query('commit')
    // "commit" of a transaction in which a statement failed silently becomes "rollback".
    if (command !== 'COMMIT')
      throw new DatabaseProblem('A failed statement was ignored, so nothing was saved')
    scope.open = false
    for (const follow of scope.afterwards) follow()
    return result
  } catch (error) {
    if (isConnectionGone(error)) lost ??= error as Error
    else {
      await client.query('rollback').catch((failure: Error) => {
        lost ??= failure
      })
    }
    throw lost && !codeOf(error)
      ? Object.assign(new Error('Connection lost', { cause: lost }), { code: '08006' })
      : error
  } finally {
    scope.open = false
    client.off('error', onLost)
    client.release(lost)
  }
}

function transactionOn(client: pg.PoolClient): Tx {
  const session = new NodePgSession<Record<string, never>, Record<string, never>>(client, dialect, undefined)
  return new NodePgTransaction(dialect, session, undefined) as unknown as Tx
}
