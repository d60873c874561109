import { join } from 'node:path'
import type { Database } from '#platform/db/index.ts'
import { startJobs } from '#platform/jobs/index.ts'
import { createLog } from '#platform/log.ts'
import { type ImportCommandOptions, importCommand } from '#records/imports/index.ts'
import { jobHandlers } from '../flow.ts'
import { type LocalOptions, withDatabase } from './local.ts'
import type { ExitCode, Output } from './output.ts'
import { progressLine } from './progress.ts'

/** `accord import DIR_or_FILE`: the import, and then what follows from it, so that the figures are right when it ends. */
export async function importAndFollowUp(
  path: string,
  options: ImportCommandOptions & LocalOptions,
  output: Output,
): Promise<ExitCode> {
  const line = progressLine()
  const stop = stopOnSignal()
  return withDatabase(options, async (database, config) => {
    const onProgress = (rows: number) => line.show(`${rows.toLocaleString('en')} rows`)
    const code = await importCommand(path, options, {
      database,
      now: Date.now(),
      output,
      onProgress,
      stop,
    }).finally(line.end)
    if (!options.dryRun && !stop.aborted) {
      line.show('Scores, stages and figures')
      await followUp(database, join(config.dataDir, 'uploads'), config.logLevel, stop).finally(line.end)
    }
    return code
  })
}

/** The first Ctrl-C ends the import after the rows it is at; the second ends the process. */
function stopOnSignal(): AbortSignal {
  const controller = new AbortController()
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => controller.abort())
  return controller.signal
}

/** What is stopped here goes on at the next start. */
async function followUp(
  database: Database,
  uploadDir: string,
  logLevel: string,
  stop: AbortSignal,
): Promise<void> {
  const handlers = jobHandlers({ database, clock: Date.now, uploadDir })
  const jobs = startJobs({ database, handlers, log: createLog(logLevel) })
  stop.addEventListener('abort', () => void jobs.stop())
  await jobs.idle()
  await jobs.stop()
}
