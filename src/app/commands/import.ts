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
  return withDatabase(options, async (database, config) => {
    const onProgress = (rows: number) => line.show(`${rows.toLocaleString('en')} rows`)
    const code = await importCommand(path, options, {
      database,
      now: Date.now(),
      output,
      onProgress,
    }).finally(line.end)
    if (!options.dryRun) {
      line.show('Scores, stages and figures')
      await followUp(database, join(config.dataDir, 'uploads'), config.logLevel).finally(line.end)
    }
    return code
  })
}

async function followUp(database: Database, uploadDir: string, logLevel: string): Promise<void> {
  const handlers = jobHandlers({ database, clock: Date.now, uploadDir })
  const jobs = startJobs({ database, handlers, log: createLog(logLevel) })
  await jobs.idle()
  await jobs.stop()
}
