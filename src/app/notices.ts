import type { AgreementAdopted } from '#agreement/document/index.ts'
import { agreementInForce } from '#agreement/document/index.ts'
import { type HandOffAnnouncement, type HandOffEvent, toldAbout } from '#leads/handoff/index.ts'
import { LEAKS, type LeakKind, type LeaksFound } from '#leads/leaks/index.ts'
import type { Moved } from '#leads/lifecycle/index.ts'
import type { Tx } from '#platform/db/index.ts'
import type { Announcement } from '#platform/outbox/index.ts'
import { membersWithRole } from '#workspace/access/index.ts'
import {
  hint,
  type Notice,
  notify,
  publish,
  publishAll,
  type WebhookEvent,
} from '#workspace/notifications/index.ts'

/** Who is told what, in the words of the people told, and what other systems hear. The flow says when. */

type Told = NonNullable<Awaited<ReturnType<typeof toldAbout>>>
type Message = Omit<Notice, 'key'>

type Words = (about: Told, what: HandOffAnnouncement, tx: Team) => Promise<Message[]>

const MESSAGES: Partial<Record<HandOffEvent, Words>> = {
  'handoff.offered': async (about, { sequence }, team) =>
    about.sellerId === null
      ? [unassigned(about, await team.leaders())]
      : [
          message(about.owner, sequence > 1 ? 'handoff.reassigned' : 'handoff.offered', {
            title: `${who(about)} is yours`,
            detail: about.handRaise
              ? 'They asked for a conversation. The clock runs.'
              : 'They qualified. The clock runs.',
            urgent: about.handRaise,
          }),
        ],
  'handoff.reminded': async (about, { overdue }) => [
    message(about.owner, 'handoff.reminded', {
      title: overdue ? `${who(about)} is overdue` : `${who(about)} is due soon`,
      detail: 'A logged call, personal e-mail or meeting stops the clock.',
      urgent: true,
    }),
  ],
  'handoff.escalated': async (about, { to }, team) => [
    message(await escalatedTo(about, to, team), 'handoff.escalated', {
      title: `${who(about)} waits for an answer`,
      detail:
        to === 'owner'
          ? 'The response time is over.'
          : to === 'manager'
            ? `With ${about.sellerName ?? 'nobody'}; the response time is over.`
            : // who is late is for the seller and their manager
              'The response time is over.',
      urgent: true,
    }),
  ],
  'handoff.rejected': async (about, { reason, note }, team) => [
    message(await team.marketing(), 'handoff.rejected', {
      title: `${who(about)} came back`,
      detail: [await team.reason('reject', reason), note].filter(Boolean).join(': '),
      urgent: false,
    }),
  ],
  'handoff.recycled': async (about, { reason, note }, team) => [
    message(await team.marketing(), 'handoff.rejected', {
      title: `${who(about)} is not ready yet`,
      detail: [await team.reason('recycle', reason), note].filter(Boolean).join(': '),
      urgent: false,
    }),
  ],
  'handoff.converted': async (about, _what, team) => [
    message(await team.marketing(), 'handoff.converted', {
      title: `${who(about)} became an opportunity`,
      detail: about.sellerName ? `With ${about.sellerName}.` : '',
      urgent: false,
    }),
  ],
  'handoff.disputed': async (about, _what, team) => [
    message([...about.owner, ...about.managers, ...(await team.leaders())], 'handoff.disputed', {
      title: `The rejection of ${who(about)} is contested`,
      detail: 'Both leaders settle it.',
      urgent: false,
    }),
  ],
  'handoff.settled': async (about, _what, team) => [
    message([...about.owner, ...(await team.marketing())], 'handoff.disputed', {
      title: `The rejection of ${who(about)} is settled`,
      detail: '',
      urgent: false,
    }),
  ],
}

/** Hand-offs that other systems hear of. */
export const PUBLISHED = [
  'handoff.offered',
  'handoff.accepted',
  'handoff.rejected',
  'handoff.reassigned',
  'handoff.recycled',
  'handoff.disqualified',
  'handoff.converted',
  'handoff.disputed',
] as const satisfies readonly (HandOffEvent & WebhookEvent)[]

