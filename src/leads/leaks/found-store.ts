import { type SQL, sql } from 'drizzle-orm'
import { standingMove } from '#leads/lifecycle/index.ts'
import type { Instant } from '#platform/kernel/instant.ts'
import { attemptCondition } from '#records/touches/index.ts'
import type { LeakKind } from './rules/kinds.ts'

/** What the agreement in force and the clock say about where a leak begins. */
export interface Limits {
  now: Instant
  /** stage that is handed over */
  from: string
  /** stages up to the one that acceptance leads to */
  beforeWork: readonly string[]
  /** stages of those who are to come back */
  recycled: readonly string[]
  /** of the follow-up: on which a touch may be a human attempt */
  channels: readonly string[]
  silentBefore: Instant
  raisedBefore: Instant
  activeSince: Instant
}

const iso = (at: Instant) => new Date(at).toISOString()
const among = (values: readonly string[]) =>
  sql`in (${
    values.length === 0
      ? sql`null`
      : sql.join(
          values.map((value) => sql`${value}`),
          sql`, `,
        )
  })`
const OPEN = sql`in ('offered', 'accepted', 'working')`

/**
 * The people in a leak as rows `person_id, hand_off_id, seller_id, since, reason, hint_id`: `seller_id` has them, `hint_id` worked on
 * them last.
 */
export function foundIn(kind: LeakKind, workspaceId: string, limits: Limits): SQL {
  return FINDERS[kind](workspaceId, limits)
}

type Finder = (workspaceId: string, limits: Limits) => SQL

/** Open hand-offs that nobody has, wherever their lead stands by now, and who waits at the stage without one. */
const unrouted: Finder = (ws, { from }) => sql`
  select h.person_id, h.id as hand_off_id, null::uuid as seller_id, h.offered_at as since, null::text as reason,
    null::uuid as hint_id
  from hand_off h
  join lead l on l.workspace_id = ${ws} and l.person_id = h.person_id and l.excluded_by is null
  where h.workspace_id = ${ws} and h.state ${OPEN} and h.seller_id is null
  union all
  select l.person_id, null, null, l.stage_entered_at, null, null
  from lead l
  where l.workspace_id = ${ws} and l.stage = ${from} and l.excluded_by is null and not exists (
    select 1 from hand_off x where x.workspace_id = ${ws} and x.person_id = l.person_id
      and (x.cycle = l.cycle or x.state ${OPEN}))`

const untouched: Finder = (ws, { now }) => sql`
  select h.person_id, h.id as hand_off_id, h.seller_id, h.due_at as since, null::text as reason, null::uuid as hint_id
  from hand_off h
  where h.workspace_id = ${ws} and h.state ${OPEN} and h.seller_id is not null and h.attempted_at is null
    and h.paused_at is null and h.due_at < ${iso(now)}::timestamptz`

const silent: Finder = (ws, { channels, silentBefore }) => sql`
  select h.person_id, h.id as hand_off_id, h.seller_id, greatest(h.attempted_at, last.at) as since, null::text as reason,
    null::uuid as hint_id
  from hand_off h
  left join lateral (
    select max(t.occurred_at) as at from touch t
    where t.workspace_id = ${ws} and t.person_id = h.person_id and ${attemptCondition(channels)}
      and t.occurred_at >= h.lead_started_at
  ) last on true
  where h.workspace_id = ${ws} and h.state in ('accepted', 'working') and h.attempted_at is not null and h.paused_at is null
    and greatest(h.attempted_at, last.at) < ${iso(silentBefore)}::timestamptz`

const trackless: Finder = (ws, { recycled }) => sql`
  select l.person_id, null::uuid as hand_off_id, null::uuid as seller_id, l.stage_entered_at as since, (
      select t.reason ${standingMove(ws)}) as reason, null::uuid as hint_id
  from lead l
  where l.workspace_id = ${ws} and l.stage ${among(recycled)} and l.excluded_by is null and not exists (
    select 1 from enrolment e where e.workspace_id = ${ws} and e.person_id = l.person_id
      and (e.ended_at is null or (e.cycle = l.cycle and e.ended_because <> 'taken_back') or e.enrolled_at >= l.stage_entered_at))`

const ownerless: Finder = (ws, { activeSince }) => sql`
  select p.id as person_id, null::uuid as hand_off_id, null::uuid as seller_id, last.occurred_at as since, null::text as reason,
    last.seller_id as hint_id
  from lead l
  join person p on p.workspace_id = ${ws} and p.id = l.person_id and p.seller_id is null and p.merged_into_id is null
  join lateral (
    select t.occurred_at, t.seller_id from touch t
    where t.workspace_id = ${ws} and t.person_id = p.id and t.side = 'sales' and not t.machine
      and t.occurred_at >= ${iso(activeSince)}::timestamptz
    order by t.occurred_at desc limit 1
  ) last on true
  where l.workspace_id = ${ws} and l.last_touch_at >= ${iso(activeSince)}::timestamptz and l.excluded_by is null`

const handRaises: Finder = (ws, { raisedBefore, beforeWork, channels }) => sql`
  select l.person_id, h.id as hand_off_id, h.seller_id, l.hand_raise_at as since, null::text as reason, null::uuid as hint_id
  from lead l
  left join hand_off h on h.workspace_id = ${ws} and h.person_id = l.person_id and h.state ${OPEN}
  where l.workspace_id = ${ws} and l.hand_raise_at <= ${iso(raisedBefore)}::timestamptz and l.excluded_by is null
    and (l.stage is null or l.stage ${among(beforeWork)}) and h.paused_at is null
    and (h.attempted_at is null or h.attempted_at < l.hand_raise_at) and not exists (
      select 1 from touch t
      where t.workspace_id = ${ws} and t.person_id = l.person_id and ${attemptCondition(channels)}
        and t.occurred_at >= l.hand_raise_at)`

const FINDERS: Readonly<Record<LeakKind, Finder>> = {
  hand_raises: handRaises,
  unrouted,
  untouched,
  silent,
  trackless,
  ownerless,
}
