import { LEAD_MOVED, recomputeIn } from '#leads/lifecycle/index.ts'
import type { Tx } from '#platform/db/index.ts'
import type { Instant } from '#platform/kernel/instant.ts'
import { announce } from '#platform/outbox/index.ts'
import { reportStage, withdrawStage } from '#records/people/index.ts'

/** A stage said about a person because of a hand-off; it stands in the event, so that it can be taken back. */
export interface SaidStage {
  stage: string
  occurredAt: Instant
}

/** Brings the lifecycle of a person in line with what was just written about them, and tells what moved. */
export async function follow(tx: Tx, workspaceId: string, personId: string, now: Instant): Promise<void> {
  const moves = await recomputeIn(tx, workspaceId, [personId], now)
  if (moves.length > 0) await announce(tx, { workspaceId, event: LEAD_MOVED, payload: { moves }, now })
}

/** Says that a person entered a stage, and brings the lifecycle in line. */
export async function sayStage(
  tx: Tx,
  workspaceId: string,
  said: SaidStage & { personId: string; reason: string | null; actorId: string | null },
  now: Instant,
): Promise<void> {
  await reportStage(tx, workspaceId, { ...said, source: 'accord' }, now)
  await follow(tx, workspaceId, said.personId, now)
}

/** Takes back what `sayStage` said. */
export async function unsayStage(
  tx: Tx,
  workspaceId: string,
  said: SaidStage & { personId: string; actorId: string | null },
  now: Instant,
): Promise<void> {
  await withdrawStage(tx, workspaceId, said, now)
  await follow(tx, workspaceId, said.personId, now)
}
