import { type Context, type PageOf, Problem } from '#platform/operation/index.ts'
import { notFound } from '#platform/operation/problem.ts'
import type { Account, AccountItem } from './contract.ts'
import {
  type AccountRow,
  findAccount,
  listAccountRows,
  opportunitiesOf,
  peopleOf,
  relativesOf,
} from './store.ts'

function item(row: AccountRow): AccountItem {
  return {
    id: row.id,
    name: row.name,
    domain: row.domain,
    industry: row.industry,
    country: row.country,
    employees: row.employees,
    sellerName: row.seller_name,
    people: row.people,
    openOpportunities: row.open_opportunities,
    pipeline: row.pipeline ?? [],
    lastTouchAt: row.last_touch_at,
  }
}

interface Asked {
  search?: string | undefined
  owner: 'any' | 'none'
  cursor?: string | undefined
  limit: number
}

export async function list(
  { tx, workspaceId }: Context,
  { search, owner, cursor, limit }: Asked,
): Promise<PageOf<AccountItem>> {
  const rows = await listAccountRows(tx, workspaceId, {
    search,
    unowned: owner === 'none',
    after: readCursor(cursor),
    limit: limit + 1,
  })
  const shown = rows.slice(0, limit)
  const last = shown.at(-1)
  const nextCursor = rows.length > limit && last ? `${last.id}${last.name_norm}` : null
  return { items: shown.map(item), nextCursor }
}

/** The id of the last row, then its name. */
function readCursor(cursor: string | undefined): { id: string; name: string } | undefined {
  return cursor && /^[0-9a-f-]{36}/.test(cursor)
    ? { id: cursor.slice(0, 36), name: cursor.slice(36) }
    : undefined
}

export async function read(
  { tx, workspaceId }: Context,
  { accountId }: { accountId: string },
): Promise<Account> {
  const row = await findAccount(tx, workspaceId, accountId)
  if (!row) throw new Problem(notFound, 'There is no such account. It may have been merged into another.')
  const people = await peopleOf(tx, workspaceId, accountId)
  const deals = await opportunitiesOf(tx, workspaceId, accountId)
  const { children, externalIds } = await relativesOf(tx, workspaceId, accountId)
  return {
    ...item(row),
    region: row.region,
    phone: row.phone,
    postcode: row.postcode,
    annualRevenueMinor: row.annual_revenue_minor,
    currency: row.currency,
    parent: row.parent_id && row.parent_name ? { id: row.parent_id, name: row.parent_name } : null,
    attributes: row.attributes,
    occurredAt: row.occurred_at,
    children,
    externalIds: externalIds.map(({ system, external_id: externalId }) => ({ system, externalId })),
    contacts: people.map(({ id, name, email, job_title: jobTitle, touches, last_touch_at: lastTouchAt }) => ({
      id,
      name,
      email,
      jobTitle,
      touches,
      lastTouchAt,
    })),
    opportunities: deals.map((deal) => ({
      id: deal.id,
      name: deal.name,
      status: deal.status,
      stage: deal.stage,
      amountMinor: deal.amount_minor,
      currency: deal.currency,
      occurredAt: deal.occurred_at,
      closedAt: deal.closed_at,
    })),
  }
}
