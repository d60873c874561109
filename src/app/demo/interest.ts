import { DAY, HOUR, type Instant, MINUTE } from '#platform/kernel/instant.ts'
import type { TouchRow } from '#records/imports/rules/rows.ts'
import { BRAND_SEARCH } from './campaign-plans.ts'
import type { Campaign } from './campaigns.ts'
import type { Person } from './cast.ts'
import type { Diary } from './diary.ts'
import type { Random } from './random.ts'
import { daytime } from './timeline.ts'
import { ASSETS } from './words/titles.ts'

/** How far a person's interest goes. */
export type Heat = 'hand-raise' | 'warm' | 'lukewarm' | 'cold'

/** The campaigns people come back through. */
export interface Doors {
  brand: Campaign
  newsletter: Campaign
  blog: Campaign
}

const PAGES = [
  '/',
  '/product',
  '/product/approvals',
  '/customers',
  '/integrations',
  '/blog/hand-offs',
  '/blog/queues',
  '/security',
]
const READS = ASSETS.filter((asset) => asset.sent > 0).map((asset) => asset.name)

type Opening = (random: Random, campaign: Campaign) => [TouchRow['touchKind'], string][]

/** What the first minutes look like, by the shape of the campaign. */
const OPENINGS: Record<Campaign['shape'], Opening> = {
  search: (random) => [
    ['ad_click', '/'],
    ['page_view', '/product'],
    ...(random.chance(0.4) ? [['page_view', random.pick(PAGES)] as [TouchRow['touchKind'], string]] : []),
  ],
  site: (random) => [
    ['page_view', '/blog/queues'],
    ...(random.chance(0.5) ? [['page_view', random.pick(PAGES)] as [TouchRow['touchKind'], string]] : []),
  ],
  webinar: (_random, campaign) => [['webinar_registered', campaign.name]],
  event: (_random, campaign) => [['event_attended', campaign.name]],
  download: (_random, campaign) => [
    ['ad_click', '/guides'],
    ['form_submit', '/guides'],
    ['content_download', campaign.name],
  ],
  audio: () => [
    ['page_view', '/podcast'],
    ['form_submit', '/podcast/notes'],
  ],
  social: (random) => [
    [random.chance(0.5) ? 'social' : 'ad_click', 'Post'],
    ['page_view', random.pick(PAGES)],
  ],
  email: () => [['form_submit', '/newsletter']],
  tool: () => [
    ['product_use', 'Process cost calculator'],
    ['form_submit', '/calculator'],
  ],
  referral: (random) => [
    ['page_view', '/'],
    ['page_view', random.pick(PAGES)],
  ],
}

/** Tells how a person first shows up and how far the interest goes; answers the moment it peaks. */
export function tellInterest(
  random: Random,
  diary: Diary,
  person: Person,
  heat: Heat,
  doors: Doors,
  utcOffset: number,
): Instant {
  let at = person.firstAt
  for (const [kind, subject] of OPENINGS[person.campaign.shape](random, person.campaign)) {
    diary.interest(person, kind, at, { campaign: person.campaign, subject })
    at += random.int(20, 400) * 1_000
  }
  if (person.campaign.shape === 'webinar') at = attendWebinar(random, diary, person, heat)
  return tellReturn(random, diary, person, heat, at, doors, utcOffset)
}

/** The webinar itself, on the last day of its campaign; who is keen attends and takes the slides. */
function attendWebinar(random: Random, diary: Diary, person: Person, heat: Heat): Instant {
  const takesPlaceAt = person.campaign.to - DAY + 15 * HOUR
  if (heat === 'cold' && random.chance(0.7)) return person.firstAt
  diary.interest(person, 'webinar_attended', takesPlaceAt, {
    campaign: person.campaign,
    subject: person.campaign.name,
  })
  return takesPlaceAt + 40 * MINUTE
}

/** Tells a spell of interest from `from` on and answers the moment it peaks. */
export function tellReturn(
  random: Random,
  diary: Diary,
  person: Person,
  heat: Heat,
  from: Instant,
  doors: Doors,
  utcOffset: number,
): Instant {
  if (heat === 'cold') return look(random, diary, person, from, random.int(0, 2), [3, 60], doors, utcOffset)
  if (heat === 'lukewarm') {
    const seen = look(random, diary, person, from, random.int(2, 4), [1, 9], doors, utcOffset)
    return read(random, diary, person, seen, 1, doors, utcOffset)
  }
  const seen = look(random, diary, person, from, random.int(2, 5), [0, 5], doors, utcOffset)
  if (heat === 'warm') {
    const after = read(random, diary, person, seen, random.int(2, 3), doors, utcOffset)
    return consider(random, diary, person, after, doors, utcOffset)
  }
  return raiseHand(random, diary, person, seen, doors, utcOffset)
}

