import type { SiteKind } from './sites.ts'
import { siteKind } from './sources.ts'

/** Channels of the default rules, as they are shown. */
const CHANNELS = [
  'Direct',
  'Cross-network',
  'Paid shopping',
  'Paid search',
  'Paid social',
  'Paid video',
  'Display',
  'Paid other',
  'Organic shopping',
  'Organic social',
  'Organic video',
  'Organic search',
  'AI assistants',
  'Referral',
  'Email',
  'Affiliates',
  'Audio',
  'SMS',
  'Mobile push notifications',
  'Unassigned',
] as const
export type Channel = (typeof CHANNELS)[number]

/** What is known of where a visit came from; any case. */
export interface Origin {
  source?: string | undefined
  medium?: string | undefined
  campaign?: string | undefined
  /** address of the page before */
  referrer?: string | undefined
}

interface Seen {
  source: string
  medium: string
  campaign: string
  site: SiteKind | undefined
}

interface ChannelRule {
  channel: Channel
  /** in words, shown where a channel is explained */
  rule: string
  holds(seen: Seen): boolean
}

const PAID = /cp|^(?:ppc|retargeting)$|^paid/
const SHOP = /(?:^|[^a-df-z])shop|shopping/
const MAIL = /e[-_ ]?mail/
const isIn = (text: string, ...words: string[]) => words.includes(text)

/** The default rules in order; the first that holds names the channel. */
const CHANNEL_RULES: readonly ChannelRule[] = [
  {
    channel: 'Direct',
    rule: 'no source, or source (direct) with medium (none) or (not set)',
    holds: ({ source, medium }) =>
      isIn(source, '', '(direct)', 'direct') && isIn(medium, '', '(none)', '(not set)'),
  },
  {
    channel: 'Cross-network',
    rule: 'campaign says cross-network',
    holds: ({ campaign }) => campaign.includes('cross-network'),
  },
  {
    channel: 'Paid shopping',
    rule: 'a shopping site or a shopping campaign, with a paid medium',
    holds: ({ site, campaign, medium }) => (site === 'shopping' || SHOP.test(campaign)) && PAID.test(medium),
  },
  {
    channel: 'Paid search',
    rule: 'a search engine with a paid medium',
    holds: ({ site, medium }) => site === 'search' && PAID.test(medium),
  },
  {
    channel: 'Paid social',
    rule: 'a social site with a paid medium',
    holds: ({ site, medium }) => site === 'social' && PAID.test(medium),
  },
  {
    channel: 'Paid video',
    rule: 'a video site with a paid medium',
    holds: ({ site, medium }) => site === 'video' && PAID.test(medium),
  },
  {
    channel: 'Display',
    rule: 'medium display, banner, expandable, interstitial or cpm',
    holds: ({ medium }) => isIn(medium, 'display', 'banner', 'expandable', 'interstitial', 'cpm'),
  },
  {
    channel: 'Paid other',
    rule: 'any other paid medium (cpc, ppc, retargeting, paid…)',
    holds: ({ medium }) => PAID.test(medium),
  },
  {
    channel: 'Organic shopping',
    rule: 'a shopping site or a shopping campaign',
    holds: ({ site, campaign }) => site === 'shopping' || SHOP.test(campaign),
  },
  {
    channel: 'Organic social',
    rule: 'a social site or a social medium',
    holds: ({ site, medium }) =>
      site === 'social' ||
      isIn(medium, 'social', 'social-network', 'social-media', 'sm', 'social network', 'social media'),
  },
  {
    channel: 'Organic video',
    rule: 'a video site or a video medium',
    holds: ({ site, medium }) => site === 'video' || medium.includes('video'),
  },
  {
    channel: 'Organic search',
    rule: 'a search engine or medium organic',
    holds: ({ site, medium }) => site === 'search' || medium === 'organic',
  },
  { channel: 'AI assistants', rule: 'an AI assistant', holds: ({ site }) => site === 'assistant' },
  {
    channel: 'Referral',
    rule: 'medium referral, app or link',
    holds: ({ medium }) => isIn(medium, 'referral', 'app', 'link'),
  },
  {
    channel: 'Email',
    rule: 'source or medium says e-mail',
    holds: ({ source, medium }) => MAIL.test(source) || MAIL.test(medium),
  },
  { channel: 'Affiliates', rule: 'medium affiliate', holds: ({ medium }) => /^affiliates?$/.test(medium) },
  { channel: 'Audio', rule: 'medium audio', holds: ({ medium }) => medium === 'audio' },
  {
    channel: 'SMS',
    rule: 'source or medium sms',
    holds: ({ source, medium }) => source === 'sms' || medium === 'sms',
  },
  {
    channel: 'Mobile push notifications',
    rule: 'medium ends in push or says mobile or notification, or source firebase',
    holds: ({ source, medium }) => /push$|mobile|notification/.test(medium) || source === 'firebase',
  },
  { channel: 'Unassigned', rule: 'anything else', holds: () => true },
]

