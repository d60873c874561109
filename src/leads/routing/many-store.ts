import { sql } from 'drizzle-orm'
import type { Tx } from '#platform/db/index.ts'
import { newId, nextId } from '#platform/kernel/ids.ts'
import { type Instant, toIso } from '#platform/kernel/instant.ts'
import type { Decision } from './rules/decide.ts'
import type { Credits } from './rules/rotation.ts'

/** A decision with the credits of its pool after it. */
export interface DecisionToStore {
  personId: string
  cycle: number
  decision: Decision
  credits: Credits
}

/**
 * Stores several decisions and the turns they took; the pools are locked by now.
 *
 * @returns their ids, in the given order
 */
export async function insertDecisions(
  tx: Tx,
  workspaceId: string,
  decided: readonly DecisionToStore[],
  agreementVersion: number,
  now: Instant,
): Promise<string[]> {
  const at = toIso(now)
  const rows = decided.map(({ personId, cycle, decision }) => ({
    id: nextId(now),
    personId,
    cycle,
    ...decision,
  }))
  const written = rows.map(({ rule, pool, deltas: _, ...row }) => ({
    ...row,
    ruleKey: rule.key,
    ruleName: rule.name,
    poolKey: pool?.key ?? null,
    poolName: pool?.name ?? null,
  }))
  await tx.execute(sql`
    insert into routing_decision (workspace_id, id, person_id, cycle, seller_id, rule_key, rule_name, match, pool_key, pool_name,
      because, skipped, tried, evidence, agreement_version, occurred_at, recorded_at)
    select ${workspaceId}::uuid, r.id, r."personId", r.cycle, r."sellerId", r."ruleKey", r."ruleName", r.match, r."poolKey",
      r."poolName", r.because, r.skipped, r.tried, r.evidence, ${agreementVersion}::int, ${at}::timestamptz, ${at}::timestamptz
    from jsonb_to_recordset(${JSON.stringify(written)}::jsonb) as r (id uuid, "personId" uuid, cycle int, "sellerId" uuid,
      "ruleKey" text, "ruleName" text, match text, "poolKey" text, "poolName" text, because text, skipped jsonb, tried jsonb,
      evidence jsonb)`)
  const turns = rows.flatMap(({ id, pool, deltas }) =>
    pool && deltas ? [{ id: newId(now), decisionId: id, poolKey: pool.key, deltas }] : [],
  )
  if (turns.length > 0) await insertTurns(tx, workspaceId, turns, latestCredits(decided), now)
  return rows.map((row) => row.id)
}

function latestCredits(decided: readonly DecisionToStore[]) {
  const latest = new Map<string, Credits>()
  for (const { decision, credits } of decided)
    if (decision.pool && decision.deltas) latest.set(decision.pool.key, credits)
  return [...latest].map(([poolKey, credits]) => ({ poolKey, credits }))
}

async function insertTurns(
  tx: Tx,
  workspaceId: string,
  turns: readonly object[],
  balances: readonly object[],
  now: Instant,
): Promise<void> {
  await tx.execute(sql`
    insert into pool_credit (workspace_id, id, pool_key, decision_id, kind, deltas, recorded_at)
    select ${workspaceId}::uuid, r.id, r."poolKey", r."decisionId", 'turn', r.deltas, ${toIso(now)}::timestamptz
    from jsonb_to_recordset(${JSON.stringify(turns)}::jsonb) as r (id uuid, "poolKey" text, "decisionId" uuid, deltas jsonb)`)
  await tx.execute(sql`
    update pool_balance b set credits = r.credits
    from jsonb_to_recordset(${JSON.stringify(balances)}::jsonb) as r ("poolKey" text, credits jsonb)
    where b.workspace_id = ${workspaceId} and b.pool_key = r."poolKey"`)
}
