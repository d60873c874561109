import { type SQL, sql } from 'drizzle-orm'
import type { Tx } from '#platform/db/index.ts'
import { type Instant, toIso } from '#platform/kernel/instant.ts'
import type { MergeKind } from './store.ts'

/** The most records one is paired with: of a thousand namesakes at one account nobody looks at half a million pairs. */
const MOST_PARTNERS = 10

/**
 * Tells the planner what the search looks at: the embedded database never does so by itself, and imports fill empty tables. Only
 * these columns, since all of them would take four times as long.
 */
export async function analyzeFor(tx: Tx, kind: MergeKind): Promise<void> {
  await tx.execute(
    kind === 'person'
      ? sql`analyze person (workspace_id, id, import_id, account_id, phone, name_digest)`
      : sql`analyze account (workspace_id, id, import_id, name_norm, domain)`,
  )
}

/** Records of a stretch of ids: `after` excluded, `upTo` included; without `upTo` all that follow. */
export interface Stretch {
  after: string
  upTo: string | undefined
}

/** The id at which a stretch of so many records ends; `undefined` when fewer follow. */
export async function endOfStretch(
  tx: Tx,
  workspaceId: string,
  kind: MergeKind,
  after: string,
  size: number,
): Promise<string | undefined> {
  const { rows } = await tx.execute<{ id: string }>(sql`
    select id from ${sql.identifier(kind)} where workspace_id = ${workspaceId} and id > ${after}
    order by id limit 1 offset ${size - 1}`)
  return rows[0]?.id
}

/** The evidence that pairs records of a kind; the last of a record's own that holds is stated. */
const EVIDENCE: Record<MergeKind, readonly { holds: SQL; evidence: SQL }[]> = {
  account: [
    {
      holds: sql`b.name_norm = a.name_norm`,
      evidence: sql`'Same name without legal form; nothing else confirms it.'`,
    },
    {
      holds: sql`b.domain = a.domain`,
      evidence: sql`'Same domain ' || b.domain || ', two records in the source.'`,
    },
  ],
  person: [
    {
      holds: sql`b.phone = a.phone and b.name_digest = a.name_digest`,
      evidence: sql`'Same name and phone, different e-mail addresses.'`,
    },
    {
      holds: sql`b.account_id = a.account_id and b.name_digest = a.name_digest`,
      evidence: sql`'Same name at the same account, different e-mail addresses.'`,
    },
  ],
}

/**
 * Remembers doubtful pairs of the records of a stretch that an import created. Each is looked up by index and with a limit, so
 * that the work grows with the records and not with their square, however many are alike.
 *
 * @returns how many were new
 */
export async function insertPairs(
  tx: Tx,
  workspaceId: string,
  kind: MergeKind,
  importId: string,
  { after, upTo }: Stretch,
  most: number,
  now: Instant,
): Promise<number> {
  const table = sql.identifier(kind)
  const pairs = EVIDENCE[kind].map(
    ({ holds, evidence }, rank) => sql`
      select least(a.id, b.id) as left_id, greatest(a.id, b.id) as right_id, ${sql.raw(String(rank))} as rank, b.evidence
      from ${table} a cross join lateral (
        select b.id, ${evidence} as evidence from ${table} b
        where b.workspace_id = ${workspaceId} and ${holds} and b.id <> a.id and b.merged_into_id is null limit ${MOST_PARTNERS}) b
      where a.workspace_id = ${workspaceId} and a.id > ${after} ${upTo === undefined ? sql`` : sql`and a.id <= ${upTo}`}
        and a.import_id = ${importId} and a.merged_into_id is null`,
  )
  const result = await tx.execute(sql`
    insert into review_pair (workspace_id, kind, left_id, right_id, evidence, state, found_at)
    select ${workspaceId}::uuid, ${kind}, found.left_id, found.right_id, (array_agg(found.evidence order by found.rank desc))[1],
      'open', ${toIso(now)}::timestamptz
    from (${sql.join(pairs, sql` union all `)}) found
    group by found.left_id, found.right_id order by found.left_id, found.right_id limit ${most}
    on conflict (workspace_id, kind, left_id, right_id) do nothing`)
  return result.rowCount ?? 0
}
