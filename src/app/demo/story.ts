import { DAY, type Instant } from '#platform/kernel/instant.ts'
import { FIT_NEEDED } from './agreements.ts'
import { BRAND_SEARCH } from './campaign-plans.ts'
import type { Campaign } from './campaigns.ts'
import { type Account, makeAccount, makePerson, type Person, type Seller } from './cast.ts'
import { type Deal, type DealKind, tellDeal } from './deals.ts'
import { Diary } from './diary.ts'
import { tellFollowUp } from './follow-up.ts'
import { type Doors, type Heat, tellInterest, tellNewsletters, tellReturn } from './interest.ts'
import { tellOutbound } from './outbound.ts'
import { type Random, seededRandom } from './random.ts'
import { busyDay, daytime, type Timeline } from './timeline.ts'

/** What every account's story shares: who sells, what runs, and the numbers given away so far. */
export interface Stage {
  seed: number
  time: Timeline
  staff: readonly Seller[]
  campaigns: readonly Campaign[]
  doors: Doors
  taken: Set<string>
  /** points of fit by the agreement's own rules */
  fit(person: Person, account: Account): number
  people: number
  deals: number
}

/** Everything that happened at one account. */
export interface AccountStory {
  account: Account
  people: Person[]
  diary: Diary
  deals: Deal[]
  /** moments at which somebody's interest peaked, and how far it went */
  peaks: { at: Instant; person: Person; heat: Heat }[]
}

/** Something that makes sales act, in the order it happens. */
interface Cue {
  at: Instant
  /** `before`: a deal that was open already when the records begin */
  kind: 'qualified' | 'outbound' | 'expansion' | 'before'
  person?: Person
  heat?: Heat
}

export function doors(all: readonly Campaign[]): Doors {
  const named = (name: string) => all.find((campaign) => campaign.name === name)!
  return {
    brand: named(BRAND_SEARCH),
    newsletter: named('Newsletter: The quiet queue'),
    blog: named('Blog and guides'),
  }
}

/** Tells the story of the account with that number, from nothing but the seed and the number. */
export function tellAccount(stage: Stage, number: number): AccountStory {
  const random = seededRandom(stage.seed, `account ${number}`)
  const account = makeAccount(random, number, stage.staff, stage.taken)
  const story: AccountStory = { account, people: [], diary: new Diary(stage.time), deals: [], peaks: [] }
  const cues = meetPeople(random, stage, story)
  if (random.chance(account.fits ? 0.86 : 0.2)) {
    const sequences = random.weighted([
      [1, 5],
      [2, 4],
      [3, 2],
    ] as const)
    for (let turn = 0; turn < sequences; turn++) {
      cues.push({
        at: busyDay(
          random,
          stage.time.startsAt,
          stage.time.endsAt,
          stage.time,
          account.region.name === 'EMEA',
        ),
        kind: 'outbound',
      })
    }
  }
  if (random.chance(0.1)) cues.push({ at: stage.time.startsAt - random.int(5, 80) * DAY, kind: 'before' })
  account.row.occurredAt = Math.min(
    ...story.people.map((person) => person.firstAt),
    ...cues.map((cue) => cue.at),
  )
  playCues(random, stage, story, cues)
  return story
}

/** The people of an account, each met through a campaign, and the moments their interest peaks. */
function meetPeople(random: Random, stage: Stage, story: AccountStory): Cue[] {
  const { account, diary } = story
  const cues: Cue[] = []
  const mailboxes = new Set<string>()
  const count = Math.max(1, Math.min(38, Math.round(random.skewed(account.fits ? 5.6 : 3.2, 0.7))))
  const open = stage.campaigns.filter(
    (campaign) => !campaign.region || campaign.region === account.region.name,
  )
  const weights = open.map(
    (each) => [each, each.share * (account.fits ? each.targeting : 1 - each.targeting)] as const,
  )
  for (let each = 0; each < count; each++) {
    const campaign = random.weighted(weights)
    const day = busyDay(random, campaign.from, campaign.to, stage.time, account.region.name === 'EMEA')
    const at = daytime(random, day, account.region.utcOffsetHours)
    const person = makePerson(random, ++stage.people, account, { campaign, at }, mailboxes)
    story.people.push(person)
    const heat = heatOf(random, person)
    const peak = tellInterest(random, diary, person, heat, stage.doors, account.region.utcOffsetHours)
    tellNewsletters(random, diary, person, stage.time.endsAt, stage.doors)
    if (heat !== 'cold') cues.push({ at: peak, kind: 'qualified', person, heat })
  }
  return cues
}

function heatOf(random: Random, person: Person): Heat {
  const [raises, warms, lukewarm] = person.campaign.heat
  const rest = Math.max(0, 1 - raises - warms - lukewarm)
  return random.weighted([
    ['hand-raise', raises],
    ['warm', warms],
    ['lukewarm', lukewarm],
    ['cold', rest],
  ] as const)
}

/** Whether the agreement in force at that moment calls this person qualified. */
function qualifies(stage: Stage, person: Person, account: Account, heat: Heat, at: Instant): boolean {
  if (heat === 'hand-raise') return person.row.jobTitle !== 'Student'
  return stage.fit(person, account) >= FIT_NEEDED && (heat === 'warm' || at >= stage.time.changesAt)
}

