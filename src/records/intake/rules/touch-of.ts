import type { Attributes } from '#platform/db/columns.ts'
import { channelOf } from '#records/touches/rules/channel.ts'
import type { TouchKind } from '#records/touches/tables.ts'
import type { Json, JsonObject } from './clean.ts'
import { objectOf } from './consent.ts'
import type { EventPayload, EventType } from './event.ts'
import { type NameMapping, trackKind } from './kinds.ts'

/** A stored event, as far as its touch follows from it. */
export interface TouchSource {
  type: EventType
  name: string | null
  /** given by our own forms and links; never by a sender */
  kind: TouchKind | null
  payload: EventPayload
}

/** What the touch of an event says, apart from whose it is. */
export interface TouchFacts {
  kind: TouchKind
  direction: 'inbound' | 'outbound'
  channel: string | null
  subject: string | null
  /** name or id under which a campaign may be known */
  campaign: string | null
  attributes: Attributes
}

const OUTBOUND: ReadonlySet<TouchKind> = new Set(['email_sent', 'ad_impression'])
const LONGEST = 500

/**
 * The touch that an event is; `null` for events that only say who someone is.
 *
 * A page inside a visit has no channel of its own; anything else counts for the last known origin of the visit.
 *
 * @example touchOf({ type: 'page', name: null, kind: null, payload: { context: {}, properties: {} } }, new Map())?.kind // 'page_view'
 */
export function touchOf(event: TouchSource, mapping: NameMapping): TouchFacts | null {
  const kind = event.kind ?? kindOf(event, mapping)
  if (!kind) return null
  const { properties, context } = event.payload
  const page = objectOf(context.page)
  const origin = originOf(context, page, kind)
  return {
    kind,
    direction: OUTBOUND.has(kind) ? 'outbound' : 'inbound',
    channel: channelFor(kind, origin, page) ?? null,
    subject: subjectOf(event, properties, page),
    campaign: textOf(properties.campaign_name) ?? textOf(properties.campaign_id) ?? origin.campaign ?? null,
    attributes: attributesOf(event, kind, origin, page),
  }
}

function kindOf({ type, name }: TouchSource, mapping: NameMapping): TouchKind | null {
  if (type === 'page') return 'page_view'
  if (type === 'screen') return 'product_use'
  return type === 'track' && name ? trackKind(name, mapping) : null
}

interface OriginSeen {
  source?: string | undefined
  medium?: string | undefined
  campaign?: string | undefined
  term?: string | undefined
  content?: string | undefined
  referrer?: string | undefined
  clickId?: string | undefined
}

/** Click ids that advertising systems add to addresses, and what they say where no UTM value does. */
const CLICK_IDS: readonly (readonly [parameter: string, source: string])[] = [
  ['gclid', 'google'],
  ['gbraid', 'google'],
  ['wbraid', 'google'],
  ['dclid', 'google'],
  ['msclkid', 'bing'],
  ['fbclid', 'facebook'],
  ['li_fat_id', 'linkedin'],
  ['ttclid', 'tiktok'],
  ['twclid', 'twitter'],
]
/** Added to every link, paid or not. */
const UNPAID = new Set(['fbclid'])

function originOf(context: JsonObject, page: JsonObject, kind: TouchKind): OriginSeen {
  const own = seenIn(objectOf(context.campaign), page, objectOf(context.referrer))
  if (kind === 'page_view' || own.source || own.medium || own.campaign) return own
  const latest = seenIn(objectOf(context.latest), {}, {})
  return latest.source || latest.medium || latest.campaign || latest.referrer ? latest : own
}

