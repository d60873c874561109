import type { Reason } from './reasons.ts'

export type Json = string | number | boolean | null | Json[] | { [name: string]: Json }
export type JsonObject = { [name: string]: Json }

const MOST_BYTES = 32 * 1024
const DEEPEST = 20
const LONGEST_ADDRESS = 2_000

/** Parameters of an address that say where a visit came from, and nothing about who it is. */
const KEPT_PARAMETERS =
  /^(?:utm_[a-z_]{1,30}|gclid|gbraid|wbraid|dclid|fbclid|msclkid|li_fat_id|ttclid|twclid|ref|lang)$/i
/** What parts an address into pieces of which each could be an e-mail address. */
const BETWEEN_PIECES = /([\s/&=]+)/

/**
 * An address without what may name a person: parameters outside the list of origins, the fragment, sign-in data, e-mail
 * addresses in the path.
 *
 * @example cleanAddress('https://a.test/p?utm_source=x&email=ann@b.test#me') is 'https://a.test/p?utm_source=x'
 */
function cleanAddress(address: string): string {
  const [before = '', ...query] = address.split('#')[0]!.split('?')
  const pieces = before.replace(/^([a-z]+:\/\/)[^/@]*@/i, '$1').split(BETWEEN_PIECES)
  const path = pieces.map((piece) => (holdsMail(piece) ? '[removed]' : piece)).join('')
  const kept = cleanSearch(query.join('?'))
  return `${path}${kept && '?'}${kept}`.slice(0, LONGEST_ADDRESS)
}

/** Whether a piece of an address has something before an @, plain or encoded, and a domain after it. Looks at each character twice at most. */
function holdsMail(piece: string): boolean {
  const at = piece.slice(1).search(/@|%40/i)
  return at >= 0 && /\.[a-z]{2}/i.test(piece.slice(at + 2))
}

function cleanSearch(search: string): string {
  return search
    .replace(/^\?/, '')
    .split('&')
    .filter((part) => KEPT_PARAMETERS.test(part.split('=')[0]!) && !/@|%40/i.test(part))
    .join('&')
}

class Refused extends Error {
  readonly reason: Reason
  constructor(reason: Reason) {
    super(reason)
    this.reason = reason
  }
}

/**
 * A copy of what was sent that can be stored, with addresses cleaned; or why it cannot be taken. Never recurses deeper than
 * 20 levels and never copies more than 32 kB.
 *
 * @example cleanJson({ url: 'https://a.test/?token=1' }) // { ok: true, value: { url: 'https://a.test/' } }
 */
export function cleanJson(value: unknown): { ok: true; value: Json } | { ok: false; reason: Reason } {
  const room = { left: MOST_BYTES }
  try {
    return { ok: true, value: copy(value, '', 0, room) }
  } catch (error) {
    if (error instanceof Refused) return { ok: false, reason: error.reason }
    throw error
  }
}

function copy(value: unknown, name: string, depth: number, room: { left: number }): Json {
  if (depth > DEEPEST) throw new Refused('too_deep')
  room.left -= 3
  if (typeof value === 'string') return text(value, name, room)
  if (room.left < 0) throw new Refused('event_too_large')
  if (typeof value === 'boolean' || value === null) return value
  if (typeof value === 'number') return Number.isFinite(value) ? value : null
  if (Array.isArray(value)) return value.map((one) => copy(one, name, depth + 1, room))
  if (typeof value !== 'object') return null
  const copied: JsonObject = {}
  for (const [key, inner] of Object.entries(value)) {
    if (key === '__proto__') throw new Refused('forbidden_name')
    copied[text(key, '', room)] = copy(inner, key, depth + 1, room)
  }
  return copied
}

function text(value: string, name: string, room: { left: number }): string {
  room.left -= value.length
  if (room.left < 0) throw new Refused('event_too_large')
  if (!isStorable(value)) throw new Refused('unstorable_text')
  if (name === 'search' && value.includes('=')) {
    const kept = cleanSearch(value)
    return kept && `?${kept}`
  }
  return /^[a-z]+:\/\//i.test(value) || isAddress(name) ? cleanAddress(value) : value
}

const isAddress = (name: string) => /^(?:url|href|path|referrer|referer|link_url)$/i.test(name)

/** The first characters of a text, never with half of a pair at its end. */
export const cutText = (text: string, most: number) => text.slice(0, most).replace(/[\ud800-\udbff]$/, '')

/** Whether the database can hold a text: no NUL, no half of a surrogate pair. */
export const isStorable = (value: string) => !value.includes('\0') && !/\p{Surrogate}/u.test(value)
