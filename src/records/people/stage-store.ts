import { sql } from 'drizzle-orm'
import type { Tx } from '#platform/db/index.ts'
import { type Instant, toIso } from '#platform/kernel/instant.ts'

/** A stage that one of us, or a source, says a person entered. */
export interface StageReport {
  personId: string
  /** key of a stage in the agreement */
  stage: string
  occurredAt: Instant
  /** where it was said, e.g. `handoff` */
  source: string
  /** key of the agreement's reasons; null for stages that end nothing */
  reason: string | null
  /** the user who said it; null for a source */
  actorId: string | null
}

/**
 * Says that a person entered a stage; the lifecycle derives the rest. Said again after it was withdrawn it holds anew, said twice
 * it holds once.
 */
export async function reportStage(
  tx: Tx,
  workspaceId: string,
  { personId, stage, occurredAt, source, reason, actorId }: StageReport,
  now: Instant,
): Promise<void> {
  await tx.execute(sql`
    insert into reported_stage (workspace_id, person_id, stage, occurred_at, recorded_at, source, reason, actor_id, revision)
    select ${workspaceId}::uuid, ${personId}::uuid, ${stage}::text, ${toIso(occurredAt)}::timestamptz, ${toIso(now)}::timestamptz,
      ${source}::text, ${reason}::text, ${actorId}::uuid, count(*)::int
    from reported_stage_withdrawal w
    where w.workspace_id = ${workspaceId} and w.person_id = ${personId} and w.stage = ${stage}
      and w.occurred_at = ${toIso(occurredAt)}::timestamptz
    on conflict (workspace_id, person_id, stage, occurred_at, revision) do nothing`)
}

/**
 * Takes back that a person entered a stage at an instant: the report stays in its ledger and counts no more.
 *
 * @returns whether there was such a report that still counted
 */
export async function withdrawStage(
  tx: Tx,
  workspaceId: string,
  { personId, stage, occurredAt, actorId }: Omit<StageReport, 'source' | 'reason'>,
  now: Instant,
): Promise<boolean> {
  const result = await tx.execute(sql`
    insert into reported_stage_withdrawal (workspace_id, person_id, stage, occurred_at, revision, actor_id, recorded_at)
    select r.workspace_id, r.person_id, r.stage, r.occurred_at, r.revision, ${actorId}::uuid, ${toIso(now)}::timestamptz
    from reported_stage r
    where r.workspace_id = ${workspaceId} and r.person_id = ${personId} and r.stage = ${stage}
      and r.occurred_at = ${toIso(occurredAt)}::timestamptz
    on conflict (workspace_id, person_id, stage, occurred_at, revision) do nothing`)
  return (result.rowCount ?? 0) > 0
}
