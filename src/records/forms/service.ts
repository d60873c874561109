import { newId } from '#platform/kernel/ids.ts'
import { DAY, type Instant } from '#platform/kernel/instant.ts'
import { type Context, notFound, Problem, pageOf } from '#platform/operation/index.ts'
import { alreadyDecided, badForm, type Form, type FormSettings, type Submission } from './contract.ts'
import { newFormKey } from './form-key.ts'
import { type FormKind, fieldsFault, standardField } from './rules/fields.ts'
import {
  countsOf,
  type FormCounts,
  type FormRow,
  formRow,
  formRows,
  insertForm,
  updateForm,
} from './store.ts'
import { decideHeld, listSubmissionRows, lockHeld, type SubmissionRow } from './submission-store.ts'
import { acceptSubmission } from './submit.ts'

export interface FormService {
  /** where users reach the app */
  baseUrl: string
  /** a mail server is configured */
  canReply: boolean
}

const LATELY = 30 * DAY

function shown({ baseUrl, canReply }: FormService, row: FormRow, counts: FormCounts | undefined): Form {
  const { workspaceId: _, createdBy: __, ...form } = row
  const { submissions = 0, lately = 0, held = 0, lastAt = null } = counts ?? {}
  return { ...form, url: `${baseUrl}/f/${row.key}`, canReply, submissions, lately, held, lastAt }
}

/** What can be done with forms, as `handle` takes it. */
export function formService(setting: FormService) {
  const withCounts = async ({ tx, workspaceId, now }: Context, rows: readonly FormRow[]) => {
    const counts = await countsOf(
      tx,
      workspaceId,
      rows.map(({ id }) => id),
      now - LATELY,
    )
    return rows.map((row) => shown(setting, row, counts.get(row.id)))
  }
  const one = async (context: Context, row: FormRow) => (await withCounts(context, [row]))[0]!

  return {
    async list(context: Context, { cursor, limit }: { cursor?: string | undefined; limit: number }) {
      const rows = await formRows(context.tx, context.workspaceId, cursor, limit + 1)
      const { shown, nextCursor } = pageOf(rows, limit, (last) => last.id)
      return { items: await withCounts(context, shown), nextCursor }
    },
    read: async (context: Context, { formId }: { formId: string }) =>
      one(context, await requireForm(context, formId)),
    async create(context: Context, { name, kind }: { name: string; kind: FormKind }) {
      const row = beginning(context, name, kind)
      await insertForm(context.tx, row)
      context.audit({ subject: row.id, summary: `Began the form ${name}` })
      return one(context, row)
    },
    async update(context: Context, { formId, ...given }: Partial<FormSettings> & { formId: string }) {
      const row = await requireForm(context, formId)
      const values = Object.fromEntries(Object.entries(given).filter(([, value]) => value !== undefined))
      const after: FormRow = { ...row, ...values, changedAt: context.now }
      const fault = faultOf(after)
      if (fault) throw new Problem(badForm, fault)
      await updateForm(context.tx, context.workspaceId, formId, { ...values, changedAt: context.now })
      context.audit({
        subject: formId,
        summary: `Changed the form ${after.name}`,
        detail: { fields: Object.keys(values) },
      })
      return one(context, after)
    },
    stop: (context: Context, { formId }: { formId: string }) =>
      setRevoked(context, formId, context.now).then((row) => one(context, row)),
    restart: (context: Context, { formId }: { formId: string }) =>
      setRevoked(context, formId, null).then((row) => one(context, row)),
  }
}

async function requireForm({ tx, workspaceId }: Context, formId: string): Promise<FormRow> {
  const row = await formRow(tx, workspaceId, formId)
  if (!row) throw new Problem(notFound, 'Look it up in the list of forms.')
  return row
}

async function setRevoked(context: Context, formId: string, revokedAt: Instant | null): Promise<FormRow> {
  const row = await requireForm(context, formId)
  await updateForm(context.tx, context.workspaceId, formId, { revokedAt, changedAt: context.now })
  context.audit({
    subject: formId,
    summary: `${revokedAt === null ? 'Restarted' : 'Stopped'} the form ${row.name}`,
  })
  return { ...row, revokedAt, changedAt: context.now }
}

