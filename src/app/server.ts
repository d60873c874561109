import { join } from 'node:path'
import { mailLinks } from '#leads/nurture/index.ts'
import type { Config } from '#platform/config.ts'
import { migrate, openDatabase } from '#platform/db/index.ts'
import { listen } from '#platform/http/server.ts'
import { startJobs } from '#platform/jobs/index.ts'
import { MINUTE } from '#platform/kernel/instant.ts'
import type { Logger } from '#platform/log.ts'
import { createMailer } from '#platform/mail/index.ts'
import { createSafeFetch } from '#platform/outbound/index.ts'
import { createSealer } from '#platform/sealing.ts'
import { isSetUp } from '#workspace/access/index.ts'
import { SENDERS } from '#workspace/notifications/index.ts'
import { createAccord } from './accord.ts'
import { jobHandlers, sendingHandlers, timers, touchesRecorded } from './flow.ts'
import { startMailIn } from './mail-in.ts'
import { startTimers } from './timers.ts'

export interface RunningServer {
  /** where users reach it */
  url: string
  /** the one-time link of the first administrator, while there is none */
  setupUrl: string | null
  /** lets running requests and jobs come to rest, then closes the database */
  stop(): Promise<void>
}

/** Opens the database, brings it up to date, listens, and carries out jobs. */
export async function startServer(config: Config, log: Logger): Promise<RunningServer> {
  const database = await openDatabase({
    url: config.databaseUrl,
    dataDir: config.dataDir,
    reserveBytes: config.diskReserveBytes,
  })
  try {
    const applied = await migrate(database)
    if (applied.length > 0) log.info({ applied }, 'database brought up to date')
    const accord = await createAccord({ config, log, database })
    const listening = await listen(accord.app, config)
    const flow = { database, clock: Date.now, uploadDir: join(config.dataDir, 'uploads') }
    const jobs = startJobs({ database, log, handlers: jobHandlers(flow) })
    const mailer = createMailer(config)
    const sending = startJobs({
      database,
      log,
      concurrency: SENDERS,
      handlers: sendingHandlers(
        {
          clock: Date.now,
          safeFetch: createSafeFetch({ allow: config.outboundAllow }),
          sealer: createSealer(config.secretKey),
          mailer,
          mailDomain: config.mailFrom?.address.split('@')[1] ?? 'accord.invalid',
          baseUrl: config.baseUrl,
        },
        { database, clock: Date.now, mailer, links: mailLinks(config) },
      ),
    })
    const running = startTimers({ database, log, clock: Date.now, timers: timers(flow) })
    const mailIn = await startMailIn({
      config,
      database,
      log,
      clock: Date.now,
      onTouches: touchesRecorded,
    })
    const witnessing = setInterval(() => {
      accord.witness
        .write(database)
        .catch((error: unknown) => log.warn({ err: error }, 'audit heads not written'))
    }, MINUTE)
    witnessing.unref()
    const url = config.port === listening.port ? config.baseUrl : `http://${config.host}:${listening.port}`
    const setupUrl = (await database.system(isSetUp)) ? null : `${url}/setup#${config.setupToken}`
    return {
      url,
      setupUrl,
      async stop() {
        clearInterval(witnessing)
        accord.live.close()
        await listening.close()
        await accord.intake.close()
        await mailIn?.close()
        await running.stop()
        await Promise.all([jobs.stop(), sending.stop()])
        mailer?.close()
        await accord.witness
          .write(database)
          .catch((error: unknown) => log.warn({ err: error }, 'audit heads not written'))
        await database.close()
      },
    }
  } catch (error) {
    await database.close()
    throw error
  }
}
