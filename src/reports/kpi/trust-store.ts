import { sql } from 'drizzle-orm'
import type { Tx } from '#platform/db/index.ts'
import type { TrustFacts } from './rules/facts.ts'

/** Rows that imports read and refused, and pairs of records that wait for a decision. */
export async function readTroubles(
  tx: Tx,
  workspaceId: string,
): Promise<Pick<TrustFacts, 'rowsRead' | 'rowsRefused' | 'duplicatesUnderReview'>> {
  const runs = await tx.execute<{ read: number; refused: number }>(sql`
    select coalesce(sum(r.rows_done), 0) as read, coalesce(sum(r.refused_rows), 0) as refused
    from import_run r where r.workspace_id = ${workspaceId} and r.state in ('running', 'done', 'failed', 'cancelled')`)
  const pairs = await tx.execute<{ pairs: number }>(
    sql`select count(*) as pairs from review_pair p where p.workspace_id = ${workspaceId} and p.state = 'open'`,
  )
  const { read = 0, refused = 0 } = runs.rows[0] ?? {}
  return { rowsRead: read, rowsRefused: refused, duplicatesUnderReview: pairs.rows[0]?.pairs ?? 0 }
}

/** Whether there is anything that the dashboard counts. */
export async function hasRecords(tx: Tx, workspaceId: string): Promise<boolean> {
  const { rows } = await tx.execute<{ found: boolean }>(sql`
    select exists (select from person p where p.workspace_id = ${workspaceId})
      or exists (select from account a where a.workspace_id = ${workspaceId})
      or exists (select from opportunity o where o.workspace_id = ${workspaceId}) as found`)
  return rows[0]!.found
}

/** Values that a report can be narrowed to. */
export async function readFilters(tx: Tx, workspaceId: string) {
  const { rows } = await tx.execute<{ dimension: string; value: string; name: string | null }>(sql`
    select d.dimension, d.value, c.name
    from (
      select distinct s.dimension, s.value from stage_daily s
      where s.workspace_id = ${workspaceId} and s.dimension in ('source', 'team', 'campaign') and s.value <> ''
    ) d
    left join campaign c on c.workspace_id = ${workspaceId} and d.dimension = 'campaign' and c.id::text = d.value
    order by coalesce(c.name, d.value)`)
  const of = (dimension: string) => rows.filter((row) => row.dimension === dimension)
  return {
    sources: of('source').map((row) => row.value),
    teams: of('team').map((row) => row.value),
    campaigns: of('campaign').map((row) => ({ id: row.value, name: row.name ?? 'Unknown campaign' })),
  }
}
