import { type SQL, sql } from 'drizzle-orm'
import type { Tx } from '#platform/db/index.ts'
import { type Instant, toIso } from '#platform/kernel/instant.ts'
import type { TIMELINE_KINDS, TimelineItem } from './contract.ts'
import { holds } from './moves-store.ts'

export interface TimelineAsked {
  workspaceId: string
  personId: string
  types: readonly (typeof TIMELINE_KINDS)[number][]
  side: 'marketing' | 'sales' | undefined
  machine: boolean
  /** instant and key of the last line shown */
  before: [Instant, string] | undefined
  limit: number
}

/** A line of the timeline with the keys of stages in place of their names, and what the next page goes on from. */
export type TimelineRow = TimelineItem & { key: string; isAgreementStage: boolean }

const NULL_TEXT = sql`null::text`

/** Both teams' touches, moves between stages and events of opportunities, newest first. */
export async function timelineRows(tx: Tx, asked: TimelineAsked): Promise<TimelineRow[]> {
  const parts: SQL[] = []
  if (asked.types.includes('touch')) parts.push(touches(asked))
  if (asked.types.includes('stage')) parts.push(moves(asked))
  if (asked.types.includes('opportunity')) parts.push(deals(asked))
  if (parts.length === 0) return []
  const [at, key] = asked.before ?? []
  const after =
    at !== undefined ? sql`where (x."occurredAt", x.key) < (${toIso(at)}::timestamptz, ${key}::text)` : sql``
  const result = await tx.execute(sql`
    select x.* from (${sql.join(parts, sql` union all `)}) x ${after}
    order by x."occurredAt" desc, x.key desc limit ${asked.limit}`)
  return result.rows as unknown as TimelineRow[]
}

function touches({ workspaceId, personId, side, machine }: TimelineAsked): SQL {
  return sql`
    select t.id::text as id, 'touch' as type, t.occurred_at as "occurredAt", t.kind, t.side, t.direction, t.channel, t.subject,
      c.name as "campaignName", s.name as "sellerName", t.machine, ${NULL_TEXT} as "stageName", ${NULL_TEXT} as "fromStageName",
      false as inferred, null::int as cycle, '1' || t.id::text as key, false as "isAgreementStage"
    from touch t
    left join campaign c on c.workspace_id = ${workspaceId} and c.id = t.campaign_id
    left join seller s on s.workspace_id = ${workspaceId} and s.id = t.seller_id
    where t.workspace_id = ${workspaceId} and t.person_id = ${personId}
      ${side ? sql`and t.side = ${side}` : sql``} ${machine ? sql`` : sql`and not t.machine`}`
}

function moves({ workspaceId, personId }: TimelineAsked): SQL {
  return sql`
    select t.id::text as id, 'stage' as type, t.occurred_at as "occurredAt", t.actor_kind as kind, ${NULL_TEXT} as side,
      ${NULL_TEXT} as direction, ${NULL_TEXT} as channel, t.actor as subject, ${NULL_TEXT} as "campaignName",
      ${NULL_TEXT} as "sellerName", false as machine, t.to_stage as "stageName", t.from_stage as "fromStageName", t.inferred,
      t.cycle, '2' || t.id::text as key, true as "isAgreementStage"
    from stage_transition t
    where t.workspace_id = ${workspaceId} and t.person_id = ${personId} and ${holds(workspaceId)}`
}

/** Opportunities that name the person; those of the account that name nobody. */
function deals({ workspaceId, personId }: TimelineAsked): SQL {
  const mine = sql`
    select o.* from opportunity o
    join opportunity_contact k on k.workspace_id = ${workspaceId} and k.opportunity_id = o.id
    where o.workspace_id = ${workspaceId} and k.person_id = ${personId}
    union
    select o.* from opportunity o
    join person p on p.workspace_id = ${workspaceId} and p.account_id = o.account_id
    where o.workspace_id = ${workspaceId} and p.id = ${personId}
      and not exists (select 1 from opportunity_contact k where k.workspace_id = ${workspaceId} and k.opportunity_id = o.id)`
  const line = (kind: SQL, at: SQL, stage: SQL, from: SQL, rank: SQL) => sql`
    o.id::text || ${rank} as id, 'opportunity' as type, ${at} as "occurredAt", ${kind} as kind, ${NULL_TEXT} as side,
    ${NULL_TEXT} as direction, ${NULL_TEXT} as channel, o.name as subject, ${NULL_TEXT} as "campaignName",
    s.name as "sellerName", false as machine, ${stage} as "stageName", ${from} as "fromStageName", false as inferred,
    null::int as cycle, '3' || o.id::text || ${rank} as key, false as "isAgreementStage"`
  const seller = sql`left join seller s on s.workspace_id = ${workspaceId} and s.id = o.seller_id`
  return sql`
    select ${line(sql`'created'`, sql`o.occurred_at`, NULL_TEXT, NULL_TEXT, sql`':0'`)}
    from (${mine}) o ${seller} where o.workspace_id = ${workspaceId} and o.occurred_at is not null
    union all
    select ${line(sql`'moved'`, sql`g.occurred_at`, sql`g.to_stage`, sql`g.from_stage`, sql`':1' || g.to_stage || g.occurred_at::text`)}
    from (${mine}) o
    join opportunity_stage_change g on g.workspace_id = ${workspaceId} and g.opportunity_id = o.id
    ${seller} where o.workspace_id = ${workspaceId}
    union all
    select ${line(sql`o.status`, sql`o.closed_at`, sql`o.stage`, NULL_TEXT, sql`':2'`)}
    from (${mine}) o ${seller} where o.workspace_id = ${workspaceId} and o.closed_at is not null and o.status <> 'open'`
}
