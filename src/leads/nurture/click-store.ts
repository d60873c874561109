import { sql } from 'drizzle-orm'
import { anyId, rowsOf, type Tx } from '#platform/db/index.ts'
import { type Instant, toIso } from '#platform/kernel/instant.ts'

/** Visits to the links of messages: writes `nurture_click` and nothing else. */

export interface ClickRow {
  id: string
  messageId: string
  link: number
  occurredAt: Instant
  sign: string | null
  settledAt: Instant | null
}

const ROW = sql.raw(
  `c.id, c.message_id as "messageId", c.link, c.occurred_at as "occurredAt", c.sign, c.settled_at as "settledAt"`,
)

/** Keeps a visit, up to `most` per message: who repeats one endlessly learns nothing and fills nothing. */
export async function insertClick(
  tx: Tx,
  workspaceId: string,
  click: Omit<ClickRow, 'settledAt'>,
  most: number,
): Promise<boolean> {
  const result = await tx.execute(sql`
    insert into nurture_click (workspace_id, id, message_id, link, occurred_at, sign)
    select ${workspaceId}::uuid, ${click.id}::uuid, ${click.messageId}::uuid, ${click.link}::smallint,
      ${toIso(click.occurredAt)}::timestamptz, ${click.sign}::text
    from (select count(*) as kept from nurture_click c where c.workspace_id = ${workspaceId} and c.message_id = ${click.messageId}) k
    where k.kept < ${most} returning id`)
  return result.rows.length > 0
}

export async function clicksOf(tx: Tx, workspaceId: string, messageId: string): Promise<ClickRow[]> {
  const result = await tx.execute(sql`
    select ${ROW} from nurture_click c where c.workspace_id = ${workspaceId} and c.message_id = ${messageId} order by c.occurred_at`)
  return rowsOf(result)
}

export async function settleClicks(
  tx: Tx,
  workspaceId: string,
  ids: readonly string[],
  now: Instant,
): Promise<void> {
  await tx.execute(sql`
    update nurture_click set settled_at = ${toIso(now)}::timestamptz
    where workspace_id = ${workspaceId} and id = ${anyId(ids)}`)
}
