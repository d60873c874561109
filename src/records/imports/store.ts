import { and, desc, eq, inArray, lt, or, sql } from 'drizzle-orm'
import type { Tx } from '#platform/db/index.ts'
import type { Instant } from '#platform/kernel/instant.ts'
import { importFile, importMapping, importRowError, importRun } from './tables.ts'
import type { RowError } from './understanding.ts'

export type ImportRunRow = typeof importRun.$inferSelect
export type ImportFileRow = typeof importFile.$inferSelect

/** Everything but the understanding and mapping, which are large. */
const SUMMARY = {
  workspaceId: importRun.workspaceId,
  id: importRun.id,
  name: importRun.name,
  state: importRun.state,
  answers: importRun.answers,
  dryCounts: importRun.dryCounts,
  counts: importRun.counts,
  leftovers: importRun.leftovers,
  rowsDone: importRun.rowsDone,
  rowsTotal: importRun.rowsTotal,
  refusedRows: importRun.refusedRows,
  errorCount: importRun.errorCount,
  problem: importRun.problem,
  createdBy: importRun.createdBy,
  createdAt: importRun.createdAt,
  startedAt: importRun.startedAt,
  finishedAt: importRun.finishedAt,
}
export type ImportSummary = Omit<ImportRunRow, 'understanding' | 'mapping'>

export async function insertRun(tx: Tx, row: typeof importRun.$inferInsert): Promise<void> {
  await tx.insert(importRun).values(row)
}

export async function findRun(tx: Tx, workspaceId: string, id: string): Promise<ImportRunRow | undefined> {
  const [row] = await tx
    .select()
    .from(importRun)
    .where(and(eq(importRun.workspaceId, workspaceId), eq(importRun.id, id)))
  return row
}

/** Locks the run, so that two requests do not both move it on. */
export async function lockRun(tx: Tx, workspaceId: string, id: string): Promise<ImportRunRow | undefined> {
  const [row] = await tx
    .select()
    .from(importRun)
    .where(and(eq(importRun.workspaceId, workspaceId), eq(importRun.id, id)))
    .for('update')
  return row
}

export async function updateRun(
  tx: Tx,
  workspaceId: string,
  id: string,
  values: Partial<typeof importRun.$inferInsert>,
): Promise<void> {
  await tx
    .update(importRun)
    .set(values)
    .where(and(eq(importRun.workspaceId, workspaceId), eq(importRun.id, id)))
}

/** Whether a job of a kind works on a run, or will: a run that was stopped writes until its job has seen it. */
export async function hasJob(tx: Tx, workspaceId: string, kind: string, importId: string): Promise<boolean> {
  const { rows } = await tx.execute(sql`
    select 1 from job where workspace_id = ${workspaceId} and kind = ${kind} and state in ('ready', 'running')
      and payload ->> 'importId' = ${importId} limit 1`)
  return rows.length > 0
}

/** Runs that write now or will. */
export async function countBusy(tx: Tx, workspaceId: string, except: string): Promise<number> {
  const busy = await tx
    .select({ id: importRun.id })
    .from(importRun)
    .where(
      and(eq(importRun.workspaceId, workspaceId), inArray(importRun.state, ['queued', 'running', 'undoing'])),
    )
  return busy.filter(({ id }) => id !== except).length
}

export async function listRuns(
  tx: Tx,
  workspaceId: string,
  before: { at: Instant; id: string } | undefined,
  limit: number,
): Promise<ImportSummary[]> {
  const after =
    before &&
    or(
      lt(importRun.createdAt, before.at),
      and(eq(importRun.createdAt, before.at), lt(importRun.id, before.id)),
    )
  return tx
    .select(SUMMARY)
    .from(importRun)
    .where(and(eq(importRun.workspaceId, workspaceId), after))
    .orderBy(desc(importRun.createdAt), desc(importRun.id))
    .limit(limit)
}

export async function insertFile(tx: Tx, row: typeof importFile.$inferInsert): Promise<void> {
  await tx.insert(importFile).values(row)
}

export async function filesOf(
  tx: Tx,
  workspaceId: string,
  importIds: readonly string[],
): Promise<ImportFileRow[]> {
  if (importIds.length === 0) return []
  return tx
    .select()
    .from(importFile)
    .where(and(eq(importFile.workspaceId, workspaceId), inArray(importFile.importId, [...importIds])))
    .orderBy(importFile.name)
}

/**
 * The import in which the content of a file ended well before. `stands`: no other import has ended or was undone since, so that its
 * rows are as it left them.
 */
