import type { Database, Tx } from '#platform/db/index.ts'
import type { Instant } from '#platform/kernel/instant.ts'
import type { Auth } from './auth.ts'
import type { GuessLimits } from './limits.ts'

/** What the services of this slice are given when the app starts. */
export interface AccessDeps {
  database: Database
  auth: Auth
  limits: GuessLimits
  /** where users reach the app, without trailing slash */
  baseUrl: string
  /** the one-time secret of the set-up link */
  setupToken: string
  /** fills a new workspace with what every workspace starts with */
  startWorkspace(tx: Tx, workspace: { workspaceId: string; now: Instant }): Promise<void>
}
