import { createHash } from 'node:crypto'
import { isbot } from 'isbot'
import { newId } from '#platform/kernel/ids.ts'
import type { Instant } from '#platform/kernel/instant.ts'
import { machineSigns, networkOf } from '#records/touches/index.ts'
import { dueAt } from './append.ts'
import type { Count, NewEvent } from './append-store.ts'
import type { WriteKeyRow } from './keys-store.ts'
import { cutText } from './rules/clean.ts'
import { hasConsent } from './rules/consent.ts'
import { type EventType, type ReadEvent, readEvent } from './rules/event.ts'
import { eventNameNorm, KNOWN_NAMES } from './rules/kinds.ts'
import type { Outcome, Reason } from './rules/reasons.ts'

export interface Setting {
  key: WriteKeyRow
  headers: Headers
  address: string
  type: EventType | undefined
  sentAt: unknown
  receivedAt: Instant
}

export interface Judged {
  events: NewEvent[]
  /** of those not to be stored */
  counts: Count[]
  refused: {
    index: number
    outcome: Outcome
    reason: Reason
    type: string | null
    name: string | null
    messageId: string | null
  }[]
}

const LONGEST_USER_AGENT = 400

/** Says of each event of a request whether it is stored, filtered or invalid. */
export function judgeEvents(sent: readonly unknown[], setting: Setting): Judged {
  const judged: Judged = { events: [], counts: [], refused: [] }
  for (const [index, raw] of sent.entries()) {
    const read = readEvent(raw, {
      type: setting.type,
      sentAt: setting.sentAt,
      receivedAt: setting.receivedAt,
      proven: setting.key.kind === 'secret',
    })
    if (!read.ok) {
      judged.counts.push({ outcome: 'invalid', reason: read.reason, events: 1 })
      judged.refused.push({ index, outcome: 'invalid', reason: read.reason, ...labelsOf(raw) })
    } else if (setting.key.consent === 'required' && !hasConsent(read.event.payload.context)) {
      judged.counts.push({ outcome: 'filtered', reason: 'consent', events: 1 })
    } else judged.events.push(toStore(read.event, raw, setting))
  }
  // Ids of one instant have no order of their own: they take that of the request.
  const ids = judged.events.map(({ id }) => id).sort()
  for (const [index, event] of judged.events.entries()) event.id = ids[index]!
  return judged
}

function toStore(event: ReadEvent, raw: unknown, setting: Setting): NewEvent {
  const { key, headers, receivedAt } = setting
  const isPublic = key.kind === 'public'
  const { context } = event.payload
  const userAgent =
    typeof context.userAgent === 'string' ? context.userAgent : isPublic && headers.get('user-agent')
  if (userAgent) context.userAgent = cutText(userAgent, LONGEST_USER_AGENT)
  return {
    ...event,
    id: newId(receivedAt),
    messageId: event.messageId ?? madeId(event, raw, receivedAt),
    kind: null,
    source: isPublic ? 'web' : 'server',
    proven: !isPublic,
    machine: machineOf(event, raw, setting),
    writeKeyId: key.id,
    recordedAt: receivedAt,
    dueAt: dueAt({ ...event, kind: null }, receivedAt),
  }
}

function machineOf(event: ReadEvent, raw: unknown, { key, headers, address }: Setting): string | null {
  const isPublic = key.kind === 'public'
  const said = event.payload.context.userAgent
  const userAgent = typeof said === 'string' ? said : null
  const kind = event.name === null ? null : KNOWN_NAMES[eventNameNorm(event.name)]
  const ip = (raw as { context?: { ip?: unknown } }).context?.ip
  return machineSigns({
    userAgent,
    isListedBot: userAgent !== null && isbot(userAgent),
    purpose: isPublic ? purposeOf(headers) : null,
    network: networkOf(isPublic ? address : typeof ip === 'string' ? ip : ''),
    mail: kind === 'email_open' ? 'open' : kind === 'email_click' ? 'click' : undefined,
  })
}

const purposeOf = (headers: Headers) =>
  ['purpose', 'sec-purpose', 'x-purpose', 'x-moz'].map((name) => headers.get(name) ?? '').join(' ')

/** An id for an event that came without one: the same event with the same time gets the same. */
function madeId(event: ReadEvent, raw: unknown, now: Instant): string {
  const { timestamp, originalTimestamp } = raw as { timestamp?: unknown; originalTimestamp?: unknown }
  const at = originalTimestamp ?? timestamp
  if (typeof at !== 'string' && typeof at !== 'number') return `made-${newId(now)}`
  const { type, name, anonymousId, userId, payload } = event
  const said = JSON.stringify([type, name, anonymousId, userId, payload, String(at)])
  return `made-${createHash('sha256').update(said).digest('base64url')}`
}

/** What a refused event is recognised by on the page; nothing of what it says about a person. */
function labelsOf(raw: unknown): { type: string | null; name: string | null; messageId: string | null } {
  const fields = (typeof raw === 'object' && raw !== null ? raw : {}) as Record<string, unknown>
  return { type: label(fields.type), name: label(fields.event), messageId: label(fields.messageId) }
}

function label(value: unknown): string | null {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: these are what must not be stored
  return typeof value === 'string' ? value.slice(0, 100).replace(/[\0-\x1f]|\p{Surrogate}/gu, '\ufffd') : null
}
