import type { Context } from '#platform/operation/index.ts'
import { type Acting, actOn, requireReason } from './acting.ts'
import { recordOne } from './record.ts'
import type { HandOffEventKind } from './rules/states.ts'
import { type SaidStage, sayStage } from './stages.ts'
import type { HandOffRow } from './store.ts'
import { exitStages, type Terms } from './terms.ts'
import { cancelTimers } from './timer-store.ts'

/** Takes a lead on. The clocks run on until somebody was really tried; only the expiry ends. */
export async function accept(context: Context, handOffId: string): Promise<HandOffRow> {
  const { tx, workspaceId, now } = context
  const acting = await actOn(context, handOffId, 'accept')
  const said = { stage: acting.current.document.handOff.to, occurredAt: now }
  const row = await happen(context, acting, 'accepted', { stage: said })
  await cancelTimers(tx, workspaceId, [row.id], now, ['expiry'])
  await say(context, acting, said, null)
  context.audit({ subject: row.personId, summary: 'Accepted a lead' })
  return row
}

interface Given {
  reason: string
  note?: string | undefined
  track?: string | undefined
}

/** Gives a lead back to marketing: it leaves the cycle as recycled, with the reason of the rejection. */
export async function reject(context: Context, handOffId: string, given: Given): Promise<HandOffRow> {
  const acting = await actOn(context, handOffId, 'reject')
  const { recycled } = exitStages(acting.current.document)
  return end(context, acting, { kind: 'rejected', list: 'reject', stage: recycled, given })
}

/** Right, but not now. */
export async function recycle(context: Context, handOffId: string, given: Given): Promise<HandOffRow> {
  const acting = await actOn(context, handOffId, 'recycle')
  const { recycled } = exitStages(acting.current.document)
  return end(context, acting, { kind: 'recycled', list: 'recycle', stage: recycled, given })
}

/** Never. */
export async function disqualify(context: Context, handOffId: string, given: Given): Promise<HandOffRow> {
  const acting = await actOn(context, handOffId, 'disqualify')
  const { disqualified } = exitStages(acting.current.document)
  return end(context, acting, { kind: 'disqualified', list: 'disqualify', stage: disqualified, given })
}

interface Ending {
  kind: 'rejected' | 'recycled' | 'disqualified'
  list: 'reject' | 'recycle' | 'disqualify'
  /** stage that the agreement has for it */
  stage: string | null
  given: Given
}

async function end(context: Context, acting: Acting, ending: Ending): Promise<HandOffRow> {
  const { kind, list, stage, given } = ending
  const reason = requireReason(acting.terms, list, given.reason)
  const said = stage === null ? null : { stage, occurredAt: context.now }
  const track = kind === 'disqualified' ? null : trackFor(acting.current, given)
  const row = await happen(context, acting, kind, {
    reason: reason.key,
    note: given.note || null,
    track,
    ...(said ? { stage: said } : {}),
  })
  if (said) await say(context, acting, said, reason.key)
  const word = kind[0]!.toUpperCase() + kind.slice(1)
  context.audit({
    subject: row.personId,
    summary: `${word} a lead: ${reason.name}`,
    detail: { reason: reason.key },
  })
  return row
}

/** The nurture track of the agreement in force that was chosen, else the one that names the reason; null when none does. */
function trackFor({ document }: Terms, { reason, track }: Given): string | null {
  const { tracks } = document.recycling
  const chosen = tracks.find((one) => one.key === track) ?? tracks.find((one) => one.reasons.includes(reason))
  return chosen?.key ?? null
}

/** One thing the caller does with a hand-off. */
async function happen(
  { tx, workspaceId, now }: Context,
  { row, reader }: Acting,
  kind: HandOffEventKind,
  detail: Record<string, unknown>,
): Promise<HandOffRow> {
  return recordOne(tx, workspaceId, row, [{ kind, occurredAt: now, actorId: reader.userId, detail }], now)
}

async function say(
  { tx, workspaceId, now }: Context,
  { row, reader }: Acting,
  said: SaidStage,
  reason: string | null,
): Promise<void> {
  const { personId } = row
  await sayStage(tx, workspaceId, { ...said, personId, reason, actorId: reader.userId }, now)
}
