import { sql } from 'drizzle-orm'
import type { accountFacts } from '#leads/lifecycle/rules/evidence.ts'
import { anyId, rowsOf, type Tx } from '#platform/db/index.ts'
import { type Instant, toIso } from '#platform/kernel/instant.ts'
import type { EndedBecause } from './rules/states.ts'

/** Who is on which track: writes `enrolment` and nothing else. */

export interface EnrolmentRow {
  id: string
  personId: string
  cycle: number
  trackKey: string
  agreementVersion: number
  step: number
  enrolledAt: Instant
  nextStepAt: Instant | null
  openOpportunities: number
  beganWith: string | null
}

const at = (instant: Instant) => sql`${toIso(instant)}::timestamptz`
const ROW =
  sql.raw(`e.id, e.person_id as "personId", e.cycle, e.track_key as "trackKey", e.agreement_version as "agreementVersion",
  e.step, e.next_step_at as "nextStepAt", e.enrolled_at as "enrolledAt", e.open_opportunities as "openOpportunities",
  e.began_with as "beganWith"`)

/** The track a person is on now, locked; undefined when on none. */
export async function presentEnrolment(
  tx: Tx,
  workspaceId: string,
  personId: string,
): Promise<EnrolmentRow | undefined> {
  const result = await tx.execute(sql`
    select ${ROW} from enrolment e where e.workspace_id = ${workspaceId} and e.person_id = ${personId} and e.ended_at is null
    for update`)
  return rowsOf<EnrolmentRow>(result)[0]
}

/** The same for several people, in the order of their ids. */
export async function presentEnrolments(
  tx: Tx,
  workspaceId: string,
  personIds: readonly string[],
): Promise<EnrolmentRow[]> {
  if (personIds.length === 0) return []
  const result = await tx.execute(sql`
    select ${ROW} from enrolment e
    where e.workspace_id = ${workspaceId} and e.person_id = ${anyId(personIds)} and e.ended_at is null order by e.person_id for update`)
  return rowsOf(result)
}

export interface NewEnrolment
  extends Omit<EnrolmentRow, 'step' | 'nextStepAt' | 'openOpportunities' | 'beganWith'> {
  reason: string | null
  actorId: string | null
}

/** Puts a person on a track; the open opportunities they have now are remembered. */
export async function insertEnrolment(tx: Tx, workspaceId: string, row: NewEnrolment): Promise<void> {
  await tx.execute(sql`
    insert into enrolment (workspace_id, id, person_id, cycle, track_key, agreement_version, reason, actor_id, step, enrolled_at,
      next_step_at, open_opportunities)
    select ${workspaceId}::uuid, ${row.id}::uuid, ${row.personId}::uuid, ${row.cycle}::int, ${row.trackKey}::text,
      ${row.agreementVersion}::int, ${row.reason}::text, ${row.actorId}::uuid, 0, ${at(row.enrolledAt)}, ${at(row.enrolledAt)},
      coalesce((select l.open_opportunities from lead l where l.workspace_id = ${workspaceId} and l.person_id = ${row.personId}), 0)
    on conflict (workspace_id, person_id) where ended_at is null do nothing`)
}

/** Ends what some people are on. Answers the enrolments that ended. */
export async function endPresent(
  tx: Tx,
  workspaceId: string,
  personIds: readonly string[],
  because: EndedBecause,
  now: Instant,
): Promise<{ id: string; personId: string }[]> {
  const result = await tx.execute(sql`
    update enrolment set ended_at = ${at(now)}, ended_because = ${because}, next_step_at = null
    where workspace_id = ${workspaceId} and person_id = ${anyId(personIds)} and ended_at is null
    returning id, person_id as "personId"`)
  return rowsOf(result)
}

/** Present enrolments of some people, or of records folded into theirs, that stand at a record which is not the person's now. */
export async function misplaced(
  tx: Tx,
  workspaceId: string,
  personIds: readonly string[],
): Promise<{ id: string; personId: string; toPersonId: string; back: boolean }[]> {
  const result = await tx.execute(sql`
    select e.id, e.person_id as "personId", coalesce(p.merged_into_id, e.began_with) as "toPersonId",
      p.merged_into_id is null as back
    from enrolment e
    join person p on p.workspace_id = ${workspaceId} and p.id = e.person_id
    left join person b on b.workspace_id = ${workspaceId} and b.id = e.began_with and b.merged_into_id is null
    where e.workspace_id = ${workspaceId} and e.ended_at is null
      and (p.merged_into_id is not null or b.id is not null)
      and (e.person_id = ${anyId(personIds)} or e.began_with = ${anyId(personIds)} or p.merged_into_id = ${anyId(personIds)})
    order by e.id for update of e`)
  return rowsOf(result)
}

