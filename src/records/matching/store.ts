import { sql } from 'drizzle-orm'
import type { Tx } from '#platform/db/index.ts'
import { type Instant, toIso } from '#platform/kernel/instant.ts'
import { personName } from '#records/people/tables.ts'

export type MergeKind = 'person' | 'account'

export interface PairRow extends Record<string, unknown> {
  kind: MergeKind
  left_id: string
  right_id: string
  evidence: string
  state: 'open' | 'merged' | 'kept_apart'
  found_at: number
}

export async function listPairRows(
  tx: Tx,
  workspaceId: string,
  asked: { kind?: MergeKind | undefined; state: string; after?: string | undefined; limit: number },
): Promise<PairRow[]> {
  const kind = asked.kind ? sql`and kind = ${asked.kind}` : sql``
  const after = asked.after ? sql`and kind || left_id::text || right_id::text > ${asked.after}` : sql``
  const { rows } = await tx.execute<PairRow>(sql`
    select kind, left_id, right_id, evidence, state, found_at from review_pair
    where workspace_id = ${workspaceId} and state = ${asked.state} ${kind} ${after}
    order by kind || left_id::text || right_id::text limit ${asked.limit}`)
  return rows
}

export async function lockPair(
  tx: Tx,
  workspaceId: string,
  kind: MergeKind,
  leftId: string,
  rightId: string,
): Promise<PairRow | undefined> {
  const { rows } = await tx.execute<PairRow>(sql`
    select kind, left_id, right_id, evidence, state, found_at from review_pair
    where workspace_id = ${workspaceId} and kind = ${kind} and left_id = ${leftId} and right_id = ${rightId} for update`)
  return rows[0]
}

export async function decidePair(
  tx: Tx,
  workspaceId: string,
  pair: PairRow,
  state: PairRow['state'],
  by: string | null,
  now: Instant,
): Promise<void> {
  await tx.execute(sql`
    update review_pair set state = ${state}, decided_by = ${by}, decided_at = ${toIso(now)}::timestamptz
    where workspace_id = ${workspaceId} and kind = ${pair.kind} and left_id = ${pair.left_id} and right_id = ${pair.right_id}`)
}

export interface Titled extends Record<string, unknown> {
  id: string
  title: string
  lines: (string | null)[]
}

/** How records are shown beside each other. */
export async function describe(
  tx: Tx,
  workspaceId: string,
  kind: MergeKind,
  ids: readonly string[],
): Promise<Map<string, Titled>> {
  if (ids.length === 0) return new Map()
  const list = `{${ids.join(',')}}`
  const { rows } = await tx.execute<Titled>(
    kind === 'person'
      ? sql`select p.id, ${personName} as title,
          array[p.email, p.job_title, a.name, p.phone, p.country] as lines from person p
          left join account a on a.workspace_id = ${workspaceId} and a.id = p.account_id
          where p.workspace_id = ${workspaceId} and p.id = any(${list}::uuid[])`
      : sql`select id, name as title, array[domain, industry, country, phone, postcode] as lines from account
          where workspace_id = ${workspaceId} and id = any(${list}::uuid[])`,
  )
  return new Map(rows.map((row) => [row.id, row]))
}

const FILLED: Record<MergeKind, readonly string[]> = {
  person: [
    'email',
    'email_norm',
    'first_name',
    'last_name',
    'job_title',
    'phone',
    'country',
    'account_id',
    'seller_id',
    'source',
    'reported_stage',
  ],
  account: [
    'domain',
    'industry',
    'employees',
    'annual_revenue_minor',
    'currency',
    'country',
    'region',
    'phone',
    'postcode',
    'seller_id',
    'parent_id',
  ],
}

/** What a merge changed besides what points at the two records, so that it can be taken back. */
export interface Before {
  /** columns of the survivor, `attributes` and `occurred_at` (epoch milliseconds) among them */
  columns: Record<string, unknown>
  /** records that earlier merges had folded into the one that is hidden now */
  folded: string[]
}

/**
 * Gives the survivor what it lacks, and an opt-out of the other, and hides the other. Records that were folded into the other before point at the survivor from
 * now on, so that every hidden record names the one that is shown.
 */
export async function foldInto(
  tx: Tx,
  workspaceId: string,
  kind: MergeKind,
  survivorId: string,
  mergedId: string,
): Promise<Before> {
  const table = sql.identifier(kind)
  const names = FILLED[kind]
  const columns = sql.raw([...names, 'attributes', 'occurred_at'].map((name) => `"${name}"`).join(', '))
  const { rows } = await tx.execute<Record<string, unknown>>(sql`
    select ${columns} from ${table} where workspace_id = ${workspaceId} and id = ${survivorId}`)
  const sets = sql.raw(
    names.map((name) => `"${name}" = coalesce(kept."${name}", other."${name}")`).join(', '),
  )
  await tx.execute(sql`
    update ${table} as kept set ${sets}, attributes = other.attributes || kept.attributes
        || case when other.attributes ->> 'unsubscribed' = 'true' then '{"unsubscribed": true}'::jsonb else '{}'::jsonb end,
      occurred_at = least(kept.occurred_at, other.occurred_at)
    from ${table} as other
    where kept.workspace_id = ${workspaceId} and kept.id = ${survivorId} and other.workspace_id = ${workspaceId} and other.id = ${mergedId}`)
  const folded = await tx.execute<{ id: string }>(sql`
    update ${table} set merged_into_id = ${survivorId}
    where workspace_id = ${workspaceId} and (id = ${mergedId} or merged_into_id = ${mergedId}) returning id`)
  return {
    columns: rows[0] ?? {},
    folded: folded.rows.flatMap(({ id }) => (id === mergedId ? [] : id)),
  }
}

