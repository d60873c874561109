import { sql } from 'drizzle-orm'
import { anyId, type Tx } from '#platform/db/index.ts'
import { type Instant, toIso } from '#platform/kernel/instant.ts'

/** What the play of the sample company's last weeks has to know. */

/** Whether the play was begun before, by a run that was stopped. */
export async function hasBegun(tx: Tx, workspaceId: string): Promise<boolean> {
  const { rows } = await tx.execute(sql`select 1 from hand_off_start s where s.workspace_id = ${workspaceId}`)
  return rows.length > 0
}

/** Ids of the people under the keys of the story. */
export async function peopleByKey(tx: Tx, workspaceId: string): Promise<Map<string, string>> {
  const { rows } = await tx.execute<{ key: string; id: string }>(sql`
    select x.external_id as key, x.record_id as id from external_id x
    where x.workspace_id = ${workspaceId} and x.kind = 'person'`)
  return new Map(rows.map(({ key, id }) => [key, id]))
}

/** Who stands at the hand-off since an instant, in the order they came there. */
export async function qualifiedSince(
  tx: Tx,
  workspaceId: string,
  since: Instant,
): Promise<{ personId: string; at: Instant }[]> {
  const { rows } = await tx.execute<{ personId: string; at: Instant }>(sql`
    select l.person_id as "personId", l.stage_entered_at as at from lead l
    where l.workspace_id = ${workspaceId} and l.stage = 'mql' and l.stage_entered_at >= ${toIso(since)}::timestamptz
    order by l.stage_entered_at, l.person_id`)
  return rows
}

/** People of accounts who have not begun any cycle. */
export async function neverQualified(tx: Tx, workspaceId: string, limit: number): Promise<string[]> {
  const { rows } = await tx.execute<{ id: string }>(sql`
    select l.person_id as id from lead l
    join person p on p.workspace_id = ${workspaceId} and p.id = l.person_id
    join external_id x on x.workspace_id = ${workspaceId} and x.record_id = p.id and x.kind = 'person'
    where l.workspace_id = ${workspaceId} and l.stage is null and l.excluded_by is null and p.account_id is not null
    order by x.external_id desc limit ${limit}`)
  return rows.map(({ id }) => id)
}

/** When sellers tried or reached some people. */
export async function salesTouchesOf(
  tx: Tx,
  workspaceId: string,
  personIds: readonly string[],
  since: Instant,
): Promise<{ personId: string; at: Instant }[]> {
  const { rows } = await tx.execute<{ personId: string; at: Instant }>(sql`
    select t.person_id as "personId", t.occurred_at as at from touch t
    where t.workspace_id = ${workspaceId} and t.person_id = ${anyId(personIds)} and t.side = 'sales'
      and t.occurred_at >= ${toIso(since)}::timestamptz
    order by t.occurred_at, t.id`)
  return rows
}

export interface LatestHandOff extends Record<string, unknown> {
  id: string
  cycle: number
  state: string
}

/** The latest hand-off of a person, whatever became of it. */
export async function latestHandOff(
  tx: Tx,
  workspaceId: string,
  personId: string,
): Promise<LatestHandOff | null> {
  const { rows } = await tx.execute<LatestHandOff>(sql`
    select h.id, h.cycle, h.state from hand_off h
    where h.workspace_id = ${workspaceId} and h.person_id = ${personId}
    order by h.cycle desc, h.sequence desc limit 1`)
  return rows[0] ?? null
}

/** When the next timer of a hand-off falls due. */
export async function nextTimerAt(tx: Tx, workspaceId: string): Promise<Instant | null> {
  const { rows } = await tx.execute<{ at: Instant | null }>(sql`
    select min(t.due_at) as at from hand_off_timer t
    where t.workspace_id = ${workspaceId} and t.fired_at is null and t.cancelled_at is null`)
  return rows[0]?.at ?? null
}

export async function sellerCalled(tx: Tx, workspaceId: string, name: string): Promise<string | null> {
  const { rows } = await tx.execute<{ id: string }>(sql`
    select s.id from seller s where s.workspace_id = ${workspaceId} and s.name = ${name}`)
  return rows[0]?.id ?? null
}

/** Takes back what was announced in this transaction: nobody is to be told of the sample company's past. */
export async function forgetAnnouncements(tx: Tx, workspaceId: string): Promise<void> {
  await tx.execute(sql`
    delete from job j where j.workspace_id = ${workspaceId} and j.kind = 'outbox.deliver' and j.state = 'ready'`)
}
