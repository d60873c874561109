import { colleaguesOf, recomputeLeads } from '#leads/lifecycle/index.ts'
import type { Database, Tx } from '#platform/db/index.ts'
import { enqueue, type JobHandler } from '#platform/jobs/index.ts'
import type { Instant } from '#platform/kernel/instant.ts'
import type { Announcement } from '#platform/outbox/index.ts'
import { IMPORT_UNDONE } from '#records/imports/index.ts'
import { factsChanged, refreshFacts } from '#reports/kpi/index.ts'

/** Scoring and staging many people anew, as background work that a stop does not lose. The flow says when. */

/** Ids of people, or everyone. */
type Who = readonly string[] | 'all'

interface Recompute {
  who: Who
  /** whose figures follow: everybody's, when records of every kind changed */
  facts: 'all' | 'theirs'
  /** what qualified people was an error that has been taken back */
  afresh?: boolean
}

const RECOMPUTE = 'leads.recompute'

/** Records were imported, merged or taken back; after the latter, nobody stays qualified by what is gone. */
export const recomputeRecords = (tx: Tx, announcement: Announcement): Promise<void> =>
  recomputeLater(tx, announcement, {
    who: announcement.payload.personIds as Who,
    facts: 'all',
    afresh: announcement.event === IMPORT_UNDONE || announcement.payload.undone === true,
  })

/** Visits were brought to whose they are. */
export const recomputeVisitors = (tx: Tx, announcement: Announcement): Promise<void> =>
  recomputeLater(tx, announcement, { who: announcement.payload.personIds as Who, facts: 'theirs' })

/** A deal without contacts counts for the whole account, one with contacts only for them. */
export async function recomputeAccount(tx: Tx, announcement: Announcement): Promise<void> {
  const { workspaceId, payload } = announcement
  const who = await colleaguesOf(tx, workspaceId, [payload.personId as string])
  await recomputeLater(tx, announcement, { who, facts: 'theirs' })
}

export const recomputeAll = (tx: Tx, announcement: Announcement): Promise<void> =>
  recomputeLater(tx, announcement, { who: 'all', facts: 'all' })

/** Asks for it after something happened. Two waiting recomputations of everyone are one. */
async function recomputeLater(
  tx: Tx,
  { workspaceId, occurredAt }: Announcement,
  asked: Recompute,
): Promise<void> {
  const key = asked.who === 'all' ? { key: 'all' } : {}
  await enqueue(tx, { workspaceId, kind: RECOMPUTE, payload: asked, runAt: occurredAt, ...key })
}

/** Carries it out; `leadsMoved` is what follows for people whose stage may be another now. */
export function recomputeJob(
  { database, clock }: { database: Database; clock: () => Instant },
  leadsMoved: (tx: Tx, workspaceId: string, personIds: readonly string[], now: Instant) => Promise<void>,
): JobHandler {
  return {
    kind: RECOMPUTE,
    async run({ workspaceId, payload }) {
      const { who, facts, afresh = false } = payload as Recompute
      const follow = async (tx: Tx, personIds: readonly string[]) => {
        await leadsMoved(tx, workspaceId, personIds, clock())
        if (facts === 'theirs') await factsChanged(tx, workspaceId, personIds)
      }
      await recomputeLeads(database, workspaceId, who, clock(), { follow, afresh })
      if (facts === 'all') await refreshFacts(database, workspaceId, 'all', clock())
    },
  }
}