export async function importedBefore(
  tx: Tx,
  workspaceId: string,
  file: ImportFileRow,
): Promise<{ at: Instant; stands: boolean } | undefined> {
  const { rows } = await tx.execute<{ at: number; stands: boolean }>(sql`
    select r.finished_at as at, not exists (
        select 1 from import_run o where o.workspace_id = ${workspaceId} and o.id <> r.id and o.id <> ${file.importId}
          and o.started_at is not null and o.finished_at >= r.finished_at
      ) as stands
    from import_file f
    join import_run r on r.workspace_id = ${workspaceId} and r.id = f.import_id and r.state = 'done'
    where f.workspace_id = ${workspaceId} and f.digest = ${file.digest} and f.import_id <> ${file.importId}
    order by r.finished_at desc limit 1`)
  return rows[0]
}

export async function deleteFile(tx: Tx, workspaceId: string, id: string): Promise<void> {
  await tx.delete(importFile).where(and(eq(importFile.workspaceId, workspaceId), eq(importFile.id, id)))
}

/** Removes a run that has not written anything, with what is known of its files. */
export async function deleteRun(tx: Tx, workspaceId: string, id: string): Promise<void> {
  await deleteErrors(tx, workspaceId, id)
  await tx.delete(importFile).where(and(eq(importFile.workspaceId, workspaceId), eq(importFile.importId, id)))
  await tx.delete(importRun).where(and(eq(importRun.workspaceId, workspaceId), eq(importRun.id, id)))
}

/** Remembers what was left out; a stretch that is repeated overwrites nothing. */
export async function insertErrors(
  tx: Tx,
  workspaceId: string,
  importId: string,
  from: number,
  errors: readonly RowError[],
): Promise<void> {
  if (errors.length === 0) return
  const rows = errors.map((error, index) => ({ workspaceId, importId, position: from + index, ...error }))
  await tx.insert(importRowError).values(rows).onConflictDoNothing()
}

export async function listErrors(
  tx: Tx,
  workspaceId: string,
  importId: string,
  limit: number,
): Promise<RowError[]> {
  const { file, row, header, value, message, refused } = importRowError
  return tx
    .select({ file, row, header, value, message, refused })
    .from(importRowError)
    .where(and(eq(importRowError.workspaceId, workspaceId), eq(importRowError.importId, importId)))
    .orderBy(importRowError.position)
    .limit(limit)
}

export async function deleteErrors(tx: Tx, workspaceId: string, importId: string): Promise<void> {
  await tx
    .delete(importRowError)
    .where(and(eq(importRowError.workspaceId, workspaceId), eq(importRowError.importId, importId)))
}

export async function listMappingRows(tx: Tx, workspaceId: string, after: string | undefined, limit: number) {
  return tx
    .select()
    .from(importMapping)
    .where(
      and(
        eq(importMapping.workspaceId, workspaceId),
        after === undefined ? undefined : sql`${importMapping.name} > ${after}`,
      ),
    )
    .orderBy(importMapping.name)
    .limit(limit)
}

export async function replaceMapping(tx: Tx, row: typeof importMapping.$inferInsert): Promise<void> {
  await tx
    .delete(importMapping)
    .where(and(eq(importMapping.workspaceId, row.workspaceId), eq(importMapping.name, row.name)))
  await tx.insert(importMapping).values(row)
}

export async function deleteMappingRow(tx: Tx, workspaceId: string, id: string): Promise<boolean> {
  const gone = await tx
    .delete(importMapping)
    .where(and(eq(importMapping.workspaceId, workspaceId), eq(importMapping.id, id)))
    .returning({ id: importMapping.id })
  return gone.length > 0
}

/** Zone and currency in which reports are shown; what a file does not state is read in these. */
export async function workspaceDefaults(
  tx: Tx,
  workspaceId: string,
): Promise<{ timeZone: string; currency: string }> {
  const { rows } = await tx.execute<{ time_zone: string; currency: string }>(
    sql`select time_zone, currency from workspace where id = ${workspaceId}`,
  )
  return { timeZone: rows[0]?.time_zone ?? 'UTC', currency: rows[0]?.currency ?? 'USD' }
}

/** All workspaces, for commands of the operator. */
export async function findWorkspaces(tx: Tx): Promise<{ id: string; slug: string; name: string }[]> {
  const { rows } = await tx.execute<{ id: string; slug: string; name: string }>(
    sql`select id, slug, name from workspace order by slug`,
  )
  return rows
}