/** Takes from the survivor what the merge gave it and nobody has changed since, and shows the other again. */
export async function unfold(
  tx: Tx,
  workspaceId: string,
  kind: MergeKind,
  survivorId: string,
  mergedId: string,
  { columns, folded }: Before,
): Promise<void> {
  const table = sql.identifier(kind)
  const empty = FILLED[kind].filter((name) => columns[name] === null || columns[name] === undefined)
  const sets = empty.map(
    (name) =>
      `"${name}" = case when kept."${name}" is not distinct from other."${name}" then null else kept."${name}" end, `,
  )
  await tx.execute(sql`
    update ${table} as kept set ${sql.raw(sets.join(''))}
      attributes = coalesce((
        select jsonb_object_agg(one.key, case
          when one.key = 'unsubscribed' and other.attributes -> one.key = one.value then was.attributes -> one.key
          else one.value end)
        from jsonb_each(kept.attributes) as one, (select ${JSON.stringify(columns.attributes)}::jsonb as attributes) as was
        where jsonb_exists(was.attributes, one.key)
          or other.attributes -> one.key is distinct from one.value), '{}'::jsonb),
      occurred_at = case when kept.occurred_at = other.occurred_at
        then ${toIso(columns.occurred_at as Instant)}::timestamptz else kept.occurred_at end
    from ${table} as other
    where kept.workspace_id = ${workspaceId} and kept.id = ${survivorId} and other.workspace_id = ${workspaceId} and other.id = ${mergedId}`)
  await tx.execute(
    sql`update ${table} set merged_into_id = null where workspace_id = ${workspaceId} and id = ${mergedId}`,
  )
  await tx.execute(sql`
    update ${table} set merged_into_id = ${mergedId} where workspace_id = ${workspaceId}
      and id = any(${`{${folded.join(',')}}`}::uuid[]) and merged_into_id = ${survivorId}`)
}

/** Whether a record is there, not folded into another. */
export async function isLive(tx: Tx, workspaceId: string, kind: MergeKind, id: string): Promise<boolean> {
  const { rows } = await tx.execute(
    sql`select 1 from ${sql.identifier(kind)} where workspace_id = ${workspaceId} and id = ${id} and merged_into_id is null for update`,
  )
  return rows.length > 0
}

export interface MergeRow extends Record<string, unknown> {
  id: string
  kind: MergeKind
  survivor_id: string
  merged_id: string
  moved: Record<string, string[]>
  before: Before
  merged_by: string
  merged_at: number
  moved_at: number | null
  undone_at: number | null
}

export interface NewMerge {
  id: string
  kind: MergeKind
  survivor_id: string
  merged_id: string
  before: Before
  merged_by: string
  merged_at: Instant
}

export async function insertMerge(tx: Tx, workspaceId: string, row: NewMerge): Promise<void> {
  await tx.execute(sql`
    insert into record_merge (workspace_id, id, kind, survivor_id, merged_id, moved, before, merged_by, merged_at)
    values (${workspaceId}, ${row.id}, ${row.kind}, ${row.survivor_id}, ${row.merged_id}, '{}'::jsonb,
      ${JSON.stringify(row.before)}::jsonb, ${row.merged_by}, ${toIso(row.merged_at)})`)
}

export async function findMerge(tx: Tx, workspaceId: string, id: string): Promise<MergeRow | undefined> {
  const { rows } = await tx.execute<MergeRow>(
    sql`select * from record_merge where workspace_id = ${workspaceId} and id = ${id} for update`,
  )
  return rows[0]
}

export async function listMergeRows(
  tx: Tx,
  workspaceId: string,
  before: string | undefined,
  limit: number,
): Promise<MergeRow[]> {
  const { rows } = await tx.execute<MergeRow>(sql`
    select id, kind, survivor_id, merged_id, merged_by, merged_at, undone_at from record_merge
    where workspace_id = ${workspaceId} ${before ? sql`and id < ${before}` : sql``} order by id desc limit ${limit}`)
  return rows
}

export async function markUndone(tx: Tx, workspaceId: string, id: string, now: Instant): Promise<void> {
  await tx.execute(
    sql`update record_merge set undone_at = ${toIso(now)}::timestamptz where workspace_id = ${workspaceId} and id = ${id}`,
  )
}

export async function markMoved(
  tx: Tx,
  workspaceId: string,
  id: string,
  moved: Record<string, string[]>,
  at: Instant | null,
): Promise<void> {
  await tx.execute(sql`
    update record_merge set moved = ${JSON.stringify(moved)}::jsonb, moved_at = ${at === null ? null : toIso(at)}::timestamptz
    where workspace_id = ${workspaceId} and id = ${id}`)
}
