import type { Database } from '#platform/db/index.ts'
import { newId } from '#platform/kernel/ids.ts'
import { lead } from '../../src/leads/lifecycle/tables.ts'
import { account } from '../../src/records/accounts/tables.ts'
import { campaign } from '../../src/records/campaigns/tables.ts'
import { opportunity } from '../../src/records/deals/tables.ts'
import { person } from '../../src/records/people/tables.ts'
import { touch } from '../../src/records/touches/tables.ts'

/** Ids of one record of each kind (two people, two accounts, so that they can be compared). */
export interface Records {
  personId: string
  otherPersonId: string
  accountId: string
  otherAccountId: string
  campaignId: string
  opportunityId: string
  touchId: string
}

/** Puts one record of each kind into a workspace, all about a company called Northwind Traders. */
export async function seedRecords(database: Database, workspaceId: string, now: number): Promise<Records> {
  const ids: Records = {
    personId: newId(now),
    otherPersonId: newId(now),
    accountId: newId(now),
    otherAccountId: newId(now),
    campaignId: newId(now),
    opportunityId: newId(now),
    touchId: newId(now),
  }
  const at = { occurredAt: now - 86_400_000, recordedAt: now }
  await database.workspace(workspaceId, async (tx) => {
    await tx.insert(account).values([
      {
        workspaceId,
        id: ids.accountId,
        name: 'Northwind Traders',
        nameNorm: 'northwind traders',
        domain: 'northwind.test',
        ...at,
      },
      {
        workspaceId,
        id: ids.otherAccountId,
        name: 'Northwind Trading',
        nameNorm: 'northwind trading',
        ...at,
      },
    ])
    await tx.insert(person).values([
      {
        workspaceId,
        id: ids.personId,
        email: 'nora@northwind.test',
        emailNorm: 'nora@northwind.test',
        firstName: 'Nora',
        lastName: 'North',
        accountId: ids.accountId,
        ...at,
      },
      {
        workspaceId,
        id: ids.otherPersonId,
        email: 'n.north@northwind.test',
        emailNorm: 'n.north@northwind.test',
        firstName: 'Nora',
        lastName: 'North',
        ...at,
      },
    ])
    await tx.insert(campaign).values({
      workspaceId,
      id: ids.campaignId,
      name: 'Northern webinar',
      nameNorm: 'northern webinar',
      recordedAt: now,
    })
    await tx.insert(opportunity).values({
      workspaceId,
      id: ids.opportunityId,
      name: 'Northwind renewal',
      accountId: ids.accountId,
      status: 'open',
      stage: 'Proposal',
      ...at,
    })
    await tx.insert(touch).values({
      workspaceId,
      id: ids.touchId,
      personId: ids.personId,
      campaignId: ids.campaignId,
      kind: 'webinar_attended',
      side: 'marketing',
      direction: 'inbound',
      source: 'seed',
      dedupeKey: ids.touchId,
      ...at,
    })
    await tx.insert(lead).values({
      workspaceId,
      personId: ids.personId,
      cycle: 0,
      fit: 0,
      engagement: 0,
      grade: 'D4',
      scoredAt: now,
      agreementVersion: 1,
      countedEvents: 0,
      qualifiedCount: 0,
      openOpportunities: 1,
    })
  })
  return ids
}