const USUAL: Readonly<Record<FormKind, readonly Parameters<typeof standardField>[0][]>> = {
  demo_request: ['first_name', 'last_name', 'company', 'job_title', 'phone', 'message'],
  contact_request: ['first_name', 'last_name', 'company', 'phone', 'message'],
  content_download: ['first_name', 'last_name', 'company', 'job_title'],
  form_submit: ['first_name', 'last_name'],
}
const BUTTONS: Readonly<Record<FormKind, string>> = {
  demo_request: 'Request a demo',
  contact_request: 'Send',
  content_download: 'Download',
  form_submit: 'Send',
}

function beginning({ workspaceId, now, actor }: Context, name: string, kind: FormKind): FormRow {
  return {
    workspaceId,
    id: newId(now),
    key: newFormKey(workspaceId),
    name,
    kind,
    fields: [standardField('email', true), ...USUAL[kind].map((field) => standardField(field))],
    consentText: null,
    buttonText: BUTTONS[kind],
    thanksText: 'Thank you. We will be in touch.',
    redirectUrl: null,
    replySubject: null,
    replyText: null,
    origins: [],
    createdBy: actor.id,
    createdAt: now,
    changedAt: now,
    revokedAt: null,
  }
}

function faultOf({ fields, redirectUrl, origins, replySubject, replyText }: FormRow): string | null {
  const fault = fieldsFault(fields)
  if (fault) return fault
  if (redirectUrl !== null && !origins.includes(new URL(redirectUrl).origin))
    return 'The page to go on to must be on one of the sites that may show the form. Add its site first.'
  if ((replySubject === null) !== (replyText === null)) return 'An answer by mail needs a subject and a text.'
  return null
}

const shownSubmission = ({ context, anonymousId: _, ...row }: SubmissionRow): Submission => {
  const url = (context.page as { url?: unknown } | undefined)?.url
  return { ...row, pageUrl: typeof url === 'string' ? url : null }
}

/** What was sent with a form. */
export async function submissions(
  context: Context,
  asked: { formId: string; state?: string[] | undefined; cursor?: string | undefined; limit: number },
) {
  await requireForm(context, asked.formId)
  const states = asked.state?.length ? asked.state : ['accepted', 'held', 'released', 'refused']
  const { formId, cursor: before, limit } = asked
  const rows = await listSubmissionRows(context.tx, context.workspaceId, {
    formId,
    states,
    before,
    limit: limit + 1,
  })
  const { shown, nextCursor } = pageOf(rows, limit, (last) => last.id)
  return { items: shown.map(shownSubmission), nextCursor }
}

async function decide(
  context: Context,
  id: string,
  { from, to, words }: { from: 'held' | 'refused'; to: 'held' | 'released' | 'refused'; words: string },
): Promise<SubmissionRow> {
  const { tx, workspaceId, now, actor } = context
  const row = await lockHeld(tx, workspaceId, id)
  if (!row) throw new Problem(notFound, 'Load the list again.')
  if (row.state !== from) throw new Problem(alreadyDecided, 'Load the list again.')
  await decideHeld(tx, workspaceId, id, to, actor.kind === 'user' ? actor.id : null, now)
  context.audit({ subject: id, summary: words, detail: { formId: row.formId, signs: row.signs } })
  return { ...row, state: to, decidedAt: to === 'held' ? null : now }
}

/** Lets a held submission through; it counts from when it was sent. */
export async function release(context: Context, { id }: { id: string }): Promise<Submission> {
  const row = await decide(context, id, {
    from: 'held',
    to: 'released',
    words: 'Let a held submission through',
  })
  const form = await requireForm(context, row.formId)
  await acceptSubmission(context.tx, form, row, row.recordedAt, context.now)
  return shownSubmission(row)
}

export async function discard(context: Context, { id }: { id: string }): Promise<Submission> {
  return shownSubmission(
    await decide(context, id, { from: 'held', to: 'refused', words: 'Discarded a held submission' }),
  )
}

/** Takes a discarding back. */
export async function hold(context: Context, { id }: { id: string }): Promise<Submission> {
  return shownSubmission(
    await decide(context, id, { from: 'refused', to: 'held', words: 'Put a discarded submission back' }),
  )
}
