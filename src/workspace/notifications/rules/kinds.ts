/** What a member can be told about, in the order of the preference page. */

export const MAIL_TIMES = ['never', 'now', 'daily'] as const
/** By e-mail: not at all, as it happens, or once a day together. */
export type MailTime = (typeof MAIL_TIMES)[number]

interface KindWords {
  label: string
  /** when it comes, in one sentence */
  hint: string
  /** where nothing was chosen */
  mail: MailTime
  /** may be posted to a channel of a team; never what says how late one person is */
  chat: boolean
}

export const NOTIFICATION_KINDS = {
  'handoff.offered': {
    label: 'A lead for me',
    hint: 'A qualified lead was handed to me; the clock runs.',
    mail: 'now',
    chat: true,
  },
  'handoff.reassigned': {
    label: 'A lead changed hands',
    hint: 'A lead came to me from somebody else, or went from me.',
    mail: 'now',
    chat: false,
  },
  'handoff.reminded': {
    label: 'A response is due soon',
    hint: 'Before the time of a lead of mine is over.',
    mail: 'now',
    chat: false,
  },
  'handoff.escalated': {
    label: 'A response is late',
    hint: 'The time of a lead of mine, or of somebody I manage, is over.',
    mail: 'now',
    chat: false,
  },
  'handoff.unassigned': {
    label: 'A lead found no seller',
    hint: 'No rule named anybody who could take it.',
    mail: 'now',
    chat: true,
  },
  'handoff.rejected': {
    label: 'A lead came back',
    hint: 'A seller rejected or recycled a lead, with a reason.',
    mail: 'daily',
    chat: true,
  },
  'handoff.disputed': {
    label: 'A rejection is contested',
    hint: 'Marketing sees the reason of a rejection differently, or the dispute was settled.',
    mail: 'now',
    chat: true,
  },
  'handoff.converted': {
    label: 'A lead became an opportunity',
    hint: 'What was handed over turned into business.',
    mail: 'daily',
    chat: true,
  },
  'leak.daily': {
    label: 'Leads that nobody works',
    hint: 'Once a day, the list of leaks with the amount at stake.',
    mail: 'now',
    chat: true,
  },
  'intake.held': {
    label: 'A form waits for review',
    hint: 'It looked like a machine and was held instead of dropped.',
    mail: 'daily',
    chat: true,
  },
  'webhook.disabled': {
    label: 'A webhook or channel was switched off',
    hint: 'Its receiver said so, or did not answer for days.',
    mail: 'now',
    chat: false,
  },
} as const satisfies Record<string, KindWords>

/** What a notification is about. */
export type NotificationKind = keyof typeof NOTIFICATION_KINDS

/** Every kind, in the order they are shown. */
export const KINDS = Object.keys(NOTIFICATION_KINDS) as [NotificationKind, ...NotificationKind[]]

/** Kinds that may be posted to a channel of a team. */
export const CHAT_KINDS = KINDS.filter((kind) => NOTIFICATION_KINDS[kind].chat)

/** How someone wants to hear of a kind. */
export interface Preference {
  inApp: boolean
  mail: MailTime
}

/**
 * What was chosen for a kind, or what holds where nothing was.
 *
 * @example preferenceFor('handoff.rejected', undefined) // { inApp: true, mail: 'daily' }
 */
export function preferenceFor(kind: NotificationKind, chosen: Preference | undefined): Preference {
  return chosen ?? { inApp: true, mail: NOTIFICATION_KINDS[kind].mail }
}
