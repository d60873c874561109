import { describe, expect, it } from 'vitest'
import { networkOf } from '../network.ts'
import { type HitFacts, machineSigns } from './machine.ts'

const HUMAN =
  'Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/126.0.0.0 Safari/537.36'
const clicks = (...seconds: number[]) =>
  seconds.map((second, index) => ({ link: `/${index}`, at: second * 1_000 }))

/** T-15, bot.engagement: each sign alone, on an otherwise human hit. */
describe('a hit is a machine’s', () => {
  const table: [string, HitFacts, string][] = [
    ['when it asks for headers only', { method: 'HEAD' }, 'Asked for the headers only (HEAD)'],
    ['when a browser prefetches', { purpose: 'prefetch' }, 'Fetched ahead of time'],
    ['when a browser prerenders', { purpose: '  prefetch;prerender ' }, 'Fetched ahead of time'],
    ['when a messenger draws a preview', { purpose: 'preview' }, 'Fetched ahead of time'],
    [
      'when Proofpoint follows a link',
      { userAgent: `${HUMAN} Proofpoint URL Defense` },
      'A security scanner',
    ],
    ['when Safe Links follows a link', { userAgent: 'SafeLinks/1.0' }, 'A security scanner'],
    ['when Barracuda follows a link', { userAgent: 'BarracudaCentral' }, 'A security scanner'],
    ['when Mimecast follows a link', { userAgent: 'Mimecast-TTP' }, 'A security scanner'],
    [
      'when a browser without a screen comes',
      { userAgent: `${HUMAN} HeadlessChrome/120` },
      'A security scanner',
    ],
    [
      'when Gmail loads pictures',
      { mail: 'open', userAgent: 'GoogleImageProxy' },
      'A mail service loading pictures',
    ],
    [
      'when Apple hides an opened mail',
      { mail: 'open', userAgent: 'Mozilla/5.0' },
      'Apple Mail Privacy Protection',
    ],
    [
      'when Apple’s network opens a mail',
      { mail: 'open', network: 'apple_mail' },
      'Apple Mail Privacy Protection',
    ],
    ['when its user agent is a known crawler', { isListedBot: true }, 'A crawler'],
    [
      'when a scanner’s network clicks',
      { mail: 'click', network: 'mail_scanner' },
      'A mail scanner’s network',
    ],
    [
      'when a data centre opens a mail',
      { mail: 'open', network: 'data_centre' },
      'A data centre opening a mail',
    ],
    [
      'when three links of a mail are followed in ten seconds',
      { mail: 'click', clicks: clicks(0, 4, 10) },
      'Every link of a mail within ten seconds',
    ],
    [
      'when both of two links are',
      { mail: 'click', clicks: clicks(0, 1), links: 2 },
      'Every link of a mail within ten seconds',
    ],
  ]
  it.each(table)('%s', (_, facts, why) => {
    expect(machineSigns({ method: 'POST', userAgent: HUMAN, ...facts })).toBe(why)
  })
})

describe('a hit is a person’s', () => {
  const table: [string, HitFacts][] = [
    ['by default', {}],
    ['on an iPhone’s own network, on a page', { network: 'apple_mail' }],
    ['clicking in Apple Mail', { mail: 'click', network: 'apple_mail' }],
    ['on a page from an office behind a data centre', { network: 'data_centre' }],
    ['following three links in more than ten seconds', { mail: 'click', clicks: clicks(0, 5, 10.001) }],
    ['clicking the same link thrice', { mail: 'click', clicks: [0, 1, 2].map((at) => ({ link: '/a', at })) }],
    ['following the only link', { mail: 'click', clicks: clicks(0), links: 1 }],
    ['with no user agent known', { userAgent: null }],
  ]
  it.each(table)('%s', (_, facts) => {
    expect(machineSigns({ method: 'POST', userAgent: HUMAN, ...facts })).toBeNull()
  })
})

describe('the network of an address', () => {
  it('is known for mail services, in either notation, and nothing else', () => {
    expect(networkOf('17.58.101.4')).toBe('apple_mail')
    expect(networkOf('::ffff:17.58.101.4')).toBe('apple_mail')
    expect(networkOf('2620:149:af0::10')).toBe('apple_mail')
    expect(networkOf('40.107.22.1')).toBe('mail_scanner')
    expect(networkOf('148.163.130.9')).toBe('mail_scanner')
    expect(networkOf('203.0.113.7')).toBeNull()
    expect(networkOf('')).toBeNull()
    expect(networkOf('not an address')).toBeNull()
  })
})
