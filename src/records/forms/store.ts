import { and, desc, eq, isNull, lt, sql } from 'drizzle-orm'
import { anyId, type Tx } from '#platform/db/index.ts'
import { type Instant, toIso } from '#platform/kernel/instant.ts'
import { form } from './tables.ts'

export type FormRow = typeof form.$inferSelect

/** The form with a key; undefined when there is none or it was stopped. */
export async function formWithKey(tx: Tx, workspaceId: string, key: string): Promise<FormRow | undefined> {
  const rows = await tx
    .select()
    .from(form)
    .where(and(eq(form.workspaceId, workspaceId), eq(form.key, key), isNull(form.revokedAt)))
  return rows[0]
}

export async function formRow(tx: Tx, workspaceId: string, id: string): Promise<FormRow | undefined> {
  const rows = await tx
    .select()
    .from(form)
    .where(and(eq(form.workspaceId, workspaceId), eq(form.id, id)))
  return rows[0]
}

export function formRows(
  tx: Tx,
  workspaceId: string,
  before: string | undefined,
  limit: number,
): Promise<FormRow[]> {
  return tx
    .select()
    .from(form)
    .where(and(eq(form.workspaceId, workspaceId), before ? lt(form.id, before) : undefined))
    .orderBy(desc(form.id))
    .limit(limit)
}

export async function insertForm(tx: Tx, row: FormRow): Promise<void> {
  await tx.insert(form).values(row)
}

export async function updateForm(
  tx: Tx,
  workspaceId: string,
  id: string,
  values: Partial<FormRow>,
): Promise<void> {
  await tx
    .update(form)
    .set(values)
    .where(and(eq(form.workspaceId, workspaceId), eq(form.id, id)))
}

export interface FormCounts extends Record<string, unknown> {
  formId: string
  submissions: number
  lately: number
  held: number
  lastAt: Instant | null
}

/** How often forms were sent: ever and since an instant, without what was refused, and how many are held. */
export async function countsOf(
  tx: Tx,
  workspaceId: string,
  formIds: readonly string[],
  since: Instant,
): Promise<Map<string, FormCounts>> {
  const { rows } = await tx.execute<FormCounts>(sql`
    select s.form_id as "formId", count(*) filter (where coalesce(h.state, '') not in ('held', 'refused')) as submissions,
      count(*) filter (where coalesce(h.state, '') not in ('held', 'refused') and s.recorded_at >= ${toIso(since)}::timestamptz) as lately,
      count(*) filter (where h.state = 'held') as held,
      max(s.recorded_at) filter (where coalesce(h.state, '') not in ('held', 'refused')) as "lastAt"
    from form_submission s left join form_held h on h.workspace_id = ${workspaceId} and h.submission_id = s.id
    where s.workspace_id = ${workspaceId} and s.form_id = ${anyId(formIds)} group by s.form_id`)
  return new Map(rows.map((row) => [row.formId, row]))
}
