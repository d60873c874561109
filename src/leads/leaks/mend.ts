import { offerAmong, reassign, startHandOffs } from '#leads/handoff/index.ts'
import { enrol } from '#leads/nurture/index.ts'
import { sellersIn } from '#leads/routing/index.ts'
import { type Context, notFound, Problem } from '#platform/operation/index.ts'
import { setOwners } from '#records/people/index.ts'
import { unknownSeller, unknownTrack } from './contract.ts'
import { foundRows } from './found.ts'
import { limitsAt } from './limits.ts'
import { LEAKS, type LeakKind } from './rules/kinds.ts'
import { allPeopleExist, type FoundRow } from './store.ts'

interface Mended {
  mended: number
  unchanged: number
}

interface Asked {
  kind: Exclude<LeakKind, 'trackless'>
  personIds: readonly string[]
  sellerId?: string | undefined
}

/** Those of the people who are still in the leak at this instant. */
async function stillIn(context: Context, kind: LeakKind, personIds: readonly string[]): Promise<FoundRow[]> {
  const { limits } = await limitsAt(context.tx, context.workspaceId, context.now)
  const only = [...new Set(personIds)]
  if (!(await allPeopleExist(context.tx, context.workspaceId, only)))
    throw new Problem(notFound, 'One of these people is not there any more. Load the list again.')
  return foundRows(context.tx, context.workspaceId, kind, limits, { only, limit: only.length })
}

/** Mends a leak for some people at once; whoever is not in it any more stays as they are. */
export async function mend(context: Context, { kind, personIds, sellerId }: Asked): Promise<Mended> {
  const { tx, workspaceId } = context
  const sellers = sellerId === undefined ? [] : await sellersIn(tx, workspaceId)
  if (sellerId !== undefined && !sellers.some(({ id, hasLeft }) => id === sellerId && !hasLeft))
    throw new Problem(unknownSeller, 'Choose a seller of the list.')
  const rows = await stillIn(context, kind, personIds)
  const mended =
    kind === 'ownerless'
      ? await giveOwners(context, rows, sellerId)
      : await giveSellers(context, rows, sellerId)
  context.audit({
    summary: `Mended ${mended} of ${personIds.length}: ${LEAKS[kind].name.toLowerCase()}`,
    detail: { kind, personIds: [...personIds] },
  })
  return { mended, unchanged: personIds.length - mended }
}

async function giveOwners({ tx, workspaceId }: Context, rows: readonly FoundRow[], sellerId?: string) {
  const owners = rows.flatMap(({ personId, hintId }) => {
    const owner = sellerId ?? hintId
    return owner === null ? [] : [{ personId, sellerId: owner }]
  })
  await setOwners(tx, workspaceId, owners)
  return owners.length
}

/** Whoever has an open hand-off gets another seller; the others are routed, and given to the seller named. */
async function giveSellers(context: Context, rows: readonly FoundRow[], sellerId?: string): Promise<number> {
  const { tx, workspaceId, now } = context
  // the first lead that is routed by hand makes a workspace live that was not
  await startHandOffs(tx, workspaceId, now)
  const fresh = rows.filter(({ handOffId }) => handOffId === null)
  const offers = await offerAmong(
    tx,
    workspaceId,
    { personIds: fresh.map(({ personId }) => personId), always: true },
    now,
  )
  const open = rows.flatMap(({ handOffId }) => handOffId ?? [])
  const moving = sellerId === undefined ? open : [...open, ...offers.map(({ id }) => id)]
  const { reassigned } =
    moving.length === 0 ? { reassigned: 0 } : await reassign(context, { handOffIds: moving, sellerId })
  return sellerId === undefined ? offers.length + reassigned : Math.max(offers.length, reassigned)
}

/** Puts recycled people on a track. */
export async function enrolAll(
  context: Context,
  { personIds, track }: { personIds: readonly string[]; track?: string | undefined },
): Promise<Mended> {
  const { tx, workspaceId, now, actor } = context
  const rows = await stillIn(context, 'trackless', personIds)
  let mended = 0
  for (const { personId, cycle, reason } of rows) {
    const actorId = actor.kind === 'user' ? actor.id : null
    const entry = { personId, cycle, trackKey: track ?? null, reason, actorId }
    if (!(await enrol(tx, workspaceId, entry, now)))
      throw new Problem(unknownTrack, 'Choose a track of the agreement in force.')
    mended += 1
  }
  context.audit({
    summary: `Put ${mended} of ${personIds.length} recycled people on a nurture track`,
    detail: { personIds: [...personIds] },
  })
  return { mended, unchanged: personIds.length - mended }
}
