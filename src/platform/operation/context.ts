import type { Tx } from '#platform/db/index.ts'
import type { Instant } from '#platform/kernel/instant.ts'

/** Who asks: a signed-in member or an API key, already resolved. */
export interface Actor {
  kind: 'user' | 'api_key'
  /** user id, or id of the key */
  id: string
  name: string
  role: string
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
  audit(line: { subject?: string; summary: string; detail?: Record<string, unknown> }): void
  /** the request body as it arrives, for operations with `upload: true` */
  upload?: ReadableStream<Uint8Array>
}
