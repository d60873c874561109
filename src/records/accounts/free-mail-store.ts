import { sql } from 'drizzle-orm'
import type { Tx } from '#platform/db/index.ts'
import type { FreeMailOverrides } from './domain.ts'

/** A workspace's corrections to the free-mail list. */
export async function freeMailCorrections(tx: Tx, workspaceId: string): Promise<FreeMailOverrides> {
  const { rows } = await tx.execute<{ domain: string; isFreeMail: boolean }>(
    sql`select f.domain, f.is_free_mail as "isFreeMail" from free_mail_override f where f.workspace_id = ${workspaceId}`,
  )
  return new Map(rows.map((row) => [row.domain, row.isFreeMail]))
}
