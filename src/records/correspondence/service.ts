import { readFile } from 'node:fs/promises'
import { comparedAddress } from '#platform/kernel/domain.ts'
import { readMail } from '#platform/mail/index.ts'
import { type Context, type Handler, handle, notFound, Problem, pageOf } from '#platform/operation/index.ts'
import { resolveSightings } from '#records/people/index.ts'
import { recordTouches } from '#records/touches/index.ts'
import { may } from '#workspace/access/index.ts'
import type { LogAddresses } from './address.ts'
import * as contract from './contract.ts'
import { logMail, type OnTouches, touchFor } from './log.ts'
import { lockLogged, memberAndSeller, setUnknown, unmatched } from './store.ts'

export interface CorrespondenceDeps {
  addresses: LogAddresses
  mailInDomain: string | undefined
  onTouches: OnTouches
}

/** Logging mails by upload, and the addresses in them that nobody is known behind. */
export function correspondenceOperations(deps: CorrespondenceDeps): Handler[] {
  return [
    handle(contract.logEmail, (context, input) => logUpload(deps, context, input)),
    handle(contract.readMailLog, async ({ workspaceId, actor }) => ({
      address:
        actor.kind === 'user' && may(actor.role, 'handoff.work')
          ? deps.addresses.of(workspaceId, actor.id)
          : null,
    })),
    handle(contract.listUnmatched, async ({ tx, workspaceId, actor }, { cursor, limit, mine }) => {
      const userId = mine ? actor.id : undefined
      const rows = await unmatched(tx, workspaceId, { userId, before: cursor, limit: limit + 1 })
      const { shown, nextCursor } = pageOf(rows, limit, (last) => last.id)
      return { items: shown, nextCursor }
    }),
    handle(contract.settleUnmatched, (context, input) => settle(deps, context, input)),
  ]
}

async function logUpload(
  { addresses, mailInDomain, onTouches }: CorrespondenceDeps,
  context: Context,
  { recipient }: { recipient?: string | undefined },
) {
  const { tx, workspaceId, actor, upload, now } = context
  const named = recipient ? addresses.read(recipient.split('@')[0]!) : null
  const isHere = named && workspaceId.replaceAll('-', '').endsWith(named.workspaceEnd)
  const userId = recipient ? (isHere ? named.userId : null) : actor.kind === 'user' ? actor.id : null
  if (userId === null) throw new Problem(contract.noMember, 'Give the log address of a member as recipient.')
  if (!upload || upload.bytes === 0) {
    throw new Problem(contract.unreadableMail, 'Send the raw mail as the body of the request.')
  }
  const mail = await readMail(await readFile(upload.path), null).catch(() => null)
  if (!mail || (mail.from === null && mail.to.length === 0)) {
    throw new Problem(contract.unreadableMail, 'It names nobody in From, To or Cc.')
  }
  const logged = await logMail(
    tx,
    workspaceId,
    { mail, userId, receivingDomain: mailInDomain },
    onTouches,
    now,
  )
  if (!logged) throw new Problem(contract.noMember, 'This member has left, or their role does not log mails.')
  context.audit({ subject: logged.people[0] ?? workspaceId, summary: 'Logged a mail' })
  return logged
}

async function settle(
  { onTouches }: CorrespondenceDeps,
  context: Context,
  { mailId, email, add }: { mailId: string; email?: string | undefined; add: boolean },
) {
  const { tx, workspaceId, now } = context
  const row = await lockLogged(tx, workspaceId, mailId)
  const address = email === undefined ? null : comparedAddress(email)
  const isListed = address === null ? row?.unknown.length === 0 : row?.unknown.includes(address)
  if (!row || !isListed) throw new Problem(notFound, 'Load the list again.')
  const rest = row.unknown.filter((other) => other !== address)
  await setUnknown(tx, workspaceId, mailId, rest, now)
  if (!add || address === null) return { personId: null }
  const sighting = {
    ...{ anonymousId: null, userId: null, previousId: null, email: address, traits: {}, proven: true },
    ...{ occurredAt: row.occurredAt, messageId: `mail:${row.mailKey}` },
  }
  const { personIds } = await resolveSightings(tx, workspaceId, [sighting], now)
  const personId = personIds[0]
  if (!personId) throw new Problem(notFound, 'This address cannot be a person.')
  const member = await memberAndSeller(tx, workspaceId, row.userId)
  await recordTouches(tx, workspaceId, [touchFor(row, personId, member?.sellerId ?? null, now)], now)
  await onTouches(tx, workspaceId, [personId], now)
  context.audit({ subject: personId, summary: 'Added a person from a logged mail' })
  return { personId }
}
