import type { Campaign, CampaignShape } from './campaigns.ts'

const GOOD: [number, number, number] = [0.24, 0.24, 0.16]
const USUAL: [number, number, number] = [0.15, 0.19, 0.19]
const THIN: [number, number, number] = [0.03, 0.07, 0.2]
/** looks keen and is not: the webinar that brings volume and junk */
const JUNK: [number, number, number] = [0.004, 0.5, 0.2]

const JUNK_ROLES = [
  ['user', 5],
  ['decider', 2],
  ['bystander', 2],
  ['outsider', 1],
] as const

export const JUNK_WEBINAR = 'Webinar: Automate anything in 40 minutes'
export const HIDDEN_CHANNEL = 'Audio'
const PODCAST = 'Podcast: Operations, plainly'
export const BRAND_SEARCH = 'Search: brand'

/** A campaign before it is dated. */
export type Plan = Omit<Campaign, 'key' | 'from' | 'to' | 'costMinor'> & {
  /** months of the story, 0-18; a single number is a short burst of three weeks */
  when: [number, number] | number
  cost: number
}

const plan = (
  name: string,
  channel: string,
  kind: string,
  shape: CampaignShape,
  share: number,
  when: Plan['when'],
  cost: number,
  traits: Pick<Plan, 'targeting' | 'heat' | 'acceptance' | 'winning'> &
    Partial<Pick<Plan, 'region' | 'roles'>>,
  costKind = 'media',
): Plan => ({ name, channel, kind, shape, share, when, cost, costKind, ...traits })

const good = { targeting: 0.72, heat: GOOD, acceptance: 1.12, winning: 1.15 }
const usual = { targeting: 0.58, heat: USUAL, acceptance: 1, winning: 1 }
const thin = { targeting: 0.42, heat: THIN, acceptance: 0.8, winning: 0.85 }
const junk = { targeting: 0.5, heat: JUNK, acceptance: 0.16, winning: 0.4, roles: JUNK_ROLES }

export const PLANS: Plan[] = [
  plan(BRAND_SEARCH, 'Paid search', 'Search', 'search', 3, [0, 18], 94_000, good),
  plan('Search: workflow software, Americas', 'Paid search', 'Search', 'search', 9, [0, 18], 312_000, {
    ...usual,
    region: 'Americas',
  }),
  plan('Search: workflow software, EMEA', 'Paid search', 'Search', 'search', 7, [0, 18], 241_000, {
    ...usual,
    region: 'EMEA',
  }),
  plan('Search: workflow software, APAC', 'Paid search', 'Search', 'search', 4, [2, 18], 118_000, {
    ...usual,
    region: 'APAC',
  }),
  plan('Search: competitor names', 'Paid search', 'Search', 'search', 3, [4, 13], 126_000, thin),
  plan('Blog and guides', 'Organic search', 'Content', 'site', 14, [0, 18], 148_000, usual, 'authors'),
  plan(
    PODCAST,
    HIDDEN_CHANNEL,
    'Podcast',
    'audio',
    8,
    [1, 18],
    86_000,
    { targeting: 0.86, heat: [0.33, 0.27, 0.12], acceptance: 1.2, winning: 1.5 },
    'production',
  ),
  plan(
    'Founders on social networks',
    'Organic social',
    'Social',
    'social',
    6,
    [0, 18],
    31_000,
    good,
    'production',
  ),
  plan('Social ads: operations leaders', 'Paid social', 'Social ads', 'social', 8, [0, 18], 268_000, {
    ...thin,
    targeting: 0.55,
  }),
  plan('Social ads: retargeting', 'Paid social', 'Social ads', 'social', 3, [3, 18], 74_000, usual),
  plan('Newsletter: The quiet queue', 'Email', 'Newsletter', 'email', 4, [0, 18], 42_000, usual, 'tools'),
  plan('Review sites', 'Referral', 'Listing', 'referral', 4, [0, 18], 96_000, good),
  plan(
    'Partner referrals',
    'Referral',
    'Partner',
    'referral',
    3,
    [0, 18],
    58_000,
    { ...good, winning: 1.3 },
    'fees',
  ),
  plan('Process cost calculator', 'Direct', 'Free tool', 'tool', 4, [6, 18], 39_000, good, 'development'),
  plan("Buyer's guide to process automation", 'Display', 'Guide', 'download', 5, [2, 18], 67_000, {
    ...good,
    heat: [0.08, 0.26, 0.2],
  }),
  plan(
    'White paper: The state of process debt',
    'Paid social',
    'White paper',
    'download',
    3,
    [5, 18],
    88_000,
    { ...thin, heat: [0.01, 0.1, 0.26] },
    'agency',
  ),
  plan('Content syndication', 'Display', 'Syndication', 'download', 5, [7, 15], 134_000, {
    ...thin,
    targeting: 0.38,
    heat: [0.004, 0.16, 0.3],
    acceptance: 0.4,
    winning: 0.6,
  }),
  plan(`${JUNK_WEBINAR} (spring)`, 'Email', 'Webinar', 'webinar', 6, 6, 38_000, junk, 'platform'),
  plan(`${JUNK_WEBINAR} (autumn)`, 'Email', 'Webinar', 'webinar', 8, 10, 44_000, junk, 'platform'),
  plan(`${JUNK_WEBINAR} (rerun)`, 'Email', 'Webinar', 'webinar', 6, 14, 41_000, junk, 'platform'),
  plan('Webinar: Claims without queues', 'Email', 'Webinar', 'webinar', 1.6, 3, 17_000, usual, 'platform'),
  plan(
    'Webinar: Month-end close in two days',
    'Email',
    'Webinar',
    'webinar',
    1.8,
    8,
    18_000,
    good,
    'platform',
  ),
  plan(
    'Webinar: Plant maintenance, planned',
    'Email',
    'Webinar',
    'webinar',
    1.6,
    12,
    18_000,
    usual,
    'platform',
  ),
  plan(
    'Webinar: Shared services in Asia',
    'Email',
    'Webinar',
    'webinar',
    1.4,
    15,
    16_000,
    { ...usual, region: 'APAC' },
    'platform',
  ),
  plan(
    'Trade fair Hanover',
    'Event',
    'Trade fair',
    'event',
    2.6,
    5,
    176_000,
    { ...usual, region: 'EMEA', winning: 1.1 },
    'booth',
  ),
  plan(
    'Trade fair Austin',
    'Event',
    'Trade fair',
    'event',
    2.6,
    9,
    188_000,
    { ...usual, region: 'Americas', winning: 1.1 },
    'booth',
  ),
  plan(
    'Trade fair Singapore',
    'Event',
    'Trade fair',
    'event',
    1.8,
    13,
    121_000,
    { ...usual, region: 'APAC', winning: 1.1 },
    'booth',
  ),
  plan(
    'Customer evening London',
    'Event',
    'Event',
    'event',
    0.8,
    11,
    36_000,
    { ...good, region: 'EMEA' },
    'venue',
  ),
  plan(
    'Customer evening Chicago',
    'Event',
    'Event',
    'event',
    0.8,
    16,
    34_000,
    { ...good, region: 'Americas' },
    'venue',
  ),
  plan('Direct mail: the paper queue', 'Direct mail', 'Mailing', 'download', 1.2, 7, 52_000, thin, 'print'),
]
