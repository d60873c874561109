import { join } from 'node:path'
import type { Hono } from 'hono'
import { mailLinks, mailPages } from '#leads/nurture/index.ts'
import type { Config } from '#platform/config.ts'
import type { Database } from '#platform/db/index.ts'
import { createMetrics } from '#platform/http/metrics.ts'
import { mountOperations } from '#platform/http/routes.ts'
import { createApp, type Env } from '#platform/http/server.ts'
import { loadStatic } from '#platform/http/static.ts'
import type { Instant } from '#platform/kernel/instant.ts'
import type { Logger } from '#platform/log.ts'
import type { Handler } from '#platform/operation/index.ts'
import { createRunner, type Runner } from '#platform/operation/runner.ts'
import { OPEN_PATHS as FORM_PATHS, mountForms } from '#records/forms/index.ts'
import { type Intake, mountIntake, OPEN_PATHS } from '#records/intake/index.ts'
import {
  type AccessDeps,
  actorIn,
  actorMay,
  authenticate,
  createAuth,
  createGuessLimits,
} from '#workspace/access/index.ts'
import { createWitness, recordAudit, type Witness } from '#workspace/audit/index.ts'
import { createLive, type Live, mountNotificationStream } from '#workspace/notifications/index.ts'
import { mountDescriptions } from './descriptions.ts'
import { announceInFlow, startWorkspace, touchesRecorded } from './flow.ts'
import { ROOT, VERSION } from './installation.ts'
import { mountMcp } from './mcp.ts'
import { allOperations } from './operations.ts'
import { formScriptText, snippetText } from './snippet.ts'

export interface AccordOptions {
  config: Config
  log: Logger
  database: Database
  clock?: () => Instant
  /** folder of the built web app */
  webDir?: string
}

/** The whole product over one database, without a port: what the server listens with and what tests call directly. */
export interface Accord {
  app: Hono<Env>
  handlers: readonly Handler[]
  runner: Runner
  access: AccessDeps
  witness: Witness
  /** streams of this process; close it before the server */
  live: Live
  intake: Intake
}

export async function createAccord({
  config,
  log,
  database,
  clock = Date.now,
  webDir = defaultWebDir,
}: AccordOptions): Promise<Accord> {
  const auth = createAuth({ database, baseUrl: config.baseUrl, secretKey: config.secretKey })
  const witness = createWitness(config.dataDir)
  const access: AccessDeps = {
    database,
    auth,
    limits: createGuessLimits(),
    baseUrl: config.baseUrl,
    setupToken: config.setupToken,
    startWorkspace,
  }
  const handlers = allOperations({ access, witness, config })
  const runner = createRunner({
    database,
    clock,
    policies: { actorIn, may: actorMay, writeAudit: recordAudit, announce: announceInFlow },
  })
  const metrics = createMetrics(VERSION)
  const app = createApp({
    log,
    metrics,
    baseUrl: config.baseUrl,
    trustedProxies: config.trustedProxies,
    openPaths: [...OPEN_PATHS, ...FORM_PATHS],
    page: await pages(webDir),
  })
  const whoCalls = (headers: Headers, setCookie: (value: string) => void) =>
    authenticate(access, headers, setCookie)
  const live = createLive({ database, clock })
  mountNotificationStream(app, { database, clock, live, authenticate: whoCalls })
  mountOperations(app, {
    handlers,
    runner,
    authenticate: whoCalls,
    uploadDir: join(config.dataDir, 'uploads'),
    maxUploadBytes: config.maxUploadBytes,
    assertSpace: () => database.assertSpace(),
  })
  const intake = mountIntake(app, { database, clock, baseUrl: config.baseUrl, snippet: snippetText })
  const { baseUrl, secretKey } = config
  mountForms(app, { database, clock, baseUrl, secretKey, script: formScriptText })
  const mails = mailPages({ database, clock, links: mailLinks(config), onTouches: touchesRecorded })
  app.all('/u/:token', (c) => mails.unsubscribe(c.req.raw, c.req.param('token'), c.get('address')))
  app.all('/r/:token', (c) => mails.follow(c.req.raw, c.req.param('token'), c.get('address')))
  mountMcp(app, { handlers, runner, authenticate: whoCalls, baseUrl: config.baseUrl, version: VERSION })
  mountDescriptions(app, { handlers, database, metrics, version: VERSION })
  return { app, handlers, runner, access, witness, live, intake }
}

const defaultWebDir = join(ROOT, 'dist', 'web')

/** Files of the web app; any other address shows its start page, which finds the deep link itself. */
async function pages(webDir: string): Promise<(request: Request, path: string) => Response | null> {
  const serveFile = await loadStatic(webDir)
  return (request, path) =>
    serveFile(request, path) ?? (/\.\w+$/.test(path) ? null : serveFile(request, '/index.html'))
}
