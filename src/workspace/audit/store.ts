import { and, asc, desc, eq, gt, ilike, lt } from 'drizzle-orm'
import type { Tx } from '#platform/db/index.ts'
import { type AuditRow, type Head, NO_HASH } from './chain.ts'
import { auditEntry, auditHead } from './tables.ts'

/** The end of the chain, locked until this transaction ends, so that rows are added one after the other. */
export async function lockHead(tx: Tx, workspaceId: string): Promise<Head> {
  await tx
    .insert(auditHead)
    .values({ workspaceId, seq: 0, hash: NO_HASH })
    .onConflictDoNothing({ target: auditHead.workspaceId })
  const [head] = await tx.select().from(auditHead).where(eq(auditHead.workspaceId, workspaceId)).for('update')
  return head!
}

export async function appendEntry(tx: Tx, row: AuditRow): Promise<void> {
  await tx.insert(auditEntry).values(row)
  await tx
    .update(auditHead)
    .set({ seq: row.seq, hash: row.hash })
    .where(eq(auditHead.workspaceId, row.workspaceId))
}

export async function headOf(tx: Tx, workspaceId: string): Promise<Head | null> {
  const [head] = await tx.select().from(auditHead).where(eq(auditHead.workspaceId, workspaceId))
  return head ? { seq: head.seq, hash: head.hash } : null
}

/** Every chain's end; runs in `database.system`. */
export async function allHeads(tx: Tx): Promise<{ workspaceId: string; seq: number; hash: string }[]> {
  return tx.select().from(auditHead)
}

export async function* entriesInOrder(tx: Tx, workspaceId: string): AsyncGenerator<AuditRow> {
  let after = 0
  for (;;) {
    const rows = await tx
      .select()
      .from(auditEntry)
      .where(and(eq(auditEntry.workspaceId, workspaceId), gt(auditEntry.seq, after)))
      .orderBy(asc(auditEntry.seq))
      .limit(1_000)
    yield* rows
    if (rows.length < 1_000) return
    after = rows.at(-1)!.seq
  }
}

export async function entriesPage(
  tx: Tx,
  workspaceId: string,
  filter: {
    before?: number | undefined
    operation?: string | undefined
    search?: string | undefined
    limit: number
  },
): Promise<AuditRow[]> {
  return tx
    .select()
    .from(auditEntry)
    .where(
      and(
        eq(auditEntry.workspaceId, workspaceId),
        filter.before ? lt(auditEntry.seq, filter.before) : undefined,
        filter.operation ? eq(auditEntry.operation, filter.operation) : undefined,
        filter.search
          ? ilike(auditEntry.summary, `%${filter.search.replace(/[\\%_]/g, '\\$&')}%`)
          : undefined,
      ),
    )
    .orderBy(desc(auditEntry.seq))
    .limit(filter.limit)
}