function seenIn(campaign: JsonObject, page: JsonObject, referrer: JsonObject): OriginSeen {
  const search = textOf(campaign.clickId) ?? textOf(page.search) ?? textOf(page.url) ?? ''
  const click = CLICK_IDS.find(([parameter]) => new RegExp(`(?:^|[?&])${parameter}(?:=|$)`, 'i').test(search))
  const source = textOf(campaign.source)
  const medium = textOf(campaign.medium)
  return {
    source: source ?? (medium ? undefined : click?.[1]),
    medium:
      medium ??
      (click && !source && !UNPAID.has(click[0]) ? (click[0] === 'dclid' ? 'display' : 'cpc') : undefined),
    campaign: textOf(campaign.name) ?? textOf(campaign.campaign),
    term: textOf(campaign.term),
    content: textOf(campaign.content),
    referrer: textOf(page.referrer) ?? textOf(referrer.url) ?? textOf(campaign.referrer),
    clickId: click?.[0],
  }
}

function channelFor(kind: TouchKind, origin: OriginSeen, page: JsonObject): string | undefined {
  if (kind === 'email_open' || kind === 'email_click' || kind === 'email_sent' || kind === 'email_reply')
    return 'Email'
  const from = hostOf(origin.referrer ?? '')
  const isInside = from === '' || from === hostOf(textOf(page.url) ?? '')
  if (origin.source || origin.medium || origin.campaign)
    return channelOf(isInside ? { ...origin, referrer: undefined } : origin)
  if (origin.referrer) return isInside ? undefined : channelOf(origin)
  // An empty referrer is a statement too; a page that says nothing at all comes from a server.
  return kind === 'page_view' && page.referrer === '' ? 'Direct' : undefined
}

const hostOf = (address: string) =>
  /^[a-z]+:\/\/(?:www\.)?([^/?#:]+)/i.exec(address)?.[1]?.toLowerCase() ?? ''

function subjectOf(event: TouchSource, properties: JsonObject, page: JsonObject): string | null {
  const said =
    textOf(properties.subject) ??
    textOf(properties.email_subject) ??
    textOf(properties.title) ??
    textOf(properties.form_name) ??
    textOf(properties.name)
  const place = textOf(page.title) ?? textOf(properties.path) ?? textOf(page.path) ?? textOf(page.url)
  const subject = event.type === 'track' ? (said ?? event.name) : (event.name ?? said ?? place)
  return subject?.slice(0, LONGEST) ?? null
}

function attributesOf(event: TouchSource, kind: TouchKind, origin: OriginSeen, page: JsonObject): Attributes {
  const { properties, context } = event.payload
  const first = objectOf(context.first)
  const known: Record<string, string | undefined> = {
    event: event.type === 'track' ? (event.name ?? undefined) : undefined,
    kind: kind === 'other' ? (event.name ?? undefined) : undefined,
    url: textOf(page.url) ?? textOf(properties.url),
    path: textOf(page.path) ?? textOf(properties.path),
    referrer: origin.referrer,
    utm_source: origin.source,
    utm_medium: origin.medium,
    utm_campaign: origin.campaign,
    utm_term: origin.term,
    utm_content: origin.content,
    click_id: origin.clickId,
    first_utm_source: textOf(first.source),
    first_utm_medium: textOf(first.medium),
    first_utm_campaign: textOf(first.name),
  }
  const own = Object.entries(properties).filter(([name]) => !(name in known) && !RESERVED.has(name))
  return {
    ...Object.fromEntries(own.slice(0, 30).flatMap(([name, value]) => plain(name, value))),
    ...Object.fromEntries(Object.entries(known).filter((entry): entry is [string, string] => !!entry[1])),
  }
}

/** Names that rules of the agreement read and only we may set. */
const RESERVED = new Set(['channel', 'machine', 'score', 'owner', 'stage', 'search', 'referrer', 'title'])

function plain(name: string, value: Json): [string, string | number | boolean | null][] {
  if (typeof value === 'string') return [[name.slice(0, 60), value.slice(0, LONGEST)]]
  return typeof value === 'number' || typeof value === 'boolean' ? [[name.slice(0, 60), value]] : []
}

function textOf(value: Json | undefined): string | undefined {
  if (typeof value === 'number') return String(value)
  return typeof value === 'string' && value.trim() !== '' ? value.trim().slice(0, LONGEST) : undefined
}
