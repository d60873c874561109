import { and, eq, sql } from 'drizzle-orm'
import type { Tx } from '#platform/db/index.ts'
import { newId } from '#platform/kernel/ids.ts'
import { type Instant, toIso } from '#platform/kernel/instant.ts'
import { personName } from '#records/people/tables.ts'
import type { Place } from './list-store.ts'
import { handOffDispute } from './tables.ts'

type DisputeRow = typeof handOffDispute.$inferSelect
const one = (workspaceId: string, id: string) =>
  and(eq(handOffDispute.workspaceId, workspaceId), eq(handOffDispute.id, id))

/** Writes a dispute; `null` when the rejection is contested already. */
export async function insertDispute(
  tx: Tx,
  workspaceId: string,
  raised: Pick<DisputeRow, 'handOffId' | 'note' | 'raisedBy' | 'raisedAt'>,
): Promise<string | null> {
  const id = newId(raised.raisedAt)
  const written = await tx
    .insert(handOffDispute)
    .values({ ...raised, workspaceId, id, outcome: 'open' })
    .onConflictDoNothing()
    .returning({ id: handOffDispute.id })
  return written[0]?.id ?? null
}

export async function disputeOf(tx: Tx, workspaceId: string, id: string): Promise<DisputeRow | null> {
  const [row] = await tx.select().from(handOffDispute).where(one(workspaceId, id))
  return row ?? null
}

export async function lockDispute(tx: Tx, workspaceId: string, id: string): Promise<DisputeRow | null> {
  const [row] = await tx.select().from(handOffDispute).where(one(workspaceId, id)).for('update')
  return row ?? null
}

export async function saveSettlement(
  tx: Tx,
  workspaceId: string,
  id: string,
  settled: Pick<DisputeRow, 'outcome' | 'answer' | 'settledBy' | 'settledAt'>,
): Promise<void> {
  await tx.update(handOffDispute).set(settled).where(one(workspaceId, id))
}

/** One contested rejection as it is listed. */
export interface ListedDispute {
  id: string
  handOffId: string
  personId: string
  personName: string
  accountName: string | null
  reason: string | null
  agreementVersion: number
  rejectionNote: string | null
  note: string
  raisedBy: string
  raisedAt: Instant
  outcome: 'open' | 'upheld' | 'overturned'
  answer: string | null
  settledAt: Instant | null
}

const OPEN_FIRST = sql`(case when d.outcome = 'open' then 1 else 0 end)`
const SINCE = sql`coalesce(d.settled_at, d.raised_at)`

/** One page, the open ones first, each part with the latest first. */
export async function disputeRows(
  tx: Tx,
  workspaceId: string,
  { after, limit }: { after: Place | null; limit: number },
): Promise<ListedDispute[]> {
  const beyond = after
    ? sql`(${OPEN_FIRST}, ${SINCE}, d.id) < (${after.rank}::int, ${toIso(after.at)}::timestamptz, ${after.id}::uuid)`
    : sql`true`
  const { rows } = await tx.execute<ListedDispute & Record<string, unknown>>(sql`
    ${listed(workspaceId)} and ${beyond}
    order by ${OPEN_FIRST} desc, ${SINCE} desc, d.id desc limit ${limit}`)
  return rows
}

/** One of them. */
export async function disputeRow(tx: Tx, workspaceId: string, id: string): Promise<ListedDispute> {
  const { rows } = await tx.execute<ListedDispute & Record<string, unknown>>(sql`
    ${listed(workspaceId)} and d.id = ${id}`)
  return rows[0]!
}

const listed = (workspaceId: string) => sql`
    select d.id, d.hand_off_id as "handOffId", h.person_id as "personId",
      ${personName} as "personName",
      a.name as "accountName", h.reason, h.agreement_version as "agreementVersion", h.note as "rejectionNote", d.note,
      coalesce(m.name, 'Somebody') as "raisedBy", d.raised_at as "raisedAt", d.outcome, d.answer, d.settled_at as "settledAt"
    from hand_off_dispute d
    join hand_off h on h.workspace_id = ${workspaceId} and h.id = d.hand_off_id
    left join person p on p.workspace_id = ${workspaceId} and p.id = h.person_id
    left join account a on a.workspace_id = ${workspaceId} and a.id = p.account_id
    left join member m on m.workspace_id = ${workspaceId} and m.user_id = d.raised_by
    where d.workspace_id = ${workspaceId}`

/** The dispute about one hand-off. */
export async function disputeOfHandOff(
  tx: Tx,
  workspaceId: string,
  handOffId: string,
): Promise<Pick<DisputeRow, 'id' | 'note' | 'outcome' | 'answer'> | null> {
  const { id, note, outcome, answer } = handOffDispute
  const [row] = await tx
    .select({ id, note, outcome, answer })
    .from(handOffDispute)
    .where(and(eq(handOffDispute.workspaceId, workspaceId), eq(handOffDispute.handOffId, handOffId)))
  return row ?? null
}
