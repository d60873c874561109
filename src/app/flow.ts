import type { Config } from '#platform/config.ts'
import type { Database, Tx } from '#platform/db/index.ts'
import type { JobHandler } from '#platform/jobs/index.ts'
import type { Instant } from '#platform/kernel/instant.ts'
import type { Logger } from '#platform/log.ts'
import type { Policies } from '#platform/operation/runner.ts'
import { announce, type Consumer, deliverTo } from '#platform/outbox/index.ts'

/**
 * The whole process, in the order of the business: what a workspace starts with, every "when X, then Y", and every timer.
 * Nothing subscribes anywhere else.
 */

/** A workspace begins under the default agreement. */
export async function startWorkspace(
  _tx: Tx,
  _workspace: { workspaceId: string; now: Instant },
): Promise<void> {}

/** When X happened, then Y. Each runs once per event, in a transaction of its own. */
const consumers: readonly Consumer[] = []

export interface FlowDeps {
  database: Database
  config: Config
  log: Logger
}

/** Long work, carried out in the background and resumed after a stop. */
export function jobHandlers(_deps: FlowDeps): JobHandler[] {
  return [deliverTo(consumers)]
}

/** How operations announce what happened. */
export const announceInFlow: Policies['announce'] = (tx, { workspaceId, name, payload, now }) =>
  announce(tx, { workspaceId, event: name, payload, now })
