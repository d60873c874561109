import { sql } from 'drizzle-orm'
import { anyText, type Tx } from '#platform/db/index.ts'
import { type Instant, toIso } from '#platform/kernel/instant.ts'
import type { Sign } from './rules/signs.ts'

export interface NewSubmission {
  id: string
  formId: string
  answers: Record<string, string>
  email: string
  signs: Sign[]
  proof: string | null
  consentText: string | null
  context: Record<string, unknown>
  anonymousId: string | null
}

/** Adds a submission; false when its challenge has served for one already. */
export async function insertSubmission(
  tx: Tx,
  workspaceId: string,
  { id, formId, answers, email, signs, proof, consentText, context, anonymousId }: NewSubmission,
  now: Instant,
): Promise<boolean> {
  const held = signs.length > 0
  const added = await tx.execute(sql`
    insert into form_submission (workspace_id, id, form_id, answers, email, signs, held, proof, consent_text, context, anonymous_id, recorded_at)
    values (${workspaceId}, ${id}, ${formId}, ${JSON.stringify(answers)}::jsonb, ${email}, ${JSON.stringify(signs)}::jsonb, ${held},
      ${proof}, ${consentText}, ${JSON.stringify(context)}::jsonb, ${anonymousId}, ${toIso(now)})
    on conflict do nothing`)
  if (added.rowCount !== 1) return false
  if (held)
    await tx.execute(sql`
      insert into form_held (workspace_id, submission_id, form_id, state) values (${workspaceId}, ${id}, ${formId}, 'held')`)
  return true
}

/** Who used a challenge, and with what. */
export async function submissionWithProof(
  tx: Tx,
  workspaceId: string,
  proof: string,
): Promise<{ formId: string; answers: Record<string, string> } | undefined> {
  const { rows } = await tx.execute<{ formId: string; answers: Record<string, string> }>(sql`
    select s.form_id as "formId", s.answers from form_submission s where s.workspace_id = ${workspaceId} and s.proof = ${proof}`)
  return rows[0]
}

export interface SubmissionRow extends Record<string, unknown> {
  id: string
  formId: string
  answers: Record<string, string>
  email: string
  signs: Sign[]
  proven: boolean
  consentText: string | null
  context: Record<string, unknown>
  anonymousId: string | null
  state: 'accepted' | 'held' | 'released' | 'refused'
  recordedAt: Instant
  decidedAt: Instant | null
  personId: string | null
}

const ROW = (
  workspaceId: string,
) => sql`s.id, s.form_id as "formId", s.answers, s.email, s.signs, s.proof is not null as proven,
  s.consent_text as "consentText", s.context, s.anonymous_id as "anonymousId", coalesce(h.state, 'accepted') as state,
  s.recorded_at as "recordedAt", h.decided_at as "decidedAt",
  (select t.person_id from touch t where t.workspace_id = ${workspaceId} and t.source = 'form' and t.dedupe_key = s.id::text) as "personId"`

/** Submissions of a form, the latest first. */
export async function listSubmissionRows(
  tx: Tx,
  workspaceId: string,
  asked: { formId: string; states: readonly string[]; before: string | undefined; limit: number },
): Promise<SubmissionRow[]> {
  const { rows } = await tx.execute<SubmissionRow>(sql`
    select ${ROW(workspaceId)} from form_submission s
    left join form_held h on h.workspace_id = ${workspaceId} and h.submission_id = s.id
    where s.workspace_id = ${workspaceId} and s.form_id = ${asked.formId}
      and coalesce(h.state, 'accepted') = ${anyText(asked.states)}
      ${asked.before ? sql`and s.id < ${asked.before}` : sql``}
    order by s.id desc limit ${asked.limit}`)
  return rows
}

/** One submission that was held, locked until the caller is done. */
export async function lockHeld(tx: Tx, workspaceId: string, id: string): Promise<SubmissionRow | undefined> {
  await tx.execute(
    sql`select 1 from form_held h where h.workspace_id = ${workspaceId} and h.submission_id = ${id} for update`,
  )
  const { rows } = await tx.execute<SubmissionRow>(sql`
    select ${ROW(workspaceId)} from form_submission s
    join form_held h on h.workspace_id = ${workspaceId} and h.submission_id = s.id
    where s.workspace_id = ${workspaceId} and s.id = ${id}`)
  return rows[0]
}

export async function decideHeld(
  tx: Tx,
  workspaceId: string,
  id: string,
  state: 'held' | 'released' | 'refused',
  by: string | null,
  now: Instant,
): Promise<void> {
  const at = state === 'held' ? null : toIso(now)
  await tx.execute(sql`
    update form_held set state = ${state}, decided_by = ${state === 'held' ? null : by}::uuid, decided_at = ${at}::timestamptz
    where workspace_id = ${workspaceId} and submission_id = ${id}`)
}

/** Takes the one answer that an address may get in a while; false when it had one. */
export async function takeReply(
  tx: Tx,
  workspaceId: string,
  email: string,
  now: Instant,
  apartMs: number,
): Promise<boolean> {
  const { rowCount } = await tx.execute(sql`
    insert into form_reply as kept (workspace_id, email_norm, replied_at) values (${workspaceId}, ${email}, ${toIso(now)}::timestamptz)
    on conflict (workspace_id, email_norm) do update set replied_at = excluded.replied_at
      where kept.replied_at <= ${toIso(now - apartMs)}::timestamptz`)
  return rowCount === 1
}

/** Gives back what `takeReply` took at that instant: no mail went. The answer before it was long enough ago to be forgotten. */
export async function giveBackReply(
  tx: Tx,
  workspaceId: string,
  email: string,
  takenAt: Instant,
): Promise<void> {
  await tx.execute(sql`
    delete from form_reply where workspace_id = ${workspaceId} and email_norm = ${email} and replied_at = ${toIso(takenAt)}::timestamptz`)
}