/** Whoever a hand-off concerns is told, and pages that show it look again. */
export async function tellOfHandOff(
  tx: Tx,
  { workspaceId, event, payload, occurredAt }: Announcement,
): Promise<void> {
  hint(workspaceId, 'handoffs')
  const what = payload as unknown as HandOffAnnouncement
  const words = MESSAGES[event as HandOffEvent]
  const about = words && (await toldAbout(tx, workspaceId, what.handOffId))
  if (!words || !about) return
  for (const said of await words(about, what, team(tx, workspaceId, what)))
    await notify(
      tx,
      workspaceId,
      { ...said, href: `/handoffs?view=all&open=${what.handOffId}`, key: `${event} ${what.eventId}` },
      occurredAt,
    )
}

export async function publishHandOff(
  tx: Tx,
  { workspaceId, event, payload, occurredAt }: Announcement,
): Promise<void> {
  await publish(tx, workspaceId, event as (typeof PUBLISHED)[number], payload, occurredAt)
}

export async function publishMoves(
  tx: Tx,
  { workspaceId, payload, occurredAt }: Announcement,
): Promise<void> {
  const { document } = await agreementInForce(tx, workspaceId, occurredAt)
  const events = (payload.moves as Moved[]).flatMap((move) => {
    const data = { ...move }
    const changed = { event: 'lead.stage_changed' as const, data }
    return move.toStage === document.handOff.from
      ? [changed, { event: 'lead.qualified' as const, data }]
      : [changed]
  })
  await publishAll(tx, workspaceId, events, occurredAt)
}

export async function publishAdoption(
  tx: Tx,
  { workspaceId, payload, occurredAt }: Announcement,
): Promise<void> {
  const adopted = payload as unknown as AgreementAdopted & Record<string, unknown>
  await publish(tx, workspaceId, 'agreement.adopted', adopted, occurredAt)
}

export async function publishImport(
  tx: Tx,
  { workspaceId, payload: { importId }, occurredAt }: Announcement,
): Promise<void> {
  await publish(tx, workspaceId, 'import.finished', { importId }, occurredAt)
}

/** Managers and operations get the daily list. */
export async function tellOfLeaks(tx: Tx, { workspaceId, payload, occurredAt }: Announcement): Promise<void> {
  const { day, counts, total } = payload as unknown as LeaksFound
  const lines = Object.entries(counts).map(([kind, count]) => `${LEAKS[kind as LeakKind].name}: ${count}`)
  const to = await membersWithRole(tx, workspaceId, ['operations', 'leadership', 'administrator'])
  await notify(
    tx,
    workspaceId,
    {
      to: { userIds: to },
      kind: 'leak.daily',
      title: total === 1 ? '1 lead falls through' : `${total} leads fall through`,
      detail: lines.join('. '),
      href: '/leaks',
      urgent: false,
      key: `leaks ${day}`,
    },
    occurredAt,
  )
}

/** Whoever else a message may need, asked for only when it does. */
interface Team {
  marketing(): Promise<string[]>
  /** leadership; where nobody has that role operations, and administrators where nobody has that one either */
  leaders(): Promise<string[]>
  reason(list: 'reject' | 'recycle', key: string | undefined): Promise<string | undefined>
}

function team(tx: Tx, workspaceId: string, what: HandOffAnnouncement): Team {
  return {
    marketing: () => membersWithRole(tx, workspaceId, ['marketing']),
    async leaders() {
      for (const role of ['leadership', 'operations', 'administrator'] as const) {
        const found = await membersWithRole(tx, workspaceId, [role])
        if (found.length > 0) return found
      }
      return []
    },
    async reason(list, key) {
      const { document } = await agreementInForce(tx, workspaceId, what.occurredAt)
      return document.reasons[list].find((reason) => reason.key === key)?.name ?? key
    },
  }
}

/** The members an escalation is meant for; where a seller has no manager here, the leaders are told instead. */
async function escalatedTo(about: Told, to: HandOffAnnouncement['to'], team: Team): Promise<string[]> {
  if (to === 'owner') return about.owner
  if (to === 'manager' && about.managers.length > 0) return about.managers
  return team.leaders()
}

const who = ({ personName, accountName }: Told) =>
  accountName ? `${personName} from ${accountName}` : personName

function message(
  userIds: readonly string[],
  kind: Notice['kind'],
  words: Pick<Notice, 'title' | 'detail' | 'urgent'>,
): Message {
  return { to: { userIds: [...new Set(userIds)] }, kind, href: '', ...words }
}

/** Told to the leaders, and to the manager of whoever had it last. */
const unassigned = (about: Told, leaders: readonly string[]): Message =>
  message([...about.managers, ...leaders], 'handoff.unassigned', {
    title: `${who(about)} found no seller`,
    detail: 'Choose one, or change the routing rules.',
    urgent: true,
  })
