import { AGREEMENT_ADOPTED, startUnderDefault } from '#agreement/document/index.ts'
import { recomputeLeads } from '#leads/lifecycle/index.ts'
import type { Database, Tx } from '#platform/db/index.ts'
import { enqueue, type JobHandler } from '#platform/jobs/index.ts'
import type { Instant } from '#platform/kernel/instant.ts'
import type { Policies } from '#platform/operation/runner.ts'
import { announce, type Consumer, deliverTo } from '#platform/outbox/index.ts'
import { refreshFacts } from '#reports/kpi/index.ts'
import { sampleJob } from './demo/job.ts'

/**
 * The whole process, in the order of the business: what a workspace starts with, every "when X, then Y", and every timer.
 * Nothing subscribes anywhere else.
 */

/** A workspace begins under the default agreement. */
export async function startWorkspace(
  tx: Tx,
  { workspaceId, now }: { workspaceId: string; now: Instant },
): Promise<void> {
  await startUnderDefault(tx, workspaceId, now)
}

/** When X happened, then Y. Each runs once per event, in a transaction of its own. */
const consumers: readonly Consumer[] = [
  {
    name: 'agreement adopted: everyone is scored and staged anew',
    on: [AGREEMENT_ADOPTED],
    handle: (tx, { workspaceId, occurredAt }) => recomputeLater(tx, workspaceId, 'all', occurredAt),
  },
]

/** People whose leads and figures are to be brought up to date. */
type Who = readonly string[] | 'all'

const RECOMPUTE = 'leads.recompute'

async function recomputeLater(tx: Tx, workspaceId: string, who: Who, now: Instant): Promise<void> {
  const key = who === 'all' ? 'all' : undefined
  await enqueue(tx, { workspaceId, kind: RECOMPUTE, payload: { who }, runAt: now, ...(key ? { key } : {}) })
}

export interface FlowDeps {
  database: Database
  clock: () => Instant
}

/** Long work, carried out in the background and resumed after a stop. */
export function jobHandlers({ database, clock }: FlowDeps): JobHandler[] {
  return [
    deliverTo(consumers),
    sampleJob(database, clock),
    {
      kind: RECOMPUTE,
      async run(job) {
        const { who } = job.payload as { who: Who }
        await recomputeLeads(database, job.workspaceId, who, clock())
        await refreshFacts(database, job.workspaceId, who === 'all' ? 'all' : { personIds: who }, clock())
      },
    },
  ]
}

/** How operations announce what happened. */
export const announceInFlow: Policies['announce'] = (tx, { workspaceId, name, payload, now }) =>
  announce(tx, { workspaceId, event: name, payload, now })
