import { once } from 'node:events'
import { type AddressInfo, createServer } from 'node:net'
import { join } from 'node:path'
import { mailLinks } from '#leads/nurture/index.ts'
import type { Config } from '#platform/config.ts'
import { type Database, migrate, openDatabase } from '#platform/db/index.ts'
import { listen } from '#platform/http/server.ts'
import { startJobs } from '#platform/jobs/index.ts'
import { MINUTE } from '#platform/kernel/instant.ts'
import type { Logger } from '#platform/log.ts'
import { createMailer } from '#platform/mail/index.ts'
import { createSafeFetch } from '#platform/outbound/index.ts'
import { createSealer } from '#platform/sealing.ts'
import { isSetUp } from '#workspace/access/index.ts'
import type { Witness } from '#workspace/audit/index.ts'
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
export async function startServer(given: Config, log: Logger): Promise<RunningServer> {
  const config = await withPort(given)
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
    const mailIn = await startMailIn({
      config,
      database,
      log,
      clock: Date.now,
      onTouches: touchesRecorded,
    }).catch(async (error) => {
      await listening.close()
      throw error
    })
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
    const running = startTimers({ database, log, timers: timers(flow) })
    const witness = () => keepAuditHeads(accord.witness, database, log)
    const witnessing = setInterval(witness, MINUTE)
    witnessing.unref()
    const url = config.baseUrl
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
        await witness()
        await database.close()
      },
    }
  } catch (error) {
    await database.close()
    throw error
  }
}

async function keepAuditHeads(witness: Witness, database: Database, log: Logger): Promise<void> {
  try {
    const broken = await witness.write(database)
    for (const workspaceId of broken)
      log.error({ workspaceId }, 'audit trail lost lines or was rewritten; see accord audit-log verify')
  } catch (error) {
    log.warn({ err: error }, 'audit heads not written')
  }
}

/** With port 0 the system chooses a free one. That is done first, because links in mails, forms and snippets carry it. */
async function withPort(config: Config): Promise<Config> {
  if (config.port !== 0) return config
  const probe = createServer().listen(0, config.host)
  await once(probe, 'listening')
  const { port } = probe.address() as AddressInfo
  probe.close()
  return { ...config, port, baseUrl: config.baseUrl.replace(/:0$/, `:${port}`) }
}
