import { createHash } from 'node:crypto'
import type { Tx } from '#platform/db/index.ts'
import { newId } from '#platform/kernel/ids.ts'
import type { Instant } from '#platform/kernel/instant.ts'
import type { ArrivedMail } from '#platform/mail/index.ts'
import { type NewTouch, recordTouches } from '#records/touches/index.ts'
import { may } from '#workspace/access/index.ts'
import { happenedAt, sidesOf } from './rules/sides.ts'
import {
  insertLogged,
  type LoggedRow,
  memberAndSeller,
  type NewLogged,
  ownAmong,
  peopleByAddress,
} from './store.ts'

export type OnTouches = (
  tx: Tx,
  workspaceId: string,
  personIds: readonly string[],
  now: Instant,
) => Promise<void>

/** What became of a mail that was sent to be logged. */
export interface Logged {
  /** ids of people it was put down for */
  people: string[]
  /** addresses behind which nobody is known */
  unknown: string[]
  /** it was logged before, by its Message-ID */
  again: boolean
}

/**
 * Puts a mail down for the people it went to or came from, in the name of the member whose address took it. A seller's own mail
 * stops clocks, what a machine wrote does not. People who are not known are not made: they wait to be added by hand, and so does a
 * mail that names nobody outside, such as a forwarded one.
 *
 * @returns null when the member is none any more, or has a role that may not log activities
 */
export async function logMail(
  tx: Tx,
  workspaceId: string,
  {
    mail,
    userId,
    receivingDomain,
  }: { mail: ArrivedMail; userId: string; receivingDomain: string | undefined },
  onTouches: OnTouches,
  now: Instant,
): Promise<Logged | null> {
  const member = await memberAndSeller(tx, workspaceId, userId)
  if (!member || !may(member.role, 'handoff.work')) return null
  const addresses = [...new Set([...(mail.from === null ? [] : [mail.from]), ...mail.to])]
  const own = await ownAmong(tx, workspaceId, addresses)
  const isOurs = (address: string) => own.has(address) || address.endsWith(`@${receivingDomain ?? '-'}`)
  const { direction, others } = sidesOf(mail.from, mail.to, isOurs)
  const known = await peopleByAddress(tx, workspaceId, others)
  const unknown = others.filter((address) => !known.some(({ email }) => email === address))
  const isByHand = mail.automatic === null
  const row: NewLogged = {
    id: newId(now),
    userId,
    mailKey: mail.messageId ?? digestOf(mail),
    direction,
    subject: mail.subject,
    automatic: mail.automatic,
    occurredAt: happenedAt(mail.date, now),
    unknown: isByHand ? unknown : [],
    isOpen: isByHand && (unknown.length > 0 || others.length === 0),
  }
  if (!(await insertLogged(tx, workspaceId, row, now))) return { people: [], unknown: [], again: true }
  const touches = known.map(({ id }) => touchFor(row, id, member.sellerId, now))
  const people = await recordTouches(tx, workspaceId, touches, now)
  if (people.length > 0) await onTouches(tx, workspaceId, people, now)
  return { people, unknown: row.unknown, again: false }
}

/** One mail as one person's touch. */
export function touchFor(row: LoggedRow, personId: string, sellerId: string | null, now: Instant): NewTouch {
  return {
    id: newId(now),
    personId,
    campaignId: null,
    sellerId,
    kind: row.direction === 'outbound' ? 'email_sent' : 'email_reply',
    side: 'sales',
    direction: row.direction,
    channel: 'Email',
    subject: row.subject || null,
    machine: row.automatic !== null,
    attributes: { logged_by: row.userId, ...(row.automatic === null ? {} : { machine: row.automatic }) },
    occurredAt: row.occurredAt,
    source: 'mail',
    dedupeKey: `${row.mailKey}:${personId}`,
  }
}

/** The same mail without a Message-ID is still the same mail. */
function digestOf(mail: ArrivedMail): string {
  const said = JSON.stringify([mail.from, mail.to, mail.subject, mail.date, mail.text])
  return `digest:${createHash('sha256').update(said).digest('hex')}`
}
