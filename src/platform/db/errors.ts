import { diskFull, Problem, unavailable } from '../operation/problem.ts'

/** The database cannot be opened or used as asked; `message` says what to do. */
export class DatabaseProblem extends Error {
  override readonly name: string = 'DatabaseProblem'
}

/** Another process works on the data folder: two at once would lose data. */
export class DataFolderInUse extends DatabaseProblem {
  override readonly name = 'DataFolderInUse'
  readonly code = 'database.in_use'

  constructor(folder: string, holder: number | undefined | 'nobody') {
    const who = typeof holder === 'number' ? `process ${holder}` : 'another process'
    super(
      `The data folder ${folder} is in use by ${who}. ` +
        'Stop that one first, or choose another folder with DATA_DIR.',
    )
  }
}

const RETRY = new Set(['40001', '40P01'])
const DISK_FULL = new Set(['53100', 'ENOSPC', 'EDQUOT'])
const NOT_THERE = new Set([
  'ECONNREFUSED',
  'ECONNRESET',
  'EPIPE',
  'ETIMEDOUT',
  'ENOTFOUND',
  'EAI_AGAIN',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'ENOENT',
  '57P01',
  '57P02',
  '57P03',
  '57P05',
  '53300',
  '53400',
  '57014',
  '55P03',
  '25P03',
  '25P04',
])
const GONE =
  /timeout exceeded when trying to connect|Connection terminated|Client has encountered a connection error|Query read timeout/

/** SQLSTATE or system code of an error, looked for along its causes. */
export function codeOf(error: unknown): string | undefined {
  for (let at = error, depth = 0; at instanceof Error && depth < 5; at = at.cause, depth += 1) {
    const { code } = at as { code?: unknown }
    if (typeof code === 'string') return code
  }
  return undefined
}

/** Whether the same transaction may succeed when it is run again. */
export function isRetryable(error: unknown): boolean {
  return RETRY.has(codeOf(error) ?? '')
}

/** Whether the connection cannot be used any more, or hangs. */
export function isConnectionGone(error: unknown): boolean {
  return (codeOf(error) ?? '').startsWith('08') || GONE.test(messageOf(error))
}

/** What a failure of the database means to the one who asked; errors that are not the database's own pass as they are. */
export function explain(error: unknown): unknown {
  if (error instanceof Problem) return error
  const code = codeOf(error) ?? ''
  if (DISK_FULL.has(code)) {
    return withCause(
      new Problem(diskFull, 'Free some space on the disk of the database, then try again.'),
      error,
    )
  }
  if (NOT_THERE.has(code) || code.startsWith('08') || GONE.test(messageOf(error))) {
    const again = new Problem(unavailable, 'The database is busy or restarting. Try again in a moment.', {
      retryAfterSeconds: 2,
    })
    return withCause(again, error)
  }
  return error
}

function messageOf(error: unknown): string {
  const parts: string[] = []
  for (let at = error, depth = 0; at instanceof Error && depth < 5; at = at.cause, depth += 1)
    parts.push(at.message)
  return parts.join(' ')
}

function withCause(problem: Problem, cause: unknown): Problem {
  problem.cause = cause
  return problem
}
