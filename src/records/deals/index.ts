import { z } from 'zod'
import { Id } from '#platform/kernel/ids.ts'
import { InstantIso } from '#platform/kernel/instant.ts'
import {
  type Context,
  type Handler,
  handle,
  notFound,
  type PageOf,
  Problem,
  pageOf,
  readCursor,
  writeCursor,
} from '#platform/operation/index.ts'
import { listOpportunities, type Opportunity, type OpportunityItem, readOpportunity } from './contract.ts'
import {
  contactsOf,
  externalIdsOf,
  findOpportunity,
  listOpportunityRows,
  type OpportunityRow,
  stageChangesOf,
} from './store.ts'

export {
  addContact,
  type NewOpportunity,
  openOpportunity,
  opportunityNamed,
  removeContact,
  withdrawOpportunity,
} from './open-store.ts'

/** When the last deal shown was opened, and its id. */
const Place = z.tuple([InstantIso.nullable(), Id])

interface Asked {
  search?: string | undefined
  status?: 'open' | 'won' | 'lost' | undefined
  account: 'any' | 'none'
  cursor?: string | undefined
  limit: number
}

async function list({ tx, workspaceId }: Context, asked: Asked): Promise<PageOf<OpportunityItem>> {
  const after = readCursor(Place, asked.cursor)
  const rows = await listOpportunityRows(tx, workspaceId, {
    search: asked.search,
    status: asked.status,
    withoutAccount: asked.account === 'none',
    after: after && { at: after[0], id: after[1] },
    limit: asked.limit + 1,
  })
  const { shown, nextCursor } = pageOf(rows, asked.limit, (last) =>
    writeCursor(Place, [last.occurred_at, last.id]),
  )
  return { items: shown.map(item), nextCursor }
}

async function read(
  { tx, workspaceId, now }: Context,
  { opportunityId }: { opportunityId: string },
): Promise<Opportunity> {
  const row = await findOpportunity(tx, workspaceId, opportunityId)
  if (!row) throw new Problem(notFound, 'Look the opportunity up in the list.')
  return {
    ...item(row),
    contacts: await contactsOf(tx, workspaceId, opportunityId, now),
    history: await stageChangesOf(tx, workspaceId, opportunityId),
    externalIds: await externalIdsOf(tx, workspaceId, opportunityId),
    attributes: row.attributes,
  }
}

function item(row: OpportunityRow): OpportunityItem {
  return {
    id: row.id,
    name: row.name,
    account: row.account_id && row.account_name ? { id: row.account_id, name: row.account_name } : null,
    sellerName: row.seller_name,
    status: row.status,
    stage: row.stage,
    amountMinor: row.amount_minor,
    currency: row.currency,
    product: row.product,
    origin: row.origin,
    lostReason: row.lost_reason,
    occurredAt: row.occurred_at,
    closedAt: row.closed_at,
    expectedCloseOn: row.expected_close_on,
    contacts: row.contacts,
  }
}

/** Opportunities as operations. */
export const operations: Handler[] = [handle(listOpportunities, list), handle(readOpportunity, read)]
