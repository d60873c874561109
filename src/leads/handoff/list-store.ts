import { type SQL, sql } from 'drizzle-orm'
import { anyId, anyText, containing, type Tx } from '#platform/db/index.ts'
import { addressSpellings } from '#platform/kernel/domain.ts'
import { DAY, type Instant, toIso } from '#platform/kernel/instant.ts'
import { personName } from '#records/people/tables.ts'
import { EVIDENCE_KINDS } from '#records/touches/index.ts'

/** Reads hand-offs for lists, with the person, the seller and what qualified them. */

/** Which hand-offs are looked for. */
export interface Filter {
  /** sellers of the view; absent: everybody's */
  sellers?: readonly string[] | undefined
  group: 'open' | 'offered' | 'working' | 'paused' | 'closed'
  seller?: readonly string[] | undefined
  campaign?: readonly string[] | undefined
  handRaise?: boolean | undefined
  overdue?: boolean | undefined
  unassigned?: boolean | undefined
  outcome?: readonly string[] | undefined
  search?: string | undefined
}

/** A place in a list. */
export interface Place {
  rank: number
  at: Instant
  id: string
}

export interface ListedRow extends Record<string, unknown> {
  id: string
  /** the record that the person is now */
  personId: string
  personName: string
  email: string | null
  jobTitle: string | null
  accountId: string | null
  accountName: string | null
  sellerName: string | null
  grade: string | null
  fit: number | null
  engagement: number | null
  causeKind: string | null
  causeSubject: string | null
  campaignName: string | null
  rank: number
}

const OPEN = sql`h.state in ('offered', 'accepted', 'working')`

const GROUPS: Record<Filter['group'], SQL> = {
  open: OPEN,
  offered: sql`h.state = 'offered' and h.paused_at is null`,
  working: sql`h.state in ('accepted', 'working') and h.paused_at is null`,
  paused: sql`${OPEN} and h.paused_at is not null`,
  closed: sql`not ${OPEN}`,
}

function conditionsOf(workspaceId: string, filter: Filter, now: Instant): SQL {
  const late = sql`(${OPEN} and h.attempted_at is null and h.paused_at is null and h.due_at < ${toIso(now)}::timestamptz)`
  const words = filter.search ? containing(filter.search.toLowerCase()) : null
  const addresses = anyText(
    addressSpellings(filter.search ?? '').map((spelling) => containing(spelling.toLowerCase())),
  )
  const conditions = [
    sql`h.workspace_id = ${workspaceId}`,
    GROUPS[filter.group],
    filter.sellers && sql`h.seller_id = ${anyId(filter.sellers)}`,
    filter.seller && sql`h.seller_id = ${anyId(filter.seller)}`,
    filter.campaign?.length ? sql`h.campaign_id = ${anyId(filter.campaign)}` : undefined,
    filter.handRaise === undefined ? undefined : sql`h.hand_raise = ${filter.handRaise}`,
    filter.overdue === undefined ? undefined : filter.overdue ? late : sql`not ${late}`,
    filter.unassigned === undefined ? undefined : sql`(h.seller_id is null) = ${filter.unassigned}`,
    filter.outcome?.length ? sql`h.state = ${anyText(filter.outcome)}` : undefined,
    words === null
      ? undefined
      : sql`(lower(concat_ws(' ', p.first_name, p.last_name)) like ${words} or p.email_norm like ${addresses} or lower(a.name) like ${words})`,
  ]
  return sql.join(
    conditions.filter((condition) => condition !== undefined),
    sql` and `,
  )
}

/** What the clock still waits for comes first. */
const RANK = sql`(case when h.attempted_at is null and h.paused_at is null then 0 else 1 end)`

const fields = (workspaceId: string) => sql`
    select h.id, coalesce(p.merged_into_id, h.person_id) as "personId", ${personName} as "personName", p.email, p.job_title as "jobTitle", p.account_id as "accountId",
      a.name as "accountName", s.name as "sellerName", l.grade, l.fit, l.engagement, c.kind as "causeKind",
      c.subject as "causeSubject", k.name as "campaignName", ${RANK} as rank
    from hand_off h
    left join person p on p.workspace_id = ${workspaceId} and p.id = h.person_id
    left join account a on a.workspace_id = ${workspaceId} and a.id = p.account_id
    left join seller s on s.workspace_id = ${workspaceId} and s.id = h.seller_id
    left join lead l on l.workspace_id = ${workspaceId} and l.person_id = h.person_id
    left join touch c on c.workspace_id = ${workspaceId} and c.id = h.cause_id
    left join campaign k on k.workspace_id = ${workspaceId} and k.id = h.campaign_id`

/** One page: open ones by urgency, closed ones by when they were closed, latest first. */
export async function listedHandOffs(
  tx: Tx,
  workspaceId: string,
  filter: Filter,
  page: { after: Place | null; limit: number },
  now: Instant,
): Promise<ListedRow[]> {
  const closed = filter.group === 'closed'
  const at = page.after && sql`${toIso(page.after.at)}::timestamptz`
  const beyond = page.after
    ? closed
      ? sql`(h.state_at, h.id) < (${at}, ${page.after.id}::uuid)`
      : sql`(${RANK}, h.due_at, h.id) > (${page.after.rank}::int, ${at}, ${page.after.id}::uuid)`
    : sql`true`
  const order = closed ? sql`h.state_at desc, h.id desc` : sql`${RANK}, h.due_at, h.id`
  const { rows } = await tx.execute<ListedRow>(sql`
    ${fields(workspaceId)}
    where ${conditionsOf(workspaceId, filter, now)} and ${beyond}
    order by ${order} limit ${page.limit}`)
  return rows
}

