import { sql } from 'drizzle-orm'
import type { Tx } from '#platform/db/index.ts'
import { toIso } from '#platform/kernel/instant.ts'

export interface OpportunityRow extends Record<string, unknown> {
  id: string
  name: string
  account_id: string | null
  account_name: string | null
  seller_name: string | null
  status: 'open' | 'won' | 'lost'
  stage: string
  amount_minor: number | null
  currency: string | null
  product: string | null
  origin: string | null
  lost_reason: string | null
  occurred_at: number | null
  closed_at: number | null
  expected_close_on: string | null
  contacts: number
}

export interface OpportunitiesAsked {
  search?: string | undefined
  status?: string | undefined
  withoutAccount: boolean
  /** undated deals come last; null is one of them */
  after?: { at: number | null; id: string } | undefined
  limit: number
}

/** Instant before all others, for deals whose creation is not known. */
const UNDATED = '-infinity'

export async function listOpportunityRows(
  tx: Tx,
  workspaceId: string,
  asked: OpportunitiesAsked,
): Promise<OpportunityRow[]> {
  const words = asked.search ? `%${asked.search.toLowerCase().replace(/[\\%_]/g, '\\$&')}%` : null
  const after = asked.after && {
    at: asked.after.at === null ? UNDATED : toIso(asked.after.at),
    id: asked.after.id,
  }
  const dated = sql`coalesce(o.occurred_at, ${UNDATED}::timestamptz)`
  const { rows } = await tx.execute<OpportunityRow>(sql`
    select o.id, o.name, o.account_id, a.name as account_name, s.name as seller_name, o.status, o.stage, o.amount_minor, o.currency,
      o.product, o.origin, o.lost_reason, o.occurred_at, o.closed_at, o.expected_close_on,
      (select count(*) from opportunity_contact c where c.workspace_id = ${workspaceId} and c.opportunity_id = o.id) as contacts
    from opportunity o
    left join account a on a.workspace_id = ${workspaceId} and a.id = o.account_id
    left join seller s on s.workspace_id = ${workspaceId} and s.id = o.seller_id
    where o.workspace_id = ${workspaceId}
      ${words ? sql`and (lower(o.name) like ${words} or lower(o.product) like ${words} or lower(a.name) like ${words})` : sql``}
      ${asked.status ? sql`and o.status = ${asked.status}` : sql``}
      ${asked.withoutAccount ? sql`and o.account_id is null` : sql``}
      ${after ? sql`and (${dated}, o.id) < (${after.at}::timestamptz, ${after.id}::uuid)` : sql``}
    order by ${dated} desc, o.id desc limit ${asked.limit}`)
  return rows
}
