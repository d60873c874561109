import type { Database, Tx } from '#platform/db/index.ts'
import { enqueue, type JobHandler } from '#platform/jobs/index.ts'
import type { Instant } from '#platform/kernel/instant.ts'
import { type Context, notFound, Problem } from '#platform/operation/index.ts'
import { announce } from '#platform/outbox/index.ts'
import { joinTakenBack } from './contract.ts'
import { joinsOf, lockJoin, misplacedTouches, replaceTouches, unjoin } from './identity-store.ts'
import { SETTLE } from './live.ts'
import { activeJoins, writeVisitors } from './live-store.ts'

/** Announced when touches of a visitor moved from one person to another, or away; payload `personIds`. */
export const IDENTITY_SETTLED = 'identity.settled'

/** How a person's visits were found to be theirs. */
export async function list({ tx, workspaceId }: Context, { personId }: { personId: string }) {
  const rows = await joinsOf(tx, workspaceId, personId)
  const items = rows.map(({ personId: _, filled, ...row }) => ({
    ...row,
    filled: [...Object.keys(filled.fields), ...Object.keys(filled.attributes)],
  }))
  return { items, nextCursor: null }
}

/** Takes a join back. Touches are a ledger, so they move in the background; the person is computed anew after that. */
export async function takeBack(context: Context, { id }: { id: string }) {
  const { tx, workspaceId, now, actor } = context
  const join = await lockJoin(tx, workspaceId, id)
  if (!join) throw new Problem(notFound, 'Load the list again.')
  if (join.takenBackAt !== null) throw new Problem(joinTakenBack, 'Load the list again.')
  const { anonymousId, personId } = join
  await unjoin(tx, workspaceId, join, actor.kind === 'user' ? actor.id : null, now)
  const left = await activeJoins(tx, workspaceId, [anonymousId])
  await writeVisitors(
    tx,
    workspaceId,
    [{ anonymous_id: anonymousId, person_id: left.at(-1)?.personId ?? null }],
    now,
  )
  await enqueue(tx, {
    workspaceId,
    kind: SETTLE,
    payload: { anonymousIds: [anonymousId], personId },
    runAt: now,
  })
  context.audit({
    subject: personId,
    summary: 'Took back that a visitor is this person',
    detail: { joinId: id, matchedBy: join.matchedBy, proven: join.proven },
  })
  return { id, personId }
}

/** Moves the touches of one visitor to whose they are; answers whom that concerns. */
async function settle(tx: Tx, workspaceId: string, anonymousId: string, now: Instant): Promise<string[]> {
  const rows = await misplacedTouches(tx, workspaceId, anonymousId)
  if (rows.length > 0) await replaceTouches(tx, workspaceId, anonymousId, rows, now)
  return rows.flatMap((row) => (row.owner === null ? [row.personId] : [row.personId, row.owner]))
}

/** Moves the touches of visitors to whose they are: the background work of joins, for `startJobs`. Doing it again changes nothing. */
export function identityJobs({
  database,
  clock,
}: {
  database: Database
  clock: () => Instant
}): JobHandler[] {
  return [
    {
      kind: SETTLE,
      async run(job) {
        const { anonymousIds, personId } = job.payload as { anonymousIds: string[]; personId?: string }
        const { workspaceId } = job
        const people: string[] = []
        for (const anonymousId of anonymousIds)
          people.push(...(await database.system((tx) => settle(tx, workspaceId, anonymousId, clock()))))
        const personIds = [...new Set(personId === undefined ? people : [...people, personId])]
        await job.finish((tx) =>
          announce(tx, { workspaceId, event: IDENTITY_SETTLED, payload: { personIds }, now: clock() }),
        )
      },
    },
  ]
}
