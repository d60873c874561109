import ipaddr from 'ipaddr.js'

/** Public by the registries, yet answering for the machine's own cloud. */
const METADATA = new Set(['168.63.129.16'])

/** The part of IPv6 that is given out for the internet; everything else is refused without being named. */
const GLOBAL_IPV6 = ipaddr.IPv6.parseCIDR('2000::/3')

/**
 * Whether an address belongs to a machine on the public internet. Only what is known to be public passes: private, loopback,
 * link-local, carrier, metadata, multicast, reserved ranges and IPv6 forms that carry an IPv4 address do not.
 *
 * @param address IPv4 or IPv6 in text, without brackets
 * @example isPublicAddress('100.128.0.1') // true
 * @example isPublicAddress('::ffff:8.8.8.8') // false
 */
export function isPublicAddress(address: string): boolean {
  if (!ipaddr.isValid(address) || address.includes('%')) return false
  const parsed = ipaddr.parse(address)
  if (parsed.range() !== 'unicast') return false
  if (parsed instanceof ipaddr.IPv6) return parsed.match(GLOBAL_IPV6)
  return !METADATA.has(parsed.toString())
}
