import { domainToUnicode } from 'node:url'
import { asciiDomain } from '../kernel/domain.ts'

/** Longest address that can be delivered to (RFC 5321: a path has 256 octets with its brackets). */
const LONGEST = 254
const LONGEST_LOCAL = 64
const LOCAL = /^[a-z0-9!#$%&'*+/=?^_`{|}~-]+(?:\.[a-z0-9!#$%&'*+/=?^_`{|}~-]+)*$/i
const LABEL = /^[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?$/i

/**
 * The one address a text names, ready for a mail server, or null. Deliberately narrower than the standard: no display name, no
 * list, group, route, quoted part, comment or address literal, because each of them has been read differently by two programs.
 *
 * @example singleAddress(' Ana@Example.com ') // 'Ana@example.com'
 * @example singleAddress('"a@evil.test x"@ours.test') // null
 */
export function singleAddress(text: string): string | null {
  const trimmed = text.trim()
  if (trimmed.length > LONGEST) return null
  const at = trimmed.indexOf('@')
  if (at < 1 || at !== trimmed.lastIndexOf('@')) return null
  const local = trimmed.slice(0, at)
  const domain = asciiDomain(trimmed.slice(at + 1))
  const labels = domain.split('.')
  const isDomain = labels.length > 1 && labels.every((label) => LABEL.test(label))
  if (
    local.length > LONGEST_LOCAL ||
    local.includes('=?') ||
    !LOCAL.test(local) ||
    !isDomain ||
    /^\d+$/.test(labels.at(-1)!)
  )
    return null
  return local.length + 1 + domain.length > LONGEST ? null : `${local}@${domain}`
}

/**
 * An address, or the domain of one, as people write it: its domain in the letters of their language.
 *
 * @example readableAddress('jo@xn--mller-kva.test') // 'jo@müller.test'
 */
export function readableAddress(address: string): string {
  const at = address.lastIndexOf('@') + 1
  return address.slice(0, at) + domainToUnicode(address.slice(at))
}

/** A name with its address, as the sender of mails is configured. */
export interface Mailbox {
  name: string
  address: string
}

/**
 * The sender in a setting: `Name <address>` or a plain address; null when it is neither.
 *
 * @example readMailbox('Acme sales <hello@acme.test>') // { name: 'Acme sales', address: 'hello@acme.test' }
 */
export function readMailbox(text: string): Mailbox | null {
  const named = /^([^<>]{0,200})<([^<>]{1,254})>\s*$/.exec(text)
  const address = singleAddress(named ? named[2]! : text)
  if (!address) return null
  return { name: headerText(named?.[1] ?? '').replaceAll('"', ''), address }
}

const CONTROL = /[\p{Cc}\p{Zl}\p{Zp}]+/gu

/** A text as it may stand in a header: on one line, without control characters. */
export function headerText(text: string): string {
  return text.replace(CONTROL, ' ').trim()
}
