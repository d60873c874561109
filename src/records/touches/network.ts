import ipaddr from 'ipaddr.js'
import type { Network } from './rules/machine.ts'

/** Address ranges that mail scanners and Apple's mail proxy publish as theirs. Hints only: a hit is labelled, never dropped. */
const RANGES: Readonly<Record<Network, readonly string[]>> = {
  apple_mail: ['17.0.0.0/8', '2620:149::/32'],
  mail_scanner: [
    '40.92.0.0/15',
    '40.107.0.0/16',
    '52.100.0.0/14',
    '104.47.0.0/17',
    '67.231.144.0/20',
    '148.163.128.0/19',
    '208.84.64.0/22',
    '209.222.80.0/21',
    '64.235.144.0/20',
    '207.211.30.0/23',
  ],
  data_centre: [
    '3.0.0.0/9',
    '18.128.0.0/9',
    '34.64.0.0/10',
    '35.184.0.0/13',
    '52.0.0.0/11',
    '20.33.0.0/16',
    '159.65.0.0/16',
    '167.99.0.0/16',
  ],
}

const PARSED = Object.entries(RANGES).map(
  ([network, ranges]) => [network as Network, ranges.map((range) => ipaddr.parseCIDR(range))] as const,
)

/**
 * The network an address belongs to, `null` for an ordinary one or no address.
 *
 * @example networkOf('17.58.101.4') // 'apple_mail'
 */
export function networkOf(address: string): Network | null {
  if (!ipaddr.isValid(address)) return null
  const parsed = ipaddr.process(address)
  const found = PARSED.find(([, ranges]) =>
    ranges.some((range) => range[0].kind() === parsed.kind() && parsed.match(range)),
  )
  return found?.[0] ?? null
}