/** Host of an address, or the text itself when it is a bare host. */
function hostOf(address: string): string {
  return (
    /^(?:[a-z][a-z+.-]*:)?\/\/([^/?#:]+)/i.exec(address)?.[1] ??
    /^([^/?#:\s]+\.[^/?#:\s]+)/.exec(address)?.[1] ??
    ''
  )
}

const clean = (text: string | undefined): string => (text ?? '').trim().toLowerCase()

/**
 * The channel of a visit by the default rules; source: `docs/method/matching.md`.
 *
 * @returns `undefined` when nothing at all is known of where it came from
 * @example channelOf({ source: 'google', medium: 'cpc' }) // 'Paid search'
 * @example channelOf({ referrer: 'https://news.example.org/' }) // 'Referral'
 */
export function channelOf(origin: Origin): Channel | undefined {
  const source = clean(origin.source)
  const medium = clean(origin.medium)
  const campaign = clean(origin.campaign)
  const host = clean(hostOf(origin.referrer ?? ''))
  if (!source && !medium && !campaign && !host) return undefined
  if (!source && !medium && host) return firstRule(fromReferrer(host, campaign))
  const seen: Seen = { source, medium, campaign, site: siteKind(source) }
  return firstRule(seen, !source && !medium)
}

/** A page that somebody followed a link on is a source like any other, so that the rules about campaigns stand before it. */
function fromReferrer(host: string, campaign: string): Seen {
  return { source: host, medium: 'referral', campaign, site: siteKind(host) }
}

/** @param onlyCampaign nothing but the campaign is known, which is not the same as coming directly */
const firstRule = (seen: Seen, onlyCampaign = false): Channel | undefined =>
  CHANNEL_RULES.slice(onlyCampaign ? 1 : 0).find((rule) => rule.holds(seen))?.channel

const NAMED: Record<string, string> = {
  paidsearch: 'Paid search',
  ppc: 'Paid search',
  sem: 'Paid search',
  adwords: 'Paid search',
  googleads: 'Paid search',
  organicsearch: 'Organic search',
  seo: 'Organic search',
  emailmarketing: 'Email',
  email: 'Email',
  newsletter: 'Email',
  socialmedia: 'Organic social',
  organicsocial: 'Organic social',
  social: 'Organic social',
  paidsocial: 'Paid social',
  linkedinads: 'Paid social',
  facebookads: 'Paid social',
  referrals: 'Referral',
  referral: 'Referral',
  directtraffic: 'Direct',
  direct: 'Direct',
  offline: 'Offline',
  offlinesources: 'Offline',
  othercampaigns: 'Other campaigns',
  aireferrals: 'AI assistants',
  display: 'Display',
  displayads: 'Display',
  banner: 'Display',
  webinar: 'Webinar',
  webinars: 'Webinar',
  event: 'Event',
  events: 'Event',
  tradeshow: 'Event',
  conference: 'Event',
  partner: 'Partner',
  partners: 'Partner',
  contentsyndication: 'Content syndication',
  affiliates: 'Affiliates',
  affiliate: 'Affiliates',
  outbound: 'Outbound',
  coldcall: 'Outbound',
  coldoutreach: 'Outbound',
  paidvideo: 'Paid video',
  organicvideo: 'Organic video',
  sms: 'SMS',
  audio: 'Audio',
  web: 'Website',
  website: 'Website',
  directmail: 'Direct mail',
}

/**
 * Our name for a channel that a source names itself, `undefined` when it is a name of its own.
 *
 * @example namedChannel('PAID_SEARCH') // 'Paid search'
 */
export function namedChannel(name: string): string | undefined {
  const plain = name.toLowerCase().replace(/[^a-z]+/g, '')
  if (Object.hasOwn(NAMED, plain)) return NAMED[plain]
  return CHANNELS.find((channel) => channel.toLowerCase().replace(/[^a-z]+/g, '') === plain)
}
