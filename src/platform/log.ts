import { type Logger, pino } from 'pino'

export type { Logger } from 'pino'

/** JSON lines on standard error; secrets that could stand in an object are left out. */
export function createLog(level: string): Logger {
  return pino(
    {
      level,
      base: null,
      timestamp: pino.stdTimeFunctions.isoTime,
      redact: {
        paths: ['*.password', '*.token', '*.authorization', '*.cookie', '*.email'],
        censor: '[left out]',
      },
    },
    pino.destination({ dest: 2, sync: false }),
  )
}
