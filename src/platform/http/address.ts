import { isIPv4, isIPv6 } from 'node:net'

/**
 * The block of addresses that one subscriber holds: the address itself for IPv4, the first 64 bits for IPv6, so that limits
 * cannot be dodged by changing the lower half.
 *
 * @example addressBlock('2001:db8:1:2:3:4:5:6') // '2001:db8:1:2::/64'
 */
export function addressBlock(address: string): string {
  const mapped = /^::ffff:(\d+\.\d+\.\d+\.\d+)$/i.exec(address)
  if (mapped) return mapped[1]!
  if (isIPv4(address) || !isIPv6(address)) return address
  const [head = '', tail = ''] = address.split('%')[0]!.split('::')
  const groups = head.split(':').filter(Boolean)
  const after = tail.split(':').filter(Boolean)
  if (address.includes('::')) while (groups.length + after.length < 8) groups.push('0')
  const first = [...groups, ...after].slice(0, 4).map((group) => Number.parseInt(group, 16).toString(16))
  return `${first.join(':')}::/64`
}

/**
 * Who is calling: the peer of the socket, or behind a trusted proxy the last address that proxy did not add itself.
 *
 * @param forwardedFor the X-Forwarded-For header; believed only when the peer is trusted
 */
export function clientAddress(
  peer: string,
  forwardedFor: string | undefined,
  trustedProxies: readonly string[],
): string {
  const chain = [...(forwardedFor ?? '').split(',').map((part) => part.trim()), peer].filter(Boolean)
  while (chain.length > 1 && trustedProxies.includes(plain(chain.at(-1)!))) chain.pop()
  return plain(chain.at(-1) ?? peer)
}

const plain = (address: string) => address.replace(/^::ffff:(?=\d+\.)/i, '')