/** Gives an enrolment to another record of the same person. */
export async function moveEnrolment(
  tx: Tx,
  workspaceId: string,
  id: string,
  personId: string,
  beganWith: string | null,
): Promise<void> {
  await tx.execute(sql`
    update enrolment set person_id = ${personId}, began_with = ${beganWith}::uuid
    where workspace_id = ${workspaceId} and id = ${id}`)
}

/** People whose step has come, the longest waiting first, locked for this transaction; those another process has are left out. */
export async function dueEnrolments(
  tx: Tx,
  workspaceId: string,
  now: Instant,
  limit: number,
): Promise<EnrolmentRow[]> {
  const result = await tx.execute(sql`
    select ${ROW} from enrolment e
    where e.workspace_id = ${workspaceId} and e.ended_at is null and e.next_step_at <= ${at(now)}
    order by e.next_step_at, e.id limit ${limit} for update skip locked`)
  return rowsOf(result)
}

export async function enrolmentById(
  tx: Tx,
  workspaceId: string,
  id: string,
): Promise<(EnrolmentRow & { ended: boolean }) | undefined> {
  const result = await tx.execute(sql`
    select ${ROW}, e.ended_at is not null as ended from enrolment e
    where e.workspace_id = ${workspaceId} and e.id = ${id} for update`)
  return rowsOf<EnrolmentRow & { ended: boolean }>(result)[0]
}

/** Moves a person on to a step; null: it goes on when the message of that step has come to an end. */
export async function setStep(
  tx: Tx,
  workspaceId: string,
  id: string,
  step: number,
  nextStepAt: Instant | null,
): Promise<void> {
  await tx.execute(sql`
    update enrolment set step = ${step}, next_step_at = ${nextStepAt === null ? null : toIso(nextStepAt)}::timestamptz
    where workspace_id = ${workspaceId} and id = ${id} and ended_at is null`)
}

/** What decides whether people stay on their track. */
export interface PersonRow {
  id: string
  email: string | null
  emailNorm: string | null
  firstName: string | null
  company: string | null
  sellerName: string | null
  sellerEmail: string | null
  suppression: string | null
  stage: string | null
  cycle: number
  fit: number
  engagement: number
  openOpportunities: number
}

export async function peopleOnTracks(
  tx: Tx,
  workspaceId: string,
  ids: readonly string[],
): Promise<PersonRow[]> {
  const result = await tx.execute(sql`
    select p.id, p.email, p.email_norm as "emailNorm", p.first_name as "firstName", a.name as company, s.name as "sellerName",
      s.email as "sellerEmail", coalesce(u.reason, case when p.attributes ->> 'unsubscribed' = 'true' then 'unsubscribed' end)
        as suppression,
      l.stage, coalesce(l.cycle, 0) as cycle, coalesce(l.fit, 0) as fit, coalesce(l.engagement, 0) as engagement,
      coalesce(l.open_opportunities, 0) as "openOpportunities"
    from person p
    left join account a on a.workspace_id = ${workspaceId} and a.id = p.account_id
    left join seller s on s.workspace_id = ${workspaceId} and s.id = p.seller_id
    left join lead l on l.workspace_id = ${workspaceId} and l.person_id = p.id
    left join suppression u on u.workspace_id = ${workspaceId} and u.email_norm = p.email_norm
    where p.workspace_id = ${workspaceId} and p.id = ${anyId(ids)} and p.merged_into_id is null`)
  return rowsOf(result)
}

type FactsRow = Parameters<typeof accountFacts>[0]

/** What the agreement's exit rules read of people and their accounts. */
export async function factsOfPeople(
  tx: Tx,
  workspaceId: string,
  ids: readonly string[],
): Promise<FactsRow[]> {
  const result = await tx.execute(sql`
    select p.id, p.email_norm as email, p.job_title as "jobTitle", p.country, p.source, p.attributes, p.account_id as "accountId",
      a.name as "accountName", a.domain as "accountDomain", a.industry, a.employees, a.annual_revenue_minor as "annualRevenueMinor",
      a.currency, a.country as "accountCountry", a.region, a.attributes as "accountAttributes", false as suppressed
    from person p left join account a on a.workspace_id = ${workspaceId} and a.id = p.account_id
    where p.workspace_id = ${workspaceId} and p.id = ${anyId(ids)}`)
  return rowsOf(result)
}
