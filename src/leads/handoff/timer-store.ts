import { and, asc, eq, inArray, sql } from 'drizzle-orm'
import { anyId, anyText, type Tx } from '#platform/db/index.ts'
import { type Instant, toIso } from '#platform/kernel/instant.ts'
import type { PlannedTimer } from './rules/timers.ts'
import { handOffTimer } from './tables.ts'

/** Timers of hand-offs; whoever changes them has locked the person before. */

/** Arms timers; one that was cancelled before gets its new instant, one that fired stays fired. */
export async function armTimers(
  tx: Tx,
  workspaceId: string,
  timers: readonly (PlannedTimer & { handOffId: string })[],
): Promise<void> {
  if (timers.length === 0) return
  const rows = timers.map((timer) => ({ ...timer, dueAt: toIso(timer.dueAt) }))
  await tx.execute(sql`
    insert into hand_off_timer (workspace_id, hand_off_id, kind, level, due_at)
    select ${workspaceId}::uuid, r."handOffId", r.kind, r.level, r."dueAt"
    from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as r ("handOffId" uuid, kind text, level int, "dueAt" timestamptz)
    on conflict (workspace_id, hand_off_id, kind, level) do update set due_at = excluded.due_at, cancelled_at = null,
      fired_at = case when excluded.kind = 'resume' then null else hand_off_timer.fired_at end`)
}

/** Cancels what has not fired yet; without `kinds` everything. */
export async function cancelTimers(
  tx: Tx,
  workspaceId: string,
  handOffIds: readonly string[],
  now: Instant,
  kinds: readonly string[] = ['reminder', 'escalation', 'expiry', 'resume'],
): Promise<void> {
  if (handOffIds.length === 0) return
  await tx.execute(sql`
    update hand_off_timer t set cancelled_at = ${toIso(now)}::timestamptz
    where t.workspace_id = ${workspaceId} and t.hand_off_id = ${anyId(handOffIds)} and t.kind = ${anyText(kinds)}
      and t.fired_at is null and t.cancelled_at is null`)
}

export interface TimerRow {
  handOffId: string
  kind: PlannedTimer['kind']
  level: number
  dueAt: Instant
  firedAt: Instant | null
  cancelledAt: Instant | null
}

export async function timersOfHandOff(tx: Tx, workspaceId: string, handOffId: string): Promise<TimerRow[]> {
  return tx
    .select()
    .from(handOffTimer)
    .where(and(eq(handOffTimer.workspaceId, workspaceId), eq(handOffTimer.handOffId, handOffId)))
    .orderBy(asc(handOffTimer.dueAt), asc(handOffTimer.kind), asc(handOffTimer.level))
}

/** Hand-offs with something due, the longest overdue first, with their people. */
export async function dueHandOffs(
  tx: Tx,
  workspaceId: string,
  now: Instant,
  limit: number,
  leavingOut: readonly string[],
): Promise<{ id: string; personId: string }[]> {
  const { rows } = await tx.execute<{ id: string; personId: string }>(sql`
    select h.id, h.person_id as "personId" from hand_off h
    join (
      select t.hand_off_id, min(t.due_at) as due_at from hand_off_timer t
      where t.workspace_id = ${workspaceId} and t.due_at <= ${toIso(now)}::timestamptz and t.fired_at is null
        and t.cancelled_at is null and t.hand_off_id <> all(${sql.param(leavingOut)}::uuid[])
      group by t.hand_off_id order by min(t.due_at), t.hand_off_id limit ${limit}
    ) d on d.hand_off_id = h.id
    where h.workspace_id = ${workspaceId} order by d.due_at, h.id`)
  return rows
}

/** The due timers of some hand-offs, locked; of two sweeps at once the second finds them fired. */
export async function claimTimers(
  tx: Tx,
  workspaceId: string,
  handOffIds: readonly string[],
  now: Instant,
): Promise<TimerRow[]> {
  return tx
    .select()
    .from(handOffTimer)
    .where(
      and(
        eq(handOffTimer.workspaceId, workspaceId),
        inArray(handOffTimer.handOffId, [...handOffIds]),
        sql`due_at <= ${toIso(now)}::timestamptz and fired_at is null and cancelled_at is null`,
      ),
    )
    .orderBy(
      asc(handOffTimer.dueAt),
      asc(handOffTimer.handOffId),
      asc(handOffTimer.kind),
      asc(handOffTimer.level),
    )
    .for('update', { skipLocked: true })
}

export async function markFired(
  tx: Tx,
  workspaceId: string,
  timers: readonly TimerRow[],
  now: Instant,
): Promise<void> {
  if (timers.length === 0) return
  const keys = timers.map(({ handOffId, kind, level }) => ({ handOffId, kind, level }))
  await tx.execute(sql`
    update hand_off_timer t set fired_at = ${toIso(now)}::timestamptz
    from jsonb_to_recordset(${JSON.stringify(keys)}::jsonb) as r ("handOffId" uuid, kind text, level int)
    where t.workspace_id = ${workspaceId} and t.hand_off_id = r."handOffId" and t.kind = r.kind and t.level = r.level`)
}