function playCues(random: Random, stage: Stage, story: AccountStory, cues: Cue[]): void {
  for (;;) {
    cues.sort((a, b) => a.at - b.at)
    const cue = cues.shift()
    if (!cue) return
    if (!story.diary.happened(cue.at)) continue
    if (cue.kind === 'qualified')
      cues.push(...playQualified(random, stage, story, cue.person!, cue.heat!, cue.at))
    else if (cue.kind === 'outbound') cues.push(...playOutbound(random, stage, story, cue.at))
    else if (cue.kind === 'before') cues.push(...openDeal(random, stage, story, 'outbound', [], cue.at, 1.2))
    else cues.push(...openDeal(random, stage, story, 'expansion', story.deals.at(-1)!.plan.people, cue.at, 1))
  }
}

/** A lead meets the definition: sales follows up, and the story goes on from what comes of it. */
function playQualified(
  random: Random,
  stage: Stage,
  story: AccountStory,
  person: Person,
  heat: Heat,
  at: Instant,
): Cue[] {
  const { account, diary } = story
  story.peaks.push({ at, person, heat })
  if (!qualifies(stage, person, account, heat, at)) return []
  const desk = stage.staff.filter((seller) => seller.region === account.region && !seller.closes)
  const outcome = tellFollowUp(random, diary, person, heat, at, account, random.pick(desk), stage.time)
  if (outcome.recycledAt !== null && !person.returned && random.chance(0.22)) {
    person.returned = true
    const backAt = outcome.recycledAt + random.int(60, 180) * DAY
    const nextHeat = random.chance(0.45) ? 'hand-raise' : 'warm'
    const peak = tellReturn(
      random,
      diary,
      person,
      nextHeat,
      backAt,
      stage.doors,
      account.region.utcOffsetHours,
    )
    return [{ at: peak, kind: 'qualified', person, heat: nextHeat }]
  }
  if (outcome.qualifiedBySalesAt === null || random.chance(0.06)) return []
  const createdAt = outcome.qualifiedBySalesAt + random.int(0, 6) * DAY
  const others = random.sample(
    story.people.filter((other) => other !== person && other.firstAt < createdAt),
    random.int(0, 3),
  )
  const kind = person.campaign.name === 'Partner referrals' ? 'partner' : 'inbound'
  return openDeal(random, stage, story, kind, [person, ...others], createdAt, person.campaign.winning)
}

/** An executive writes to an account; some of the people already know the company, most do not. */
function playOutbound(random: Random, stage: Stage, story: AccountStory, at: Instant): Cue[] {
  const { people, meetsAt } = tellOutbound(random, stage, story, at)
  return meetsAt === null
    ? []
    : openDeal(random, stage, story, 'outbound', people, meetsAt + random.int(1, 9) * DAY, 1)
}

/** Opens a deal unless one is open: then the people join that one. Won deals lead to expansions, some customers leave. */
function openDeal(
  random: Random,
  stage: Stage,
  story: AccountStory,
  kind: DealKind,
  people: Person[],
  createdAt: Instant,
  winning: number,
): Cue[] {
  const { account, diary, deals } = story
  const running = deals.find((deal) => deal.over > createdAt)
  // a second department of the same company buys for itself
  if (running && !random.chance(0.4)) {
    joinDeal(running, people)
    return []
  }
  if (!diary.happened(createdAt)) return []
  const deal = tellDeal(random, diary, {
    key: `O-${String(++stage.deals).padStart(5, '0')}`,
    kind,
    account,
    seller: account.seller,
    people,
    createdAt,
    winning,
  })
  deals.push(deal)
  if (people[0]) people[0].row.reportedStage = deal.wonAt === null ? 'opportunity' : 'customer'
  return deal.wonAt === null ? [] : afterSale(random, story, people[0], deal.wonAt)
}

function joinDeal(deal: Deal, people: Person[]): void {
  const known = new Set(deal.row.contacts?.map((contact) => contact.person.key))
  for (const person of people.slice(0, 1)) {
    if (known.has(person.row.key)) continue
    deal.row.contacts?.push({
      person: { key: person.row.key, email: person.row.email },
      role: 'Influencer',
      isPrimary: false,
    })
  }
}

function afterSale(random: Random, story: AccountStory, person: Person | undefined, wonAt: Instant): Cue[] {
  const leavesAt = wonAt + random.int(110, 330) * DAY
  if (random.chance(0.16)) {
    if (!story.diary.happened(leavesAt)) return []
    if (person) story.diary.stage(person, 'churned', leavesAt)
    story.account.row.attributes = { ...story.account.row.attributes, 'Customer status': 'Churned' }
    return []
  }
  story.account.row.attributes = { ...story.account.row.attributes, 'Customer status': 'Active' }
  if (person && random.chance(0.8)) story.diary.stage(person, 'onboarded', wonAt + random.int(20, 55) * DAY)
  return random.chance(0.55) ? [{ at: wonAt + random.int(60, 270) * DAY, kind: 'expansion' }] : []
}
