import { type Context, notFound, Problem } from '#platform/operation/index.ts'
import { requireReason } from './acting.ts'
import { cannotReopen } from './contract.ts'
import { LEAD_REOPENED } from './events.ts'
import { handOffQualified } from './offer.ts'
import { personExists } from './people-store.ts'
import { type Reader, readerOf } from './reader.ts'
import { sayStage } from './stages.ts'
import { leadStandingOf, lockPeople } from './store.ts'
import { type Terms, termsAt } from './terms.ts'
import { log } from './work.ts'

/**
 * Lets a person whose cycle has ended begin the next one, at the first stage of the agreement, with a reason of its list. Who raised a
 * hand since the end qualifies at once and is offered.
 */
export async function reopen(
  context: Context,
  personId: string,
  given: { reason: string; note?: string | undefined },
) {
  const { tx, workspaceId, now } = context
  if (!(await personExists(tx, workspaceId, personId)))
    throw new Problem(notFound, 'Look the person up in the list of leads.')
  const terms = await termsAt(tx, workspaceId, now)
  const reason = requireReason(terms, 'reopen', given.reason)
  const reader = await readerOf(context)
  await lockPeople(tx, workspaceId, [personId])
  const after = await beginAnew(context, personId, reason.key, reader, terms)
  if (given.note) {
    const noted = { kind: 'note' as const, note: given.note, reached: false }
    await log(context, personId, noted, { reader, sellerId: reader.seller?.id ?? null })
  }
  await handOffQualified(tx, workspaceId, [personId], now)
  await context.announce(LEAD_REOPENED, { personIds: [personId], reason: reason.key, actorId: reader.userId })
  const summary = `Reopened a lead: ${reason.name}`
  context.audit({ subject: personId, summary, detail: { reason: reason.key } })
  return { personId, ...after }
}

/** Says so, and whether it is so the lifecycle decides: only what has ended begins anew. */
async function beginAnew(
  { tx, workspaceId, now }: Context,
  personId: string,
  reason: string,
  { userId }: Reader,
  { document }: Terms,
): Promise<{ stage: string; stageName: string; cycle: number }> {
  const nameOf = (key: string) => document.stages.find((stage) => stage.key === key)?.name ?? key
  const before = await leadStandingOf(tx, workspaceId, personId)
  if (!before?.stage) throw new Problem(cannotReopen, 'It stands at no stage yet, so nothing has ended.')
  const first = document.stages.find(({ kind }) => kind !== 'exit')!.key
  const said = { stage: first, occurredAt: now, personId, reason, actorId: userId }
  await sayStage(tx, workspaceId, said, now)
  const after = await leadStandingOf(tx, workspaceId, personId)
  if (!after?.stage || after.cycle === before.cycle)
    throw new Problem(cannotReopen, `It stands at ${nameOf(before.stage)}, which has not ended.`)
  return { stage: after.stage, stageName: nameOf(after.stage), cycle: after.cycle }
}
