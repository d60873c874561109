import type { Database, Tx } from '#platform/db/index.ts'
import type { Instant } from '#platform/kernel/instant.ts'

/** Who asks: a signed-in member or an API key, as the database knows them at this moment. */
export interface Actor {
  kind: 'user' | 'api_key'
  /** user id, or id of the key */
  id: string
  name: string
  role: string
  /** permissions an API key is held to; absent for users */
  scopes?: readonly string[]
}

/** A file that came with the request, already on disk below the data folder; removed after the operation unless renamed. */
export interface Upload {
  path: string
  bytes: number
  /** SHA-256 of the content, hex */
  digest: string
}

/** What a handler gets: one workspace, one transaction, one actor, one instant. */
export interface Context {
  /** transaction of this request; committed when the handler resolves */
  tx: Tx
  workspaceId: string
  actor: Actor
  now: Instant
  requestId: string
  /** announces an event to the outbox, in this transaction */
  announce(event: string, payload: Record<string, unknown>): Promise<void>
  /** completes the audit line of this operation: what it was done to, in one plain sentence */
  audit(line: AuditDetail): void
  /** the file of this request, for operations with `upload: true`; received before the transaction began */
  upload?: Upload
}

export interface AuditDetail {
  subject?: string
  summary: string
  detail?: Record<string, unknown>
}

/** What a handler of a `public` or `signed_in` operation gets: no workspace yet. */
export interface OutsideContext {
  database: Database
  /** null for `public` operations without a session */
  session: { id: string; userId: string; workspaceId: string | null } | null
  now: Instant
  requestId: string
  /** address of the caller, for limits */
  address: string
  headers: Headers
  /** sends a cookie with the answer */
  setCookie(value: string): void
}
