import { type Handler, handle } from '#platform/operation/index.ts'
import { findRecords } from './contract.ts'
import { findAccounts, findCampaigns, findOpportunities, findPeople } from './store.ts'

/** Search over all records of a workspace, for the command palette, agents and scripts. */
export const operations: Handler[] = [
  handle(findRecords, async ({ tx, workspaceId }, { query, limit }) => {
    const search = { workspaceId, text: query.toLowerCase(), limit }
    const people = (await findPeople(tx, search)).map((row) => ({
      kind: 'person' as const,
      id: row.id,
      title: [row.firstName, row.lastName].filter(Boolean).join(' ') || row.email || 'No name',
      subtitle: row.email,
    }))
    const accounts = (await findAccounts(tx, search)).map((row) => ({
      kind: 'account' as const,
      id: row.id,
      title: row.name,
      subtitle: row.domain,
    }))
    const deals = (await findOpportunities(tx, search)).map((row) => ({
      kind: 'opportunity' as const,
      id: row.id,
      title: row.name,
      subtitle: row.stage,
    }))
    const campaigns = (await findCampaigns(tx, search)).map((row) => ({
      kind: 'campaign' as const,
      id: row.id,
      title: row.name,
      subtitle: row.channel,
    }))
    return { items: [...people, ...accounts, ...deals, ...campaigns], nextCursor: null }
  }),
]
