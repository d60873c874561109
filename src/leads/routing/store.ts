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

async function setCredits(tx: Tx, workspaceId: string, poolKey: string, credits: Credits): Promise<void> {
  await tx.execute(sql`
    update pool_balance set credits = ${JSON.stringify(credits)}::jsonb
    where workspace_id = ${workspaceId} and pool_key = ${poolKey}`)
}

interface LedgerLine {
  poolKey: string
  decisionId: string
  kind: 'turn' | 'given_back'
  deltas: Deltas
}

async function appendCredit(tx: Tx, workspaceId: string, line: LedgerLine, now: Instant): Promise<void> {
  await tx.execute(sql`
    insert into pool_credit (workspace_id, id, pool_key, decision_id, kind, deltas, recorded_at)
    values (${workspaceId}, ${newId(now)}, ${line.poolKey}, ${line.decisionId}, ${line.kind},
      ${JSON.stringify(line.deltas)}::jsonb, ${toIso(now)}::timestamptz)`)
}

/** Stores a decision and the turn it took; the pools are locked by now. */
export async function insertDecision(
  tx: Tx,
  workspaceId: string,
  decision: Decision & { personId: string; cycle: number; agreementVersion: number },
  credits: Credits,
  now: Instant,
): Promise<string> {
  const id = nextId(now)
  const { rule, pool, deltas } = decision
  await tx.execute(sql`
    insert into routing_decision (workspace_id, id, person_id, cycle, seller_id, rule_key, rule_name, match, pool_key, pool_name,
      because, skipped, tried, evidence, agreement_version, occurred_at, recorded_at)
    values (${workspaceId}, ${id}, ${decision.personId}, ${decision.cycle}, ${decision.sellerId}, ${rule.key}, ${rule.name},
      ${decision.match}, ${pool?.key ?? null}, ${pool?.name ?? null}, ${decision.because},
      ${JSON.stringify(decision.skipped)}::jsonb, ${JSON.stringify(decision.tried)}::jsonb,
      ${JSON.stringify(decision.evidence)}::jsonb, ${decision.agreementVersion},
      ${toIso(now)}::timestamptz, ${toIso(now)}::timestamptz)`)
  if (pool && deltas) {
    await appendCredit(tx, workspaceId, { poolKey: pool.key, decisionId: id, kind: 'turn', deltas }, now)
    await setCredits(tx, workspaceId, pool.key, applied(credits, deltas))
  }
  return id
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
  await appendCredit(tx, workspaceId, { poolKey: turn.poolKey, decisionId, kind: 'given_back', deltas }, now)
  await setCredits(tx, workspaceId, turn.poolKey, applied(credits, deltas))
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
