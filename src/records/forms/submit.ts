import { createHash } from 'node:crypto'
import { isbot } from 'isbot'
import type { Database, Tx } from '#platform/db/index.ts'
import { addressBlock } from '#platform/http/address.ts'
import { enqueue } from '#platform/jobs/index.ts'
import { newId } from '#platform/kernel/ids.ts'
import type { Instant } from '#platform/kernel/instant.ts'
import { appendEvents, type OwnEvent } from '../intake/index.ts'
import { cleanJson, type JsonObject } from '../intake/rules/clean.ts'
import { claimedEmail } from '../people/index.ts'
import { usableId } from '../people/rules/identity-live.ts'
import type { FormLimits } from './form-limits.ts'
import type { CheckedProof, Proofs } from './proof.ts'
import { readAnswers } from './rules/fields.ts'
import { signsOf } from './rules/signs.ts'
import type { FormRow } from './store.ts'
import { insertSubmission, type NewSubmission, submissionWithProof } from './submission-store.ts'

/** Names of fields that are none of the form: a trap, the proof, consent, and what the site snippet adds. */
export const OWN_FIELDS = {
  trap: 'website',
  proof: 'accord_proof',
  consent: 'accord_consent',
  visitor: 'accord_anonymousId',
  context: 'accord_context',
} as const

export const REPLY = 'form.reply'

export interface SubmitDeps {
  database: Database
  clock: () => Instant
  proofs: Proofs
  limits: FormLimits
}

export type Submitted =
  | { ok: true }
  | { ok: false; status: 409 | 422 | 429 | 503; faults: Record<string, string>; detail: string }

/** Takes a submission in: accepted, or held for somebody to look at; whoever sends it is told the same. Nothing is lost. */
export async function submit(
  { database, clock, proofs, limits }: SubmitDeps,
  form: FormRow,
  sent: Readonly<Record<string, string>>,
  from: { address: string; userAgent: string },
): Promise<Submitted> {
  const now = clock()
  const userAgent = from.userAgent.replace(/[\0\p{Surrogate}]/gu, '').slice(0, 400)
  if (!limits.take(form.id, addressBlock(from.address)))
    return { ok: false, status: 429, faults: {}, detail: 'Too many at once. Try again in a minute.' }
  if (await isDiskFull(database))
    return {
      ok: false,
      status: 503,
      faults: {},
      detail: 'Nothing can be sent right now. Try again in a few minutes.',
    }
  const { answers, email, faults } = readAnswers(form.fields, sent)
  const agrees = (sent[OWN_FIELDS.consent] ?? '') !== ''
  if (form.consentText !== null && !agrees) faults[OWN_FIELDS.consent] = 'Tick this to go on.'
  if (Object.keys(faults).length > 0)
    return { ok: false, status: 422, faults, detail: 'Some fields need another look.' }
  const checked = await proofs.check(form.key, sent[OWN_FIELDS.proof] ?? '')
  const seen = limits.note(form.id, addressBlock(from.address), longText(form, answers))
  const signs = signsOf({
    answers,
    trap: sent[OWN_FIELDS.trap] ?? '',
    ...checked,
    sentAt: now,
    isRobot: isbot(userAgent),
    ...seen,
  })
  const submission: NewSubmission = {
    id: newId(now),
    formId: form.id,
    answers,
    email,
    signs,
    proof: checked.nonce,
    consentText: agrees ? form.consentText : null,
    context: contextOf(sent, userAgent),
    anonymousId: usableId(sent[OWN_FIELDS.visitor] ?? null),
  }
  return database.workspace(form.workspaceId, (tx) => store(tx, form, submission, checked, now))
}

const isDiskFull = (database: Database) =>
  database.assertSpace().then(
    () => false,
    () => true,
  )

async function store(
  tx: Tx,
  form: FormRow,
  submission: NewSubmission,
  { nonce }: CheckedProof,
  now: Instant,
): Promise<Submitted> {
  const { workspaceId } = form
  if (await insertSubmission(tx, workspaceId, submission, now)) {
    if (submission.signs.length === 0) await acceptSubmission(tx, form, submission, now, now)
    return { ok: true }
  }
  const first = nonce === null ? undefined : await submissionWithProof(tx, workspaceId, nonce)
  const isSame = first?.formId === form.id && sameAnswers(first.answers, submission.answers)
  if (isSame) return { ok: true }
  return {
    ok: false,
    status: 409,
    faults: {},
    detail: 'This form was sent already. Load it again to send another.',
  }
}

/** What a submission becomes: an event that says who it is from, as a claim; and the answer by mail where the form has one. */
export async function acceptSubmission(
  tx: Tx,
  form: FormRow,
  submission: Pick<NewSubmission, 'id' | 'answers' | 'email' | 'context' | 'anonymousId'>,
  occurredAt: Instant,
  now: Instant,
): Promise<void> {
  const { workspaceId } = form
  if (form.replySubject !== null && form.replyText !== null)
    await enqueue(tx, {
      workspaceId,
      kind: REPLY,
      payload: { formId: form.id, submissionId: submission.id, email: submission.email },
      runAt: now,
    })
  await appendEvents(tx, workspaceId, [eventOf(form, submission, occurredAt)], now)
}

function eventOf(
  form: FormRow,
  {
    id,
    answers,
    email,
    context,
    anonymousId,
  }: Pick<NewSubmission, 'id' | 'answers' | 'email' | 'context' | 'anonymousId'>,
  occurredAt: Instant,
): OwnEvent {
  const { first_name, last_name, company, job_title, phone, country } = answers
  const { email: _, ...said } = answers
  return {
    messageId: id,
    type: 'track',
    name: form.name,
    kind: form.kind,
    source: 'form',
    proven: false,
    anonymousId,
    userId: null,
    payload: {
      properties: { ...said, form_name: form.name, form_id: form.id },
      traits: defined({
        email: claimedEmail(email),
        first_name,
        last_name,
        company,
        job_title,
        phone,
        country,
      }),
      context: context as JsonObject,
    },
    occurredAt,
  }
}

const defined = (fields: Record<string, string | null | undefined>): JsonObject =>
  Object.fromEntries(Object.entries(fields).filter((entry): entry is [string, string] => !!entry[1]))

const KEPT = ['campaign', 'page', 'referrer', 'first', 'latest']

/** Where the visit came from, as the snippet or the form's own script says. */
function contextOf(sent: Readonly<Record<string, string>>, userAgent: string): Record<string, unknown> {
  const context: Record<string, unknown> = { userAgent }
  try {
    const cleaned = cleanJson(JSON.parse((sent[OWN_FIELDS.context] ?? '{}').slice(0, 16_000)))
    if (
      !cleaned.ok ||
      typeof cleaned.value !== 'object' ||
      cleaned.value === null ||
      Array.isArray(cleaned.value)
    )
      return context
    for (const name of KEPT) if (Object.hasOwn(cleaned.value, name)) context[name] = cleaned.value[name]
  } catch {
    // not from us: where it came from stays unknown
  }
  return context
}

/** What was written at length; short answers of different people are often the same. */
function longText(form: FormRow, answers: Readonly<Record<string, string>>): string | null {
  const long = form.fields.filter(({ type }) => type === 'long_text')
  const text = long.map(({ name }) => answers[name] ?? '').join('\n')
  return text.length < 20 ? null : createHash('sha256').update(text).digest('base64')
}

const sameAnswers = (a: Readonly<Record<string, string>>, b: Readonly<Record<string, string>>) =>
  JSON.stringify(Object.entries(a).sort()) === JSON.stringify(Object.entries(b).sort())
