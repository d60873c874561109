import { readConfig } from '#platform/config.ts'
import type { Database } from '#platform/db/index.ts'
import { type Jobs, startJobs } from '#platform/jobs/index.ts'
import type { Mailer } from '#platform/mail/index.ts'
import { createSafeFetch, readAllowList } from '#platform/outbound/index.ts'
import { createSealer } from '#platform/sealing.ts'
import { SENDERS, senderJobs } from '#workspace/notifications/index.ts'

/** Carries out what waits for other machines, over a database of the tests. Stop it before the database closes. */
export function startSenders(options: {
  database: Database
  dataDir: string
  allow: readonly string[]
  clock?: () => number
  mailer?: Mailer | null
}): Jobs {
  const { database, dataDir, allow, clock = Date.now, mailer = null } = options
  const { secretKey } = readConfig({ DATA_DIR: dataDir })
  return startJobs({
    database,
    clock,
    pollMs: 50,
    concurrency: SENDERS,
    log: { warn: () => {}, error: (detail, message) => console.error(message, detail) },
    handlers: senderJobs({
      clock,
      safeFetch: createSafeFetch({ allow: readAllowList(allow.join(',')), clock }),
      sealer: createSealer(secretKey),
      mailer,
      mailDomain: 'accord.test',
      baseUrl: 'https://accord.test',
    }),
  })
}
