import type { Hono } from 'hono'
import type { Database } from '#platform/db/index.ts'
import type { Env } from '#platform/http/server.ts'
import type { Instant } from '#platform/kernel/instant.ts'
import { createCommitter } from './committer.ts'
import { createKeyCache } from './key-cache.ts'
import { createIntakeLimits, type IntakeRates } from './limits.ts'
import { mountTracking } from './routes.ts'
import { mountSnippet } from './snippet-route.ts'

export { appendEvents, type OwnEvent } from './append.ts'
export { forgetAnonymous, type IntakeDeps, intakeJobs } from './jobs.ts'
export type { OnTouches } from './process.ts'
export { OPEN_PATHS } from './routes.ts'
export type { EventPayload } from './rules/event.ts'
export { operations } from './service.ts'

export interface IntakeOptions {
  database: Database
  clock: () => Instant
  /** where users reach the app */
  baseUrl: string
  /** text of the site snippet */
  snippet(): Promise<string>
  /** other limits than the usual ones, for tests */
  rates?: IntakeRates | undefined
  /** events that may wait to be stored, for tests */
  mostWaiting?: number | undefined
}

/** What takes events in, while the server runs. */
export interface Intake {
  /** stores what is waiting and stops */
  close(): Promise<void>
}

/**
 * Mounts the tracking API and the site snippet; events are stored in groups and answered once they are durable.
 *
 * @example const intake = mountIntake(app, { database, clock: Date.now, baseUrl, snippet })
 */
export function mountIntake(app: Hono<Env>, options: IntakeOptions): Intake {
  const { database, clock, baseUrl } = options
  const committer = createCommitter({
    database,
    clock,
    ...(options.mostWaiting === undefined ? {} : { mostWaiting: options.mostWaiting }),
  })
  mountTracking(app, {
    committer,
    keys: createKeyCache(database, clock),
    limits: createIntakeLimits(clock, options.rates),
    clock,
    assertSpace: () => database.assertSpace(),
    baseUrl,
  })
  mountSnippet(app, options.snippet)
  return { close: () => committer.close() }
}
