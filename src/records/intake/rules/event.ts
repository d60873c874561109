import type { Instant } from '#platform/kernel/instant.ts'
import { cleanJson, isStorable, type Json, type JsonObject } from './clean.ts'
import { objectOf } from './consent.ts'
import { occurredAt } from './occurred.ts'
import type { Reason, Warning } from './reasons.ts'

export const EVENT_TYPES = ['track', 'identify', 'page', 'screen', 'group', 'alias'] as const
export type EventType = (typeof EVENT_TYPES)[number]

/** What of an event is stored beside its columns. */
export interface EventPayload {
  properties: JsonObject
  traits: JsonObject
  context: JsonObject
  groupId?: string
  previousId?: string
}

/** One event of the tracking API, checked and cleaned. */
export interface ReadEvent {
  type: EventType
  /** of a track event what happened, of a page its name */
  name: string | null
  /** null: it came without one */
  messageId: string | null
  anonymousId: string | null
  userId: string | null
  occurredAt: Instant
  warning: Warning | null
  payload: EventPayload
}

export interface EventSetting {
  /** what the address says; absent in a batch */
  type?: EventType | undefined
  /** of the whole batch */
  sentAt?: unknown
  receivedAt: Instant
  proven: boolean
}

export type EventAnswer = { ok: true; event: ReadEvent } | { ok: false; reason: Reason }

const NO_ID = new Set([
  'null',
  'undefined',
  'none',
  'nan',
  'true',
  'false',
  '0',
  '-1',
  '[object object]',
  'anonymous',
  'guest',
  'unknown',
])
const LONGEST_ID = 255
const LONGEST_NAME = 200

/**
 * Reads one event by the specification of the tracking API.
 *
 * @returns the event with everything unusable left out, or why it is refused
 * @example readEvent({ type: 'track', event: 'Signed Up', userId: 'u1' }, { receivedAt: 0, proven: false }).ok // true
 */
export function readEvent(sent: unknown, setting: EventSetting): EventAnswer {
  if (typeof sent !== 'object' || sent === null || Array.isArray(sent)) return refuse('not_an_object')
  const raw = sent as Record<string, unknown>
  const type = setting.type ?? raw.type
  if (!EVENT_TYPES.includes(type as EventType)) return refuse('unknown_type')
  const ids = readIds(raw)
  if (typeof ids === 'string') return refuse(ids)
  const name = readName(raw, type as EventType)
  if (!name.ok) return name
  const messageId = raw.messageId ?? null
  if (messageId !== null && (typeof messageId !== 'string' || !isText(messageId, LONGEST_NAME)))
    return refuse('bad_message_id')
  const payload = readPayload(raw)
  if (!payload.ok) return payload
  const { at, warning } = occurredAt({
    said: raw.originalTimestamp ?? raw.timestamp,
    sentAt: raw.sentAt ?? setting.sentAt,
    receivedAt: setting.receivedAt,
    proven: setting.proven,
  })
  return {
    ok: true,
    event: {
      ...ids,
      type: type as EventType,
      name: name.name,
      messageId,
      occurredAt: at,
      warning: warning ?? (messageId === null ? 'no_message_id' : null),
      payload: payload.payload,
    },
  }
}

const refuse = (reason: Reason) => ({ ok: false as const, reason })

const isText = (value: string, longest: number) =>
  value.trim().length > 0 && value.length <= longest && isStorable(value)

function readIds(
  raw: Record<string, unknown>,
): { userId: string | null; anonymousId: string | null } | Reason {
  const userId = idOf(raw.userId)
  const anonymousId = idOf(raw.anonymousId)
  if (userId === undefined || anonymousId === undefined) return 'bad_identity'
  return userId === null && anonymousId === null ? 'no_identity' : { userId, anonymousId }
}

/** `null`: none was sent; `undefined`: it cannot be one. */
function idOf(value: unknown): string | null | undefined {
  if (value === null || value === undefined || value === '') return null
  if (typeof value === 'number' && Number.isSafeInteger(value)) return idOf(String(value))
  if (typeof value !== 'string' || !isText(value, LONGEST_ID)) return undefined
  const id = value.trim()
  return NO_ID.has(id.toLowerCase()) ? undefined : id
}

function readName(
  raw: Record<string, unknown>,
  type: EventType,
): { ok: true; name: string | null } | { ok: false; reason: Reason } {
  if (type === 'track') {
    if (raw.event === undefined || raw.event === null || raw.event === '') return refuse('no_event_name')
    if (typeof raw.event !== 'string' || !isText(raw.event, LONGEST_NAME)) return refuse('bad_event_name')
    return { ok: true, name: raw.event.trim() }
  }
  const name = type === 'page' || type === 'screen' ? raw.name : null
  if (name === undefined || name === null || name === '') return { ok: true, name: null }
  return typeof name === 'string' && isText(name, LONGEST_NAME)
    ? { ok: true, name: name.trim() }
    : refuse('bad_event_name')
}

/** Fields of the context that are kept; addresses of machines and ids of devices are not. */
const CONTEXT = new Set(
  'campaign page referrer userAgent locale timezone library traits groupId consent first latest active app os screen email'.split(
    ' ',
  ),
)

function readPayload(
  raw: Record<string, unknown>,
): { ok: true; payload: EventPayload } | { ok: false; reason: Reason } {
  for (const field of ['properties', 'traits', 'context']) {
    const value = raw[field]
    if (value !== undefined && value !== null && (typeof value !== 'object' || Array.isArray(value)))
      return refuse('bad_fields')
  }
  if (Object.hasOwn(raw, '__proto__')) return refuse('forbidden_name')
  const { properties, traits, context, groupId, previousId } = raw
  const cleaned = cleanJson({ properties, traits, context, groupId, previousId })
  if (!cleaned.ok) return cleaned
  const value = objectOf(cleaned.value)
  const kept = Object.entries(objectOf(value.context)).filter(([field]) => CONTEXT.has(field))
  return {
    ok: true,
    payload: {
      properties: objectOf(value.properties),
      traits: objectOf(value.traits),
      context: Object.fromEntries(kept),
      ...idField('groupId', value.groupId),
      ...idField('previousId', value.previousId),
    },
  }
}

function idField<Name extends string>(name: Name, value: Json | undefined): { [key in Name]?: string } {
  const id = idOf(value)
  return id ? ({ [name]: id } as { [key in Name]?: string }) : {}
}
