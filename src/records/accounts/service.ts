import { z } from 'zod'
import { Id } from '#platform/kernel/ids.ts'
import {
  type Context,
  type PageOf,
  Problem,
  pageOf,
  readCursor,
  writeCursor,
} from '#platform/operation/index.ts'
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

/** Name and id of the last account shown. */
const Place = z.tuple([z.string(), Id])

interface Asked {
  search?: string | undefined
  owner: 'any' | 'none'
  cursor?: string | undefined
  limit: number
}

export async function list(
  { tx, workspaceId, now }: Context,
  { search, owner, cursor, limit }: Asked,
): Promise<PageOf<AccountItem>> {
  const after = readCursor(Place, cursor)
  const asked = {
    search,
    unowned: owner === 'none',
    after: after && { name: after[0], id: after[1] },
    limit: limit + 1,
  }
  const rows = await listAccountRows(tx, workspaceId, asked, now)
  const { shown, nextCursor } = pageOf(rows, limit, (last) => writeCursor(Place, [last.name_norm, last.id]))
  return { items: shown.map(item), nextCursor }
}

export async function read(
  { tx, workspaceId, now }: Context,
  { accountId }: { accountId: string },
): Promise<Account> {
  const row = await findAccount(tx, workspaceId, accountId, now)
  if (!row) throw new Problem(notFound, 'There is no such account. It may have been merged into another.')
  const people = await peopleOf(tx, workspaceId, accountId, now)
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
