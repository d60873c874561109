import { type DestinationStream, type Logger, pino } from 'pino'

export type { Logger } from 'pino'

/** JSON lines on standard error; secrets that could stand in an object, and values of failed statements, are left out. */
export function createLog(
  level: string,
  destination: DestinationStream = pino.destination({ dest: 2, sync: false }),
): Logger {
  return pino(
    {
      level,
      base: null,
      timestamp: pino.stdTimeFunctions.isoTime,
      serializers: { err: describeError },
      redact: {
        paths: ['*.password', '*.token', '*.authorization', '*.cookie', '*.email'],
        censor: '[left out]',
      },
    },
    destination,
  )
}

interface DescribedError {
  type: string
  message: string
  code?: string
  at: string[]
  cause?: DescribedError
}

/** What an error says of itself, without the values of the statement that failed: they are people's data. */
function describeError(error: unknown, depth = 0): DescribedError {
  if (!(error instanceof Error)) return { type: typeof error, message: 'Not an error', at: [] }
  const { code } = error as { code?: unknown }
  const at = (error.stack ?? '').split('\n').filter((line) => /^ {4}at /.test(line))
  return {
    type: error.name,
    message: withoutValues(error.message),
    ...(typeof code === 'string' ? { code } : {}),
    at: at.map((line) => line.trim()),
    ...(error.cause && depth < 5 ? { cause: describeError(error.cause, depth + 1) } : {}),
  }
}

/** Drizzle lists the parameters below its message; PostgreSQL quotes an unfit value at the end of its own. */
function withoutValues(message: string): string {
  const said = message.split('\nparams:')[0]!
  const quote = said.indexOf(': "')
  return quote >= 0 && said.length > quote + 3 && said.endsWith('"') ? said.slice(0, quote) : said
}