/** Page views over days, through search, the newsletter or directly. */
function look(
  random: Random,
  diary: Diary,
  person: Person,
  from: Instant,
  visits: number,
  gapDays: [number, number],
  doors: Doors,
  utcOffset: number,
): Instant {
  let at = from
  for (let visit = 0; visit < visits; visit++) {
    at = later(random, at, gapDays, utcOffset)
    const door = random.weighted([
      ['email', 3],
      ['organic', 4],
      ['direct', 3],
    ] as const)
    if (door === 'email')
      diary.interest(person, 'email_click', at, { campaign: doors.newsletter, subject: 'The quiet queue' })
    const campaign = door === 'organic' ? doors.blog : door === 'email' ? doors.newsletter : undefined
    const pages = random.int(1, 3)
    for (let page = 0; page < pages; page++) {
      at += random.int(15, 240) * 1_000
      diary.interest(person, 'page_view', at, { campaign, subject: random.pick(PAGES) })
    }
  }
  return at
}

/** Downloads things worth reading. */
function read(
  random: Random,
  diary: Diary,
  person: Person,
  from: Instant,
  count: number,
  doors: Doors,
  utcOffset: number,
): Instant {
  let at = from
  for (const asset of random.sample(READS, count)) {
    at = later(random, at, [0, 5], utcOffset)
    diary.interest(person, 'form_submit', at, { campaign: doors.blog, subject: '/guides' })
    at += random.int(5, 60) * 1_000
    diary.interest(person, 'content_download', at, { campaign: doors.blog, subject: asset })
  }
  return at
}

/** Looks at prices: the moment a keen reader becomes worth a call. */
function consider(
  random: Random,
  diary: Diary,
  person: Person,
  from: Instant,
  doors: Doors,
  utcOffset: number,
): Instant {
  let at = later(random, from, [0, 3], utcOffset)
  if (random.chance(0.5)) diary.interest(person, 'ad_click', at, { campaign: doors.brand, subject: '/' })
  for (const page of ['/pricing', '/customers', '/pricing']) {
    at += random.int(20, 300) * 1_000
    diary.interest(person, 'page_view', at, { campaign: doors.brand, subject: page })
  }
  return at
}

/** Asks for a demonstration. Who met us in the podcast searches our name first, and search takes the credit. */
function raiseHand(
  random: Random,
  diary: Diary,
  person: Person,
  from: Instant,
  doors: Doors,
  utcOffset: number,
): Instant {
  let at = later(random, from, [0, 4], utcOffset)
  const searches = random.chance(
    person.campaign.shape === 'audio' ? 0.86 : person.campaign.name === BRAND_SEARCH ? 1 : 0.55,
  )
  const campaign = searches ? doors.brand : undefined
  if (searches) diary.interest(person, 'ad_click', at, { campaign, subject: '/' })
  at += random.int(20, 300) * 1_000
  diary.interest(person, 'page_view', at, { campaign, subject: '/pricing' })
  at += random.int(60, 400) * 1_000
  const demo = random.chance(0.72)
  diary.interest(person, demo ? 'demo_request' : 'contact_request', at, {
    campaign,
    subject: demo ? '/demo' : '/contact',
  })
  return at
}

/** Months of newsletters: opens, few clicks, and the machines that open everything. */
export function tellNewsletters(
  random: Random,
  diary: Diary,
  person: Person,
  until: Instant,
  doors: Doors,
): void {
  if (!random.chance(0.55)) return
  const machine = random.chance(0.09)
  for (let at = person.firstAt + 20 * DAY; at < until; at += 28 * DAY) {
    if (!random.chance(machine ? 0.8 : 0.36)) continue
    const opens = at + random.int(0, 50 * 60) * MINUTE
    diary.interest(person, 'email_open', opens, {
      campaign: doors.newsletter,
      subject: 'The quiet queue',
      machine,
    })
    if (machine)
      diary.interest(person, 'email_click', opens + 2_000, {
        campaign: doors.newsletter,
        subject: 'The quiet queue',
        machine,
      })
    if (!machine && random.chance(0.04)) return
  }
}

/** Some days on, at a time of day people are awake; never before `from`. */
function later(random: Random, from: Instant, [low, high]: [number, number], utcOffset: number): Instant {
  const day = from - (from % DAY) + random.int(low, high) * DAY
  const at = daytime(random, day, utcOffset)
  return at > from + 10 * MINUTE ? at : from + random.int(10, 240) * MINUTE
}