/** The same for hand-offs with these ids. */
export async function listedByIds(tx: Tx, workspaceId: string, ids: readonly string[]): Promise<ListedRow[]> {
  const { rows } = await tx.execute<ListedRow>(sql`
    ${fields(workspaceId)} where h.workspace_id = ${workspaceId} and h.id = ${anyId(ids)}`)
  return rows
}

/** A touch of a person in a cycle. */
export interface AttemptRow extends Record<string, unknown> {
  handOffId: string
  kind: string
  side: 'marketing' | 'sales'
  direction: 'inbound' | 'outbound'
  machine: boolean
  attributes: Record<string, unknown>
  occurredAt: Instant
}

/** What may be attempts on each hand-off since its lead clock began, earliest first. */
export async function attemptsOf(
  tx: Tx,
  workspaceId: string,
  handOffIds: readonly string[],
): Promise<Map<string, AttemptRow[]>> {
  const found = new Map<string, AttemptRow[]>(handOffIds.map((id) => [id, []]))
  if (handOffIds.length === 0) return found
  const { rows } = await tx.execute<AttemptRow>(sql`
    select h.id as "handOffId", t.kind, t.side, t.direction, t.machine, t.attributes, t.occurred_at as "occurredAt"
    from hand_off h
    join touch t on t.workspace_id = ${workspaceId} and t.person_id = h.person_id and t.occurred_at >= h.lead_started_at
      and t.kind = ${anyText(EVIDENCE_KINDS)} and t.side = 'sales' and not t.machine
      and (h.state in ('offered', 'accepted', 'working') or t.occurred_at <= h.state_at)
    where h.workspace_id = ${workspaceId} and h.id = ${anyId(handOffIds)}
      and not exists (
        select 1 from hand_off_event e
        join hand_off_event u on u.workspace_id = ${workspaceId} and u.undoes_id = e.id and u.hand_off_id = h.id
        where e.workspace_id = ${workspaceId} and e.hand_off_id = h.id and e.touch_id = t.id and u.actor_id is not null)
    order by t.occurred_at, t.id`)
  for (const row of rows) found.get(row.handOffId)!.push(row)
  return found
}

/** An ended or running pause. */
export interface PauseRow extends Record<string, unknown> {
  handOffId: string
  kind: 'paused' | 'resumed'
  occurredAt: Instant
  /** of a pause, when it ends by itself */
  endsAt: Instant | null
  /** of an end, when the lead clock is due then */
  leadDueAt: Instant | null
}

/** Beginnings and ends of pauses that hold, in their order. */
export async function pauseEvents(
  tx: Tx,
  workspaceId: string,
  handOffIds: readonly string[],
): Promise<PauseRow[]> {
  if (handOffIds.length === 0) return []
  const { rows } = await tx.execute<PauseRow>(sql`
    select e.hand_off_id as "handOffId", e.kind, e.occurred_at as "occurredAt",
      (e.detail ->> 'until')::bigint as "endsAt", (e.detail ->> 'leadDueAt')::bigint as "leadDueAt"
    from hand_off_event e
    where e.workspace_id = ${workspaceId} and e.hand_off_id = ${anyId(handOffIds)} and e.kind in ('paused', 'resumed')
      and not exists (
        select 1 from hand_off_event u where u.workspace_id = ${workspaceId} and u.hand_off_id = e.hand_off_id and u.undoes_id = e.id)
    order by e.hand_off_id, e.number`)
  return rows
}

export interface Counts extends Record<string, unknown> {
  offered: number
  working: number
  paused: number
  overdue: number
  closed: number
  unassigned: number
}

/** How many hand-offs there are in each group of a view. */
export async function countHandOffs(
  tx: Tx,
  workspaceId: string,
  sellers: readonly string[] | undefined,
  now: Instant,
): Promise<Counts> {
  const mine = sellers ? sql`h.seller_id = ${anyId(sellers)}` : sql`true`
  const since = toIso(now - 30 * DAY)
  const { rows } = await tx.execute<Counts>(sql`
    select
      count(*) filter (where ${mine} and ${GROUPS.offered}) as offered,
      count(*) filter (where ${mine} and ${GROUPS.working}) as working,
      count(*) filter (where ${mine} and ${GROUPS.paused}) as paused,
      count(*) filter (where ${mine} and ${OPEN} and h.attempted_at is null and h.paused_at is null
        and h.due_at < ${toIso(now)}::timestamptz) as overdue,
      count(*) filter (where ${mine} and ${GROUPS.closed} and h.state_at >= ${since}::timestamptz) as closed,
      count(*) filter (where h.seller_id is null and ${OPEN}) as unassigned
    from hand_off h
    where h.workspace_id = ${workspaceId} and (${OPEN} or h.state_at >= ${since}::timestamptz)`)
  return rows[0]!
}

/** Campaigns met and content read since an instant before the hand-off, latest first. */
export async function readBy(
  tx: Tx,
  workspaceId: string,
  personId: string,
  until: Instant,
): Promise<{ kind: string; subject: string | null; campaign: string | null; occurredAt: Instant }[]> {
  const { rows } = await tx.execute<{
    kind: string
    subject: string | null
    campaign: string | null
    occurredAt: Instant
  }>(sql`
    select t.kind, t.subject, k.name as campaign, t.occurred_at as "occurredAt"
    from touch t
    left join campaign k on k.workspace_id = ${workspaceId} and k.id = t.campaign_id
    where t.workspace_id = ${workspaceId} and t.person_id = ${personId} and t.side = 'marketing' and not t.machine
      and t.direction = 'inbound' and t.occurred_at <= ${toIso(until)}::timestamptz
    order by t.occurred_at desc, t.id desc limit 30`)
  return rows
}
