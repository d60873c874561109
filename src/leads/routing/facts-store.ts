import { sql } from 'drizzle-orm'
import type { personFacts } from '#leads/lifecycle/rules/evidence.ts'
import type { Attributes } from '#platform/db/columns.ts'
import { anyId, anyText, type Tx } from '#platform/db/index.ts'
import type { TimeSpan } from '#platform/kernel/business-time.ts'
import { type Instant, toIso } from '#platform/kernel/instant.ts'
import { personName } from '#records/people/tables.ts'
import type { Seller } from './rules/sellers.ts'

/** Reads what routing decides over, for many people at once. */

type PersonRow = Parameters<typeof personFacts>[0]

/** A person with the account it belongs to, and its scores. */
export interface LeadRow extends PersonRow, Record<string, unknown> {
  name: string
  phone: string | null
  accountSellerId: string | null
  fit: number
  engagement: number
  cycle: number
  handRaiseAt: Instant | null
}

const ACCOUNT = sql`a.name as "accountName", a.domain as "accountDomain", a.industry, a.employees,
  a.annual_revenue_minor as "annualRevenueMinor", a.currency, a.country as "accountCountry", a.region,
  a.attributes as "accountAttributes", a.seller_id as "accountSellerId"`

export async function leadRows(
  tx: Tx,
  workspaceId: string,
  personIds: readonly string[],
): Promise<LeadRow[]> {
  const { rows } = await tx.execute<LeadRow>(sql`
    select p.id, ${personName} as name,
      p.email_norm as email, p.job_title as "jobTitle", p.country, p.source, p.phone, p.attributes, a.id as "accountId", ${ACCOUNT},
      coalesce(l.fit, 0) as fit, coalesce(l.engagement, 0) as engagement, coalesce(l.cycle, 0) as cycle,
      l.hand_raise_at as "handRaiseAt",
      (p.attributes ->> 'unsubscribed' is not distinct from 'true' or exists (
        select 1 from suppression s where s.workspace_id = ${workspaceId} and s.email_norm = p.email_norm
      )) as suppressed
    from person p
    left join account a on a.workspace_id = ${workspaceId} and a.id = p.account_id and a.merged_into_id is null
    left join lead l on l.workspace_id = ${workspaceId} and l.person_id = p.id
    where p.workspace_id = ${workspaceId} and p.id = ${anyId(personIds)} and p.merged_into_id is null`)
  return rows
}

/** An account that could belong to somebody without one. */
export type AccountRow = Pick<
  LeadRow,
  | 'accountName'
  | 'accountDomain'
  | 'industry'
  | 'employees'
  | 'annualRevenueMinor'
  | 'currency'
  | 'accountCountry'
  | 'region'
  | 'accountSellerId'
> & {
  id: string
  nameNorm: string
  phone: string | null
  postcode: string | null
  accountAttributes: Attributes | null
}

/** Accounts with one of these domains or bare names. */
export async function accountsLike(
  tx: Tx,
  workspaceId: string,
  domains: readonly string[],
  nameNorms: readonly string[],
): Promise<AccountRow[]> {
  if (domains.length === 0 && nameNorms.length === 0) return []
  const { rows } = await tx.execute<AccountRow & Record<string, unknown>>(sql`
    select a.id, a.name_norm as "nameNorm", a.phone, a.postcode, ${ACCOUNT} from account a
    where a.workspace_id = ${workspaceId} and a.merged_into_id is null
      and (a.domain = ${anyText(domains)} or a.name_norm = ${anyText(nameNorms)})
    order by a.id limit 2000`)
  return rows
}

export interface OpenOpportunity extends Record<string, unknown> {
  id: string
  name: string
  sellerId: string | null
  accountId: string | null
  /** the person it names; null when it was found by its account */
  personId: string | null
}

/** Open opportunities of some accounts, and those that name some people, latest first. */
export async function openOpportunities(
  tx: Tx,
  workspaceId: string,
  personIds: readonly string[],
  accountIds: readonly string[],
): Promise<OpenOpportunity[]> {
  const { rows } = await tx.execute<OpenOpportunity>(sql`
    select * from (
      select o.id, o.name, o.seller_id as "sellerId", o.account_id as "accountId", c.person_id as "personId",
        coalesce(o.occurred_at, o.recorded_at) as at
      from opportunity_contact c
      join opportunity o on o.workspace_id = ${workspaceId} and o.id = c.opportunity_id
      where c.workspace_id = ${workspaceId} and c.person_id = ${anyId(personIds)} and o.status = 'open'
      union all
      select o.id, o.name, o.seller_id, o.account_id, null, coalesce(o.occurred_at, o.recorded_at)
      from opportunity o
      where o.workspace_id = ${workspaceId} and o.account_id = ${anyId(accountIds)} and o.status = 'open'
    ) x order by x.at desc, x.id`)
  return rows
}

/** All known sellers. Whoever is only known from other systems never was a member, and so has not left. */
export async function sellersIn(tx: Tx, workspaceId: string): Promise<Seller[]> {
  const { rows } = await tx.execute<Seller & Record<string, unknown>>(sql`
    select s.id, s.name, s.name_norm as "nameNorm", s.email_norm as "emailNorm", coalesce(m.revoked, false) as "hasLeft"
    from seller s
    left join (
      select lower(trim(n.email)) as email_norm, bool_and(n.revoked_at is not null) as revoked
      from member n where n.workspace_id = ${workspaceId} group by 1
    ) m on m.email_norm = s.email_norm
    where s.workspace_id = ${workspaceId} order by s.name_norm, s.id`)
  return rows
}

/** Absences that end after an instant, by seller. */
export async function absencesAfter(
  tx: Tx,
  workspaceId: string,
  at: Instant,
): Promise<Map<string, TimeSpan[]>> {
  const { rows } = await tx.execute<{ sellerId: string; from: Instant; to: Instant }>(sql`
    select s.seller_id as "sellerId", s.from_at as "from", s.to_at as "to" from seller_absence s
    where s.workspace_id = ${workspaceId} and s.to_at > ${toIso(at)}::timestamptz order by s.from_at, s.id`)
  const found = new Map<string, TimeSpan[]>()
  for (const { sellerId, ...span } of rows) {
    const known = found.get(sellerId)
    if (known) known.push(span)
    else found.set(sellerId, [span])
  }
  return found
}
