import { sql } from 'drizzle-orm'
import { anyId, type Tx } from '#platform/db/index.ts'
import { newId, nextId } from '#platform/kernel/ids.ts'
import { type Instant, toIso } from '#platform/kernel/instant.ts'
import type { Decision } from './rules/decide.ts'
import { applied, type Credits, type Deltas, reversed } from './rules/rotation.ts'

/** Writes decisions and the credit ledger. */

/** The credits of all pools, read without waiting for anybody. */
export async function creditsOf(tx: Tx, workspaceId: string): Promise<Map<string, Credits>> {
  const { rows } = await tx.execute<{ poolKey: string; credits: Record<string, number> }>(sql`
    select b.pool_key as "poolKey", b.credits from pool_balance b where b.workspace_id = ${workspaceId}`)
  return new Map(rows.map(({ poolKey, credits }) => [poolKey, credits]))
}

/** Locks the credits of all pools of the workspace, in one order, until the transaction ends: caps hold over pools too. */
export async function lockPools(
  tx: Tx,
  workspaceId: string,
  poolKeys: readonly string[],
): Promise<Map<string, Credits>> {
  for (;;) {
    const { rows } = await tx.execute<{ poolKey: string; credits: Record<string, number> }>(sql`
      select b.pool_key as "poolKey", b.credits from pool_balance b
      where b.workspace_id = ${workspaceId} order by b.pool_key for update`)
    const found = new Map<string, Credits>(rows.map(({ poolKey, credits }) => [poolKey, credits]))
    const missing = poolKeys.filter((key) => !found.has(key)).sort()
    if (missing.length === 0) return found
    await tx.execute(sql`
      insert into pool_balance (workspace_id, pool_key, credits)
      select ${workspaceId}, k, '{}'::jsonb from unnest(${sql.param(missing)}::text[]) k
      on conflict do nothing`)
  }
}

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
    pool && deltas ? [{ decisionId: id, poolKey: pool.key, deltas }] : [],
  )
  if (turns.length > 0) await appendTurns(tx, workspaceId, 'turn', turns, latestCredits(decided), now)
  return rows.map((row) => row.id)
}

function latestCredits(decided: readonly DecisionToStore[]): Balance[] {
  const latest = new Map<string, Credits>()
  for (const { decision, credits } of decided)
    if (decision.pool && decision.deltas) latest.set(decision.pool.key, credits)
  return [...latest].map(([poolKey, credits]) => ({ poolKey, credits }))
}

interface Turn {
  poolKey: string
  decisionId: string
  deltas: Deltas
}

interface Balance {
  poolKey: string
  credits: Credits
}

/** Writes lines of the credit ledger, and what the pools stand at after them. */
async function appendTurns(
  tx: Tx,
  workspaceId: string,
  kind: 'turn' | 'given_back',
  turns: readonly Turn[],
  balances: readonly Balance[],
  now: Instant,
): Promise<void> {
  const rows = turns.map((turn) => ({ id: newId(now), ...turn }))
  await tx.execute(sql`
    insert into pool_credit (workspace_id, id, pool_key, decision_id, kind, deltas, recorded_at)
    select ${workspaceId}::uuid, r.id, r."poolKey", r."decisionId", ${kind}, r.deltas, ${toIso(now)}::timestamptz
    from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as r (id uuid, "poolKey" text, "decisionId" uuid, deltas jsonb)`)
  await tx.execute(sql`
    update pool_balance b set credits = r.credits
    from jsonb_to_recordset(${JSON.stringify(balances)}::jsonb) as r ("poolKey" text, credits jsonb)
    where b.workspace_id = ${workspaceId} and b.pool_key = r."poolKey"`)
}

/**
 * Takes the turn of a decision back.
 *
 * @returns whether there was one to give back
 */
export async function reverseTurn(
  tx: Tx,
  workspaceId: string,
  decisionId: string,
  now: Instant,
): Promise<boolean> {
  const { rows } = await tx.execute<{ poolKey: string; deltas: Deltas }>(sql`
    select c.pool_key as "poolKey", c.deltas from pool_credit c
    where c.workspace_id = ${workspaceId} and c.decision_id = ${decisionId} and c.kind = 'turn'`)
  const turn = rows[0]
  if (!turn) return false
  const credits = (await lockPools(tx, workspaceId, [turn.poolKey])).get(turn.poolKey)!
  const again = await tx.execute(sql`
    select 1 from pool_credit c
    where c.workspace_id = ${workspaceId} and c.decision_id = ${decisionId} and c.kind = 'given_back'`)
  if (again.rows.length > 0) return false
  const deltas = reversed(turn.deltas)
  const { poolKey } = turn
  const balance = { poolKey, credits: applied(credits, deltas) }
  await appendTurns(tx, workspaceId, 'given_back', [{ poolKey, decisionId, deltas }], [balance], now)
  return true
}

/** Turns and ownership matches since an instant that still stand, per seller, counted no further than `most` each. */
export async function givenSince(
  tx: Tx,
  workspaceId: string,
  sellerIds: readonly string[],
  since: Instant,
  most: number,
): Promise<Map<string, number>> {
  if (sellerIds.length === 0) return new Map()
  const { rows } = await tx.execute<{ sellerId: string; given: number }>(sql`
    select s.id as "sellerId", (
      select count(*)::int from (
        select 1 from routing_decision d
        where d.workspace_id = ${workspaceId} and d.seller_id = s.id and d.occurred_at >= ${toIso(since)}::timestamptz
          and not exists (
            select 1 from pool_credit c
            where c.workspace_id = ${workspaceId} and c.decision_id = d.id and c.kind = 'given_back'
          )
        limit ${most}) d) as given
    from seller s where s.workspace_id = ${workspaceId} and s.id = ${anyId(sellerIds)}`)
  return new Map(rows.map(({ sellerId, given }) => [sellerId, given]))
}
