import {
  type Context,
  type Handler,
  handle,
  notFound,
  type PageOf,
  Problem,
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

interface Asked {
  search?: string | undefined
  status?: 'open' | 'won' | 'lost' | undefined
  account: 'any' | 'none'
  cursor?: string | undefined
  limit: number
}

async function list({ tx, workspaceId }: Context, asked: Asked): Promise<PageOf<OpportunityItem>> {
  const rows = await listOpportunityRows(tx, workspaceId, {
    search: asked.search,
    status: asked.status,
    withoutAccount: asked.account === 'none',
    after: readCursor(asked.cursor),
    limit: asked.limit + 1,
  })
  const shown = rows.slice(0, asked.limit)
  const last = shown.at(-1)
  return {
    items: shown.map(item),
    nextCursor: rows.length > asked.limit && last ? `${last.id}${last.occurred_at ?? ''}` : null,
  }
}

async function read(
  { tx, workspaceId }: Context,
  { opportunityId }: { opportunityId: string },
): Promise<Opportunity> {
  const row = await findOpportunity(tx, workspaceId, opportunityId)
  if (!row) throw new Problem(notFound, 'Look the opportunity up in the list.')
  return {
    ...item(row),
    contacts: await contactsOf(tx, workspaceId, opportunityId),
    history: await stageChangesOf(tx, workspaceId, opportunityId),
    externalIds: await externalIdsOf(tx, workspaceId, opportunityId),
    attributes: row.attributes,
  }
}

/** The id of the last row, then its instant. */
function readCursor(cursor: string | undefined): { id: string; at: number | null } | undefined {
  if (!cursor || !/^[0-9a-f-]{36}-?\d*$/.test(cursor)) return undefined
  return { id: cursor.slice(0, 36), at: cursor.length > 36 ? Number(cursor.slice(36)) : null }
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
