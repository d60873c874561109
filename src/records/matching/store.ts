import { sql } from 'drizzle-orm'
import type { Tx } from '#platform/db/index.ts'
import { type Instant, toIso } from '#platform/kernel/instant.ts'

export type MergeKind = 'person' | 'account'

const MOST_PAIRS = 5_000

/** Remembers pairs of accounts with the same bare name, or the same domain, one of which an import has touched. */
export async function insertAccountPairs(
  tx: Tx,
  workspaceId: string,
  importId: string,
  now: Instant,
): Promise<void> {
  await tx.execute(sql`
    insert into review_pair (workspace_id, kind, left_id, right_id, evidence, state, found_at)
    select ${workspaceId}::uuid, 'account', least(a.id, b.id), greatest(a.id, b.id),
      case when a.domain = b.domain then 'Same domain ' || a.domain || ', two records in the source.'
        else 'Same name without legal form; nothing else confirms it.' end, 'open', ${toIso(now)}::timestamptz
    from account a join account b on b.workspace_id = ${workspaceId} and b.id <> a.id and b.merged_into_id is null
      and (b.name_norm = a.name_norm or b.domain = a.domain)
    where a.workspace_id = ${workspaceId} and a.import_id = ${importId} and a.merged_into_id is null
      and (b.import_id is distinct from a.import_id or a.id < b.id)
    limit ${MOST_PAIRS}
    on conflict (workspace_id, kind, left_id, right_id) do nothing`)
}

/** The same for people: same name at one account or with one phone, under different addresses. */
export async function insertPersonPairs(
  tx: Tx,
  workspaceId: string,
  importId: string,
  now: Instant,
): Promise<void> {
  await tx.execute(sql`
    insert into review_pair (workspace_id, kind, left_id, right_id, evidence, state, found_at)
    select ${workspaceId}::uuid, 'person', least(a.id, b.id), greatest(a.id, b.id),
      case when a.account_id = b.account_id then 'Same name at the same account, different e-mail addresses.'
        else 'Same name and phone, different e-mail addresses.' end, 'open', ${toIso(now)}::timestamptz
    from person a join person b on b.workspace_id = ${workspaceId} and b.id <> a.id and b.merged_into_id is null
      and (b.account_id = a.account_id or b.phone = a.phone)
      and lower(b.last_name) = lower(a.last_name) and lower(b.first_name) = lower(a.first_name)
    where a.workspace_id = ${workspaceId} and a.import_id = ${importId} and a.merged_into_id is null
      and (b.import_id is distinct from a.import_id or a.id < b.id)
    limit ${MOST_PAIRS}
    on conflict (workspace_id, kind, left_id, right_id) do nothing`)
}

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
      ? sql`select p.id, coalesce(nullif(concat_ws(' ', p.first_name, p.last_name), ''), p.email, 'Unnamed') as title,
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

/** Gives the survivor what it lacks and hides the other. Answers the survivor's columns before. */
export async function foldInto(
  tx: Tx,
  workspaceId: string,
  kind: MergeKind,
  survivorId: string,
  mergedId: string,
): Promise<Record<string, unknown>> {
  const names = FILLED[kind]
  const columns = sql.raw(names.map((name) => `"${name}"`).join(', '))
  const { rows } = await tx.execute<Record<string, unknown>>(sql`
    select ${columns} from ${sql.identifier(kind)} where workspace_id = ${workspaceId} and id = ${survivorId}`)
  const sets = sql.raw(
    names.map((name) => `"${name}" = coalesce(kept."${name}", other."${name}")`).join(', '),
  )
  await tx.execute(sql`
    update ${sql.identifier(kind)} as kept set ${sets}, attributes = other.attributes || kept.attributes,
      occurred_at = least(kept.occurred_at, other.occurred_at)
    from ${sql.identifier(kind)} as other
    where kept.workspace_id = ${workspaceId} and kept.id = ${survivorId} and other.workspace_id = ${workspaceId} and other.id = ${mergedId}`)
  await tx.execute(
    sql`update ${sql.identifier(kind)} set merged_into_id = ${survivorId} where workspace_id = ${workspaceId} and id = ${mergedId}`,
  )
  return rows[0] ?? {}
}

/** Gives the survivor its columns from before the merge where they were empty, and shows the other again. */
export async function unfold(
  tx: Tx,
  workspaceId: string,
  kind: MergeKind,
  survivorId: string,
  mergedId: string,
  before: Record<string, unknown>,
): Promise<void> {
  const empty = FILLED[kind].filter((name) => before[name] === null || before[name] === undefined)
  if (empty.length > 0) {
    const sets = sql.raw(
      empty
        .map(
          (name) =>
            `"${name}" = case when kept."${name}" is not distinct from other."${name}" then null else kept."${name}" end`,
        )
        .join(', '),
    )
    await tx.execute(sql`
      update ${sql.identifier(kind)} as kept set ${sets} from ${sql.identifier(kind)} as other
      where kept.workspace_id = ${workspaceId} and kept.id = ${survivorId} and other.workspace_id = ${workspaceId} and other.id = ${mergedId}`)
  }
  await tx.execute(
    sql`update ${sql.identifier(kind)} set merged_into_id = null where workspace_id = ${workspaceId} and id = ${mergedId}`,
  )
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
  before: Record<string, unknown>
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
  before: Record<string, unknown>
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
