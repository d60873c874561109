import { sql } from 'drizzle-orm'
import type { Tx } from '#platform/db/index.ts'
import { type Instant, toIso } from '#platform/kernel/instant.ts'
import { isManagerIn } from '#records/people/index.ts'

export interface AbsenceRow extends Record<string, unknown> {
  id: string
  sellerId: string
  sellerName: string
  fromAt: Instant
  toAt: Instant
  note: string | null
  enteredBy: string
}

const COLUMNS = sql`b.id, b.seller_id as "sellerId", s.name as "sellerName", b.from_at as "fromAt", b.to_at as "toAt", b.note,
  b.entered_by as "enteredBy"`
const instant = (at: Instant) => sql`${toIso(at)}::timestamptz`

export async function absenceRow(
  tx: Tx,
  workspaceId: string,
  id: string,
  { lock = false } = {},
): Promise<AbsenceRow | undefined> {
  const { rows } = await tx.execute<AbsenceRow>(sql`
    select ${COLUMNS} from seller_absence b
    join seller s on s.workspace_id = ${workspaceId} and s.id = b.seller_id
    where b.workspace_id = ${workspaceId} and b.id = ${id} ${lock ? sql`for update of b` : sql``}`)
  return rows[0]
}

export interface AbsencesAsked {
  sellerId: string | undefined
  past: boolean
  now: Instant
  after: { at: Instant; id: string } | null
  limit: number
}

/** Those to come and running ones by their beginning, or those that are over, latest first. */
export async function absenceRows(
  tx: Tx,
  workspaceId: string,
  { sellerId, past, now, after, limit }: AbsencesAsked,
): Promise<AbsenceRow[]> {
  const way = past ? sql`desc` : sql`asc`
  const beyond = past ? sql`<` : sql`>`
  const { rows } = await tx.execute<AbsenceRow>(sql`
    select ${COLUMNS} from seller_absence b
    join seller s on s.workspace_id = ${workspaceId} and s.id = b.seller_id
    where b.workspace_id = ${workspaceId} and b.to_at ${past ? sql`<=` : sql`>`} ${instant(now)}
      ${sellerId ? sql`and b.seller_id = ${sellerId}` : sql``}
      ${after ? sql`and (b.from_at, b.id) ${beyond} (${instant(after.at)}, ${after.id}::uuid)` : sql``}
    order by b.from_at ${way}, b.id ${way} limit ${limit}`)
  return rows
}

/** Absences that run at an instant. */
export async function absencesAt(tx: Tx, workspaceId: string, at: Instant): Promise<AbsenceRow[]> {
  const { rows } = await tx.execute<AbsenceRow>(sql`
    select ${COLUMNS} from seller_absence b
    join seller s on s.workspace_id = ${workspaceId} and s.id = b.seller_id
    where b.workspace_id = ${workspaceId} and b.from_at <= ${instant(at)} and b.to_at > ${instant(at)} order by b.to_at`)
  return rows
}

interface AbsenceValues {
  fromAt: Instant
  toAt: Instant
  note: string | null
}

export async function insertAbsence(
  tx: Tx,
  workspaceId: string,
  row: AbsenceValues & { id: string; sellerId: string; enteredBy: string },
  now: Instant,
): Promise<void> {
  await tx.execute(sql`
    insert into seller_absence (workspace_id, id, seller_id, from_at, to_at, note, entered_by, recorded_at)
    values (${workspaceId}, ${row.id}, ${row.sellerId}, ${instant(row.fromAt)}, ${instant(row.toAt)}, ${row.note},
      ${row.enteredBy}, ${instant(now)})`)
}

export async function updateAbsence(
  tx: Tx,
  workspaceId: string,
  id: string,
  { fromAt, toAt, note }: AbsenceValues,
): Promise<void> {
  await tx.execute(sql`
    update seller_absence set from_at = ${instant(fromAt)}, to_at = ${instant(toAt)}, note = ${note}
    where workspace_id = ${workspaceId} and id = ${id}`)
}

export async function deleteAbsence(tx: Tx, workspaceId: string, id: string): Promise<void> {
  await tx.execute(sql`delete from seller_absence where workspace_id = ${workspaceId} and id = ${id}`)
}

/** The seller whose e-mail address is the member's, and those the member manages; for an API key, of the member who made it. */
export async function sellersOfActor(
  tx: Tx,
  workspaceId: string,
  { kind, id }: { kind: 'user' | 'api_key'; id: string },
): Promise<{ own: string | null; managed: string[] }> {
  const user =
    kind === 'user'
      ? sql`${id}::uuid`
      : sql`(select k.created_by from api_key k where k.workspace_id = ${workspaceId} and k.id = ${id})`
  const { rows } = await tx.execute<{ id: string; own: boolean; managed: boolean }>(sql`
    select x.id, x.own, x.managed from (
      select s.id, s.email_norm is not distinct from lower(trim(m.email)) as own,
        ${isManagerIn(workspaceId, sql`s.manager`)} is true as managed
      from member m join seller s on s.workspace_id = ${workspaceId}
      where m.workspace_id = ${workspaceId} and m.user_id = ${user}
    ) x where x.own or x.managed order by x.id`)
  const own = rows.find((row) => row.own)
  return { own: own?.id ?? null, managed: rows.filter((row) => row.managed).map((row) => row.id) }
}

/** Names of sellers with their team. */
export async function teamRows(tx: Tx, workspaceId: string) {
  const { rows } = await tx.execute<{ id: string; name: string; team: string | null }>(sql`
    select s.id, s.name, s.team from seller s where s.workspace_id = ${workspaceId} order by s.name_norm, s.id`)
  return rows
}
