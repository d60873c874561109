import type { Database, Tx } from '#platform/db/index.ts'
import type { JobHandler } from '#platform/jobs/index.ts'
import type { Instant } from '#platform/kernel/instant.ts'
import { removeLogged } from '#records/touches/index.ts'

export const TOUCH_WITHDRAWAL = 'handoff.withdrawTouch'

/**
 * Removes the touch of an attempt that was taken back: as with the undoing of an import, an entry of the ledger goes, for which the
 * role of requests has no right.
 *
 * @param follow what else follows when something is known of people no more
 */
export function handOffJobs(
  { database, clock }: { database: Database; clock: () => Instant },
  follow: (tx: Tx, workspaceId: string, personIds: readonly string[], now: Instant) => Promise<void>,
): JobHandler[] {
  return [
    {
      kind: TOUCH_WITHDRAWAL,
      async run({ workspaceId, payload }) {
        const { touchId, userId, personId } = payload as { touchId: string; userId: string; personId: string }
        await database.system((tx) => removeLogged(tx, workspaceId, { touchId, userId }))
        await database.workspace(workspaceId, (tx) => follow(tx, workspaceId, [personId], clock()))
      },
    },
  ]
}
