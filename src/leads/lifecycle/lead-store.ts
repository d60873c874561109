import { type SQL, sql } from 'drizzle-orm'
import { anyText, containing, rowsOf, type Tx } from '#platform/db/index.ts'
import { addressSpellings } from '#platform/kernel/domain.ts'
import { type Instant, toIso } from '#platform/kernel/instant.ts'
import { personName } from '#records/people/tables.ts'
import { type LeadItem, type LeadQuery, NONE } from './contract.ts'
import type { TimeLimits } from './rules/stale.ts'

/** Reads the lead list and what stands around one lead. */

/** A row of the list as it leaves the database; names and time limits of stages are added by the service. */
export type ListedLead = Omit<LeadItem, 'stageName' | 'staleSince'>

export interface ListAsked extends Wanted {
  /** keys of the stages, in the order of the agreement: sorts by stage */
  stages: readonly string[]
  /** order, value sorted by and id of the last lead shown */
  after: [string, string | number, string] | undefined
  limit: number
}

/** What is looked for, under the time limits of the agreement in force. */
export interface Wanted {
  workspaceId: string
  query: LeadQuery
  limits: TimeLimits
  now: Instant
}

/** What each order sorts by, never null, and how its values are written in a cursor. */
function sortKey(query: LeadQuery, stages: readonly string[]): { key: SQL; type: SQL } {
  const number = sql`float8`
  const text = sql`text`
  const instant = (column: SQL) => sql`coalesce((extract(epoch from ${column}) * 1000)::float8, 0)`
  switch (query.sort) {
    case 'engagement':
      return { key: sql`l.engagement`, type: number }
    case 'fit':
      return { key: sql`l.fit`, type: number }
    case 'grade':
      return { key: sql`l.grade`, type: text }
    case 'stage':
      return {
        key: sql`coalesce(array_position(${sql.param(stages)}::text[], l.stage), 0)::float8`,
        type: number,
      }
    case 'entered':
      return { key: instant(sql`l.stage_entered_at`), type: number }
    case 'touched':
      return { key: instant(sql`l.last_touch_at`), type: number }
    case 'name':
      return { key: sql`lower(${personName})`, type: text }
    case 'account':
      return { key: sql`lower(coalesce(a.name, ''))`, type: text }
    case 'seller':
      return { key: sql`lower(coalesce(s.name, ''))`, type: text }
  }
}

function sources(workspaceId: string): SQL {
  return sql`
    from lead l
    join person p on p.workspace_id = ${workspaceId} and p.id = l.person_id and p.merged_into_id is null
    left join account a on a.workspace_id = ${workspaceId} and a.id = p.account_id
    left join seller s on s.workspace_id = ${workspaceId} and s.id = p.seller_id`
}

function conditions({ workspaceId, query, limits, now }: Wanted): SQL {
  const found: SQL[] = [sql`l.workspace_id = ${workspaceId}`]
  if (query.search) {
    const text = containing(query.search.toLowerCase())
    const addresses = addressSpellings(query.search).map((one) => containing(one.toLowerCase()))
    found.push(
      sql`(lower(concat_ws(' ', p.first_name, p.last_name)) like ${text} or p.email_norm like ${anyText(addresses)} or lower(a.name) like ${text})`,
    )
  }
  if (query.stage?.length) found.push(among(sql`l.stage`, query.stage, sql`text`))
  if (query.grade?.length) found.push(among(sql`l.grade`, query.grade, sql`text`))
  if (query.seller?.length) found.push(among(sql`p.seller_id::text`, query.seller, sql`text`))
  if (query.source?.length) found.push(among(sql`p.source`, query.source, sql`text`))
  if (query.openOpportunity !== undefined) {
    found.push(query.openOpportunity ? sql`l.open_opportunities > 0` : sql`l.open_opportunities = 0`)
  }
  if (query.excluded !== undefined)
    found.push(query.excluded ? sql`l.excluded_by is not null` : sql`l.excluded_by is null`)
  if (query.stale !== undefined)
    found.push(query.stale ? stale(limits, now) : sql`(${stale(limits, now)}) is not true`)
  return sql`where ${sql.join(found, sql` and `)}`
}

/** At a clocked stage for longer than its time limit. */
function stale(limits: TimeLimits, now: Instant): SQL {
  const past = [...limits].map(
    ([stage, limitMs]) =>
      sql`(l.stage = ${stage} and l.stage_entered_at < ${toIso(now - limitMs)}::timestamptz)`,
  )
  return past.length === 0 ? sql`false` : sql`(${sql.join(past, sql` or `)})`
}

function among(column: SQL, values: readonly string[], type: SQL): SQL {
  const known = values.filter((value) => value !== NONE)
  const listed = sql`${column} = any(${sql.param(known)}::${type}[])`
  return values.includes(NONE) ? sql`(${listed} or ${column} is null)` : listed
}

/** One page of the list, with the value that the next page goes on from. */
export async function listedLeads(
  tx: Tx,
  asked: ListAsked,
): Promise<(ListedLead & { sortValue: string | number })[]> {
  const { workspaceId, query, limit } = asked
  const { key, type } = sortKey(query, asked.stages)
  const direction = query.ascending ? sql`asc` : sql`desc`
  const beyond = query.ascending ? sql`>` : sql`<`
  const [, value, personId] = asked.after ?? []
  const after = asked.after
    ? sql`and (${key}, l.person_id) ${beyond} (${value}::${type}, ${personId}::uuid)`
    : sql``
  const result = await tx.execute(sql`
    select l.person_id as "personId", ${personName} as name, p.email, p.job_title as "jobTitle", p.account_id as "accountId",
      a.name as "accountName", p.seller_id as "sellerId", s.name as "sellerName", p.source, l.stage, l.cycle,
      l.stage_entered_at as "stageEnteredAt", l.fit, l.engagement, l.grade, l.scored_at as "scoredAt",
      l.last_touch_at as "lastTouchAt", l.hand_raise_at as "handRaiseAt", l.excluded_by as "excludedBy",
      l.open_opportunities as "openOpportunities", ${key} as "sortValue"
    ${sources(workspaceId)} ${conditions(asked)} ${after}
    order by ${key} ${direction}, l.person_id ${direction} limit ${limit}`)
  return rowsOf(result)
}

export async function countLeads(tx: Tx, wanted: Wanted): Promise<number> {
  const result = await tx.execute(sql`
    select count(*) as leads ${sources(wanted.workspaceId)} ${conditions(wanted)}`)
  return rowsOf<{ leads: number }>(result)[0]!.leads
}

/** Numbers per stage, and the owners and sources that occur. */
export async function filterChoices(tx: Tx, workspaceId: string) {
  const stages = await tx.execute(sql`
    select l.stage, count(*) as leads from lead l where l.workspace_id = ${workspaceId} group by l.stage`)
  const sellers = await tx.execute(sql`
    select s.id, s.name from seller s
    where s.workspace_id = ${workspaceId} and exists (
      select 1 from person p where p.workspace_id = ${workspaceId} and p.seller_id = s.id and p.merged_into_id is null)
    order by lower(s.name), s.id limit 1000`)
  const found = await tx.execute(sql`
    select p.source, count(*) as leads from person p
    where p.workspace_id = ${workspaceId} and p.source is not null and p.merged_into_id is null
    group by p.source order by leads desc, p.source limit 200`)
  return {
    stages: rowsOf<{ stage: string | null; leads: number }>(stages),
    sellers: rowsOf<{ id: string; name: string }>(sellers),
    sources: rowsOf<{ source: string }>(found).map((row) => row.source),
  }
}
