import { agreementInForce } from '#agreement/document/index.ts'
import type { Tx } from '#platform/db/index.ts'
import { enqueue } from '#platform/jobs/index.ts'
import { comparedAddress } from '#platform/kernel/domain.ts'
import type { Instant } from '#platform/kernel/instant.ts'
import { type Mailbox, singleAddress } from '#platform/mail/index.ts'
import { type Context, type Handler, handle, notFound, Problem, pageOf } from '#platform/operation/index.ts'
import { emailNorm, liftSuppression, suppress } from '#records/people/index.ts'
import * as contract from './contract.ts'
import { enrol, leaveTrack } from './enrol.ts'
import { decideUnknown, messageById } from './message-store.ts'
import { listedSuppressed, memberAddress, standingOfLead } from './read-store.ts'
import { enrolments, messages, ofLead, tracks } from './reading.ts'
import { SEND } from './sweep.ts'
import { TEST, testRendering } from './test-mail.ts'

export interface NurtureDeps {
  /** who messages come from; undefined: nothing can be sent */
  mailFrom: Mailbox | undefined
  onTouches(tx: Tx, workspaceId: string, personIds: readonly string[], now: Instant): Promise<void>
}

/** Everything that can be asked of nurture tracks and of the list of addresses nothing is sent to. */
export function nurtureOperations(deps: NurtureDeps): Handler[] {
  return [
    handle(contract.listTracks, (context) => tracks(context, deps.mailFrom !== undefined)),
    handle(contract.listEnrolments, async (context, { cursor, limit, ...filter }) =>
      pageById(await enrolments(context, { ...filter, before: cursor, limit: limit + 1 }), limit),
    ),
    handle(contract.listMessages, async (context, { cursor, limit, ...filter }) =>
      pageById(await messages(context, { ...filter, before: cursor, limit: limit + 1 }), limit),
    ),
    handle(contract.nurtureOfLead, (context, { personId }) => ofLead(context, personId)),
    handle(contract.startTrack, start),
    handle(contract.stopTrack, stop),
    handle(contract.decideMessage, decide),
    handle(contract.previewMessage, async (context, which) => {
      const { subject, text } = await testRendering(context, which)
      return { subject, text, from: deps.mailFrom?.address ?? 'No sender is configured' }
    }),
    handle(contract.sendTest, (context, which) => sendTest(deps, context, which)),
    handle(contract.listSuppressed, async ({ tx, workspaceId }, { cursor, limit, search }) => {
      const rows = await listedSuppressed(tx, workspaceId, { search, after: cursor, limit: limit + 1 })
      const { shown, nextCursor } = pageOf(rows, limit, (last) => last.email)
      return { items: shown, nextCursor }
    }),
    handle(contract.addSuppressed, (context, input) => addSuppressed(deps, context, input)),
    handle(contract.removeSuppressed, (context, input) => removeSuppressed(deps, context, input)),
  ]
}

function pageById<Item extends { id: string }>(rows: Item[], limit: number) {
  const { shown, nextCursor } = pageOf(rows, limit, (last) => last.id)
  return { items: shown, nextCursor }
}

async function leadOf({ tx, workspaceId }: Context, personId: string) {
  const standing = await standingOfLead(tx, workspaceId, personId)
  if (!standing) throw new Problem(notFound, 'Look the person up in the list of leads.')
  return standing
}

async function start(context: Context, { personId, track }: { personId: string; track: string }) {
  const { tx, workspaceId, now, actor } = context
  const { cycle } = await leadOf(context, personId)
  const actorId = actor.kind === 'user' ? actor.id : null
  if (!(await enrol(tx, workspaceId, { personId, cycle, trackKey: track, reason: null, actorId }, now))) {
    const { document } = await agreementInForce(tx, workspaceId, now)
    throw new Problem(
      contract.unknownTrack,
      `There are: ${document.recycling.tracks.map(({ key }) => key).join(', ')}.`,
    )
  }
  context.audit({ subject: personId, summary: `Put on the nurture track ${track}` })
  return { personId }
}

async function stop(context: Context, { personId }: { personId: string }) {
  await leadOf(context, personId)
  const left = await leaveTrack(context.tx, context.workspaceId, [personId], 'stopped', context.now)
  if (left.length > 0) context.audit({ subject: personId, summary: 'Taken off the nurture track' })
  return { stopped: left.length > 0 }
}

async function decide(context: Context, { messageId, again }: { messageId: string; again: boolean }) {
  const { tx, workspaceId, now, actor } = context
  const message = await messageById(tx, workspaceId, messageId)
  if (!message) throw new Problem(notFound, 'Load the list again.')
  if (!(await decideUnknown(tx, workspaceId, messageId, { again, userId: actor.id }, now))) {
    throw new Problem(contract.alreadyDecided, 'Load the list again.')
  }
  if (again) await enqueue(tx, { workspaceId, kind: SEND, payload: {}, runAt: now, key: 'send' })
  const summary = again ? 'Had a message sent again that may have arrived' : 'Counted a message as sent'
  context.audit({ subject: message.personId, summary, detail: { messageId } })
  return { messageId }
}

async function sendTest(deps: NurtureDeps, context: Context, which: { track: string; step: string }) {
  const { tx, workspaceId, now, actor } = context
  if (!deps.mailFrom) throw new Problem(contract.noMailServer, 'Start Accord with SMTP_URL and MAIL_FROM.')
  const { subject, text, html } = await testRendering(context, which)
  const to = (await memberAddress(tx, workspaceId, actor.id))?.email
  if (!to)
    throw new Problem(contract.noMailServer, 'An API key has no address to send to. Sign in as a member.')
  await enqueue(tx, { workspaceId, kind: TEST, payload: { to, subject, text, html }, runAt: now })
  return { to }
}

async function addSuppressed(
  deps: NurtureDeps,
  { tx, workspaceId, now, actor, audit }: Context,
  { email, detail }: { email: string; detail?: string | undefined },
) {
  const address = emailNorm(singleAddress(email) ?? undefined)
  if (!address) throw new Problem(contract.noAddress, 'Write one address such as ana@example.com.')
  const actorId = actor.kind === 'user' ? actor.id : null
  const people = await suppress(
    tx,
    workspaceId,
    [{ email: address, reason: 'by_hand', detail: detail || null, actorId }],
    now,
  )
  await leaveTrack(tx, workspaceId, people, 'unsubscribed', now)
  if (people.length > 0) await deps.onTouches(tx, workspaceId, people, now)
  audit({ subject: people[0] ?? workspaceId, summary: 'Nothing is sent to an address any more' })
  return { email: address }
}

async function removeSuppressed(
  deps: NurtureDeps,
  { tx, workspaceId, now, audit }: Context,
  { email }: { email: string },
) {
  const before = await listedSuppressed(tx, workspaceId, { search: email, limit: 200 })
  const isListed = before.some((row) => row.email === comparedAddress(email))
  const people = await liftSuppression(tx, workspaceId, email)
  const removed = isListed || people.length > 0
  if (people.length > 0) await deps.onTouches(tx, workspaceId, people, now)
  if (removed) audit({ subject: people[0] ?? workspaceId, summary: 'An address may be written to again' })
  return { removed }
}
