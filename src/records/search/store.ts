import { and, asc, eq, isNull, type SQL, sql } from 'drizzle-orm'
import { anyText, containing, type Tx } from '#platform/db/index.ts'
import { addressSpellings } from '#platform/kernel/domain.ts'
import { account } from '../accounts/tables.ts'
import { campaign } from '../campaigns/tables.ts'
import { opportunity } from '../deals/tables.ts'
import { person } from '../people/tables.ts'

interface Search {
  workspaceId: string
  /** what the user typed, lower case */
  text: string
  limit: number
}

/** Hits that begin with the text come before those that contain it. */
const beginning = (column: SQL, text: string) =>
  sql`case when ${column} like ${containing(text).slice(1)} then 0 else 1 end`

export async function findPeople(tx: Tx, { workspaceId, text, limit }: Search) {
  const name = sql<string>`lower(concat_ws(' ', ${person.firstName}, ${person.lastName}))`
  return tx
    .select({ id: person.id, firstName: person.firstName, lastName: person.lastName, email: person.email })
    .from(person)
    .where(
      and(
        eq(person.workspaceId, workspaceId),
        isNull(person.mergedIntoId),
        sql`(${person.emailNorm} like ${anyText(addressSpellings(text).map(containing))} or ${name} like ${containing(text)})`,
      ),
    )
    .orderBy(beginning(name, text), asc(name), asc(person.id))
    .limit(limit)
}

export async function findAccounts(tx: Tx, { workspaceId, text, limit }: Search) {
  const name = sql<string>`lower(${account.name})`
  return tx
    .select({ id: account.id, name: account.name, domain: account.domain })
    .from(account)
    .where(
      and(
        eq(account.workspaceId, workspaceId),
        isNull(account.mergedIntoId),
        sql`(${name} like ${containing(text)} or ${account.domain} like ${containing(text)})`,
      ),
    )
    .orderBy(beginning(name, text), asc(name), asc(account.id))
    .limit(limit)
}

export async function findOpportunities(tx: Tx, { workspaceId, text, limit }: Search) {
  const name = sql<string>`lower(${opportunity.name})`
  return tx
    .select({ id: opportunity.id, name: opportunity.name, stage: opportunity.stage })
    .from(opportunity)
    .where(and(eq(opportunity.workspaceId, workspaceId), sql`${name} like ${containing(text)}`))
    .orderBy(beginning(name, text), asc(name), asc(opportunity.id))
    .limit(limit)
}

export async function findCampaigns(tx: Tx, { workspaceId, text, limit }: Search) {
  const name = sql<string>`lower(${campaign.name})`
  return tx
    .select({ id: campaign.id, name: campaign.name, channel: campaign.channel })
    .from(campaign)
    .where(and(eq(campaign.workspaceId, workspaceId), sql`${name} like ${containing(text)}`))
    .orderBy(beginning(name, text), asc(name), asc(campaign.id))
    .limit(limit)
}
