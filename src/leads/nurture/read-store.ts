import { sql } from 'drizzle-orm'
import { anyId, anyText, containing, rowsOf, type Tx } from '#platform/db/index.ts'
import { addressSpellings } from '#platform/kernel/domain.ts'
import type { Instant } from '#platform/kernel/instant.ts'
import { personName } from '#records/people/tables.ts'
import type { EndedBecause, MessageState } from './rules/states.ts'

/** What the nurture page and the lead page show. */

export async function enrolmentCounts(tx: Tx, workspaceId: string) {
  const result = await tx.execute(sql`
    select e.track_key as "trackKey", e.ended_because as because, count(*)::int as people
    from enrolment e where e.workspace_id = ${workspaceId} group by e.track_key, e.ended_because`)
  return rowsOf<{ trackKey: string; because: EndedBecause | null; people: number }>(result)
}

/** Messages of each step, on whatever track. */
export async function messageCounts(tx: Tx, workspaceId: string) {
  const result = await tx.execute(sql`
    select m.step_key as "stepKey", m.state, count(*)::int as messages
    from nurture_message m where m.workspace_id = ${workspaceId} group by m.step_key, m.state`)
  return rowsOf<{ stepKey: string; state: MessageState; messages: number }>(result)
}

/** People who followed a link of the message of each step. */
export async function clickCounts(tx: Tx, workspaceId: string) {
  const result = await tx.execute(sql`
    select t.attributes ->> 'step' as "stepKey", count(distinct t.person_id)::int as people
    from touch t where t.workspace_id = ${workspaceId} and t.source = 'nurture' and t.kind = 'email_click' and not t.machine
    group by 1`)
  return rowsOf<{ stepKey: string; people: number }>(result)
}

export async function suppressedCount(tx: Tx, workspaceId: string): Promise<number> {
  const result = await tx.execute(sql`
    select count(*)::int as count from suppression s where s.workspace_id = ${workspaceId}`)
  return rowsOf<{ count: number }>(result)[0]!.count
}

export interface EnrolmentRead {
  id: string
  personId: string
  name: string
  email: string | null
  trackKey: string
  agreementVersion: number
  cycle: number
  reason: string | null
  step: number
  enrolledAt: Instant
  nextStepAt: Instant | null
  endedAt: Instant | null
  endedBecause: EndedBecause | null
}

export interface EnrolmentFilter {
  /** records of one person */
  personIds?: readonly string[]
  track?: string | undefined
  state?: 'present' | 'left' | undefined
  because?: EndedBecause | undefined
  before?: string | undefined
  limit: number
}

export async function listedEnrolments(
  tx: Tx,
  workspaceId: string,
  { personIds, track, state, because, before, limit }: EnrolmentFilter,
): Promise<EnrolmentRead[]> {
  const result = await tx.execute(sql`
    select e.id, e.person_id as "personId", ${personName} as name, p.email, e.track_key as "trackKey",
      e.agreement_version as "agreementVersion", e.cycle, e.reason, e.step, e.enrolled_at as "enrolledAt",
      e.next_step_at as "nextStepAt", e.ended_at as "endedAt", e.ended_because as "endedBecause"
    from enrolment e join person p on p.workspace_id = ${workspaceId} and p.id = e.person_id
    where e.workspace_id = ${workspaceId}
      ${personIds ? sql`and e.person_id = ${anyId(personIds)}` : sql``} ${track ? sql`and e.track_key = ${track}` : sql``}
      ${state === 'present' ? sql`and e.ended_at is null` : state === 'left' ? sql`and e.ended_at is not null` : sql``}
      ${because ? sql`and e.ended_because = ${because}` : sql``} ${before ? sql`and e.id < ${before}` : sql``}
    order by e.id desc limit ${limit}`)
  return rowsOf(result)
}

export interface MessageRead {
  id: string
  personId: string
  name: string
  email: string | null
  trackKey: string
  stepKey: string
  subject: string | null
  state: MessageState
  attempts: number
  queuedAt: Instant
  tryAt: Instant
  doneAt: Instant | null
  detail: string | null
}

export async function listedMessages(
  tx: Tx,
  workspaceId: string,
  filter: {
    /** records of one person */
    personIds?: readonly string[]
    state?: string | undefined
    track?: string | undefined
    before?: string | undefined
    limit: number
  },
): Promise<MessageRead[]> {
  const { personIds, state, track, before, limit } = filter
  const result = await tx.execute(sql`
    select m.id, m.person_id as "personId", ${personName} as name, coalesce(m.email, p.email) as email, m.track_key as "trackKey",
      m.step_key as "stepKey", m.subject, m.state, m.attempts, m.queued_at as "queuedAt", m.try_at as "tryAt", m.done_at as "doneAt",
      m.detail
    from nurture_message m join person p on p.workspace_id = ${workspaceId} and p.id = m.person_id
    where m.workspace_id = ${workspaceId}
      ${personIds ? sql`and m.person_id = ${anyId(personIds)}` : sql``} ${state ? sql`and m.state = ${state}` : sql``}
      ${track ? sql`and m.track_key = ${track}` : sql``} ${before ? sql`and m.id < ${before}` : sql``}
    order by m.id desc limit ${limit}`)
  return rowsOf(result)
}

export interface SuppressedRead {
  email: string
  reason: 'unsubscribed' | 'bounced' | 'complained' | 'asked' | 'by_hand'
  detail: string | null
  actor: string | null
  recordedAt: Instant
}

export async function listedSuppressed(
  tx: Tx,
  workspaceId: string,
  { search, after, limit }: { search?: string | undefined; after?: string | undefined; limit: number },
): Promise<SuppressedRead[]> {
  const result = await tx.execute(sql`
    select s.email_norm as email, s.reason, s.detail, m.name as actor, s.recorded_at as "recordedAt"
    from suppression s left join member m on m.workspace_id = ${workspaceId} and m.user_id = s.actor_id
    where s.workspace_id = ${workspaceId}
      ${search ? sql`and s.email_norm like ${anyText(addressSpellings(search).map(containing))}` : sql``}
      ${after ? sql`and s.email_norm > ${after}` : sql``}
    order by s.email_norm limit ${limit}`)
  return rowsOf(result)
}

/** Where a lead stands, for putting them on a track; undefined when there is no such person. */
export async function standingOfLead(tx: Tx, workspaceId: string, personId: string) {
  const result = await tx.execute(sql`
    select coalesce(l.cycle, 0) as cycle, p.email_norm as email from person p
    left join lead l on l.workspace_id = ${workspaceId} and l.person_id = p.id
    where p.workspace_id = ${workspaceId} and p.id = ${personId} and p.merged_into_id is null`)
  return rowsOf<{ cycle: number; email: string | null }>(result)[0]
}

export async function suppressionOf(tx: Tx, workspaceId: string, email: string): Promise<string | null> {
  const result = await tx.execute(sql`
    select s.reason from suppression s where s.workspace_id = ${workspaceId} and s.email_norm = ${email}`)
  return rowsOf<{ reason: string }>(result)[0]?.reason ?? null
}

/** Name and address of a member; undefined for an API key. */
export async function memberAddress(tx: Tx, workspaceId: string, userId: string) {
  const result = await tx.execute(sql`
    select m.name, m.email from member m where m.workspace_id = ${workspaceId} and m.user_id = ${userId}`)
  return rowsOf<{ name: string; email: string }>(result)[0]
}
