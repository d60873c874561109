import { and, asc, desc, eq, gt, ilike, lt, sql } from 'drizzle-orm'
import { containing, type Tx } from '#platform/db/index.ts'
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

/** An end kept outside the database. `sample`: of a sample company, which may be removed; any other workspace stays for good. */
export interface KeptHead extends Head {
  sample: boolean
}

/**
 * The end of each chain, and whether the chain still contains the end that was kept of it earlier; runs in `database.system`. A
 * sample company that was removed is left out.
 */
export async function headsSince(
  tx: Tx,
  kept: Readonly<Record<string, KeptHead>>,
): Promise<{ workspaceId: string; present: KeptHead; continues: boolean }[]> {
  const ends = Object.entries(kept).map(([id, head]) => ({ id, ...head }))
  const { rows } = await tx.execute<
    KeptHead & { workspaceId: string; continues: boolean } & Record<string, unknown>
  >(sql`
    select x.id as "workspaceId", x.sample, coalesce(h.seq, 0)::int as seq, coalesce(h.hash, ${NO_HASH}) as hash,
      coalesce(x.seq, 0) = 0 or (coalesce(h.seq, 0) >= x.seq and e.hash is not distinct from x.hash) as continues
    from (
      select coalesce(w.id, k.id) as id, k.seq, k.hash, w.kind = 'sample' and (k.id is null or k.sample) as sample
      from workspace w full join jsonb_to_recordset(${JSON.stringify(ends)}::jsonb)
        as k(id uuid, seq bigint, hash text, sample boolean) on k.id = w.id
      where w.id is not null or not k.sample
    ) x
    left join audit_head h on h.workspace_id = x.id
    left join audit_entry e on e.workspace_id = x.id and e.seq = x.seq
    order by x.id`)
  return rows.map(({ workspaceId, continues, ...present }) => ({ workspaceId, continues, present }))
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
        filter.search ? ilike(auditEntry.summary, containing(filter.search)) : undefined,
      ),
    )
    .orderBy(desc(auditEntry.seq))
    .limit(filter.limit)
}
