import { isIP } from 'node:net'
import { isPublicAddress } from './address.ts'
import { type AllowList, endpointOf, resolvedEndpoint } from './allow.ts'
import { OutboundError } from './outbound-error.ts'

export interface ResolvedAddress {
  address: string
  family: 4 | 6
}

/** Ports below 1024 other than these speak something else than HTTP. */
const WEB_PORTS = new Set(['', '80', '443'])
const FIRST_FREE_PORT = 1_024
const LONGEST_URL = 2_048

/**
 * What is wrong with an address that a user typed, in a sentence, as far as it shows without asking a name server; null when
 * nothing is. `safeFetch` checks again what the name resolves to.
 */
export function outboundUrlFault(text: string, allow: AllowList): string | null {
  try {
    readTarget(text, allow)
    return null
  } catch (error) {
    if (error instanceof OutboundError) return error.message
    throw error
  }
}

/**
 * The address as it will be asked.
 *
 * @throws {OutboundError} `refused`
 */
export function readTarget(text: string, allow: AllowList): URL {
  if (text.length > LONGEST_URL) throw refused(`An address has at most ${LONGEST_URL} characters.`)
  if (!URL.canParse(text)) throw refused('This is not a web address. Write it as https://example.com/path.')
  const url = new URL(text)
  if (url.protocol !== 'https:' && url.protocol !== 'http:')
    throw refused('The address must begin with https:// or http://.')
  if (url.username || url.password) throw refused('Leave name and password out of the address.')
  if (allow.has(endpointOf(url))) return url
  if (!WEB_PORTS.has(url.port) && Number(url.port) < FIRST_FREE_PORT)
    throw refused(`Port ${url.port} is not one of a web server.`)
  const host = url.hostname.replace(/^\[|\]$/g, '')
  const isPrivate = isIP(host) ? !isPublicAddress(host) : isLocalName(host)
  if (isPrivate) throw refused(PRIVATE)
  return url
}

/**
 * Holds what a name resolved to against the same rule. One private answer among public ones refuses them all: it is the
 * sign of a name made to point inside.
 *
 * @throws {OutboundError} `refused`
 */
export function checkResolved(url: URL, addresses: readonly ResolvedAddress[], allow: AllowList): void {
  if (addresses.length === 0) throw new OutboundError('unreachable', 'The name of the host is not known.')
  if (allow.has(endpointOf(url))) return
  for (const { address } of addresses)
    if (!isPublicAddress(address) && !allow.has(resolvedEndpoint(address, url))) throw refused(PRIVATE)
}

const PRIVATE =
  'The address leads into a private network. An operator can allow it with OUTBOUND_ALLOW=host:port.'

const refused = (message: string) => new OutboundError('refused', message)

function isLocalName(host: string): boolean {
  const name = host.toLowerCase().replace(/\.+$/, '')
  return name === '' || name === 'localhost' || name.endsWith('.localhost')
}
