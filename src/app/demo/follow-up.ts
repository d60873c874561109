import { DAY, type Instant, MINUTE } from '#platform/kernel/instant.ts'
import type { Account, Person, Seller } from './cast.ts'
import type { Diary } from './diary.ts'
import type { Heat } from './interest.ts'
import type { Random } from './random.ts'
import { addWorkingMinutes, atWork, type Timeline } from './timeline.ts'

/** What became of a hand-off. */
export interface Outcome {
  /** when sales called it a real opportunity; `null` when it did not come to that */
  qualifiedBySalesAt: Instant | null
  /** when it went back to marketing; `null` when it did not */
  recycledAt: Instant | null
}

const ACCEPTED = { 'hand-raise': 0.88, warm: 0.7, lukewarm: 0.2, cold: 0 }
const SALES_QUALIFIED = { 'hand-raise': 0.72, warm: 0.55, lukewarm: 0.34, cold: 0 }
const ROLE_FACTOR = { decider: 1.12, user: 1, bystander: 0.45, outsider: 0.05 }

/** Reasons of the agreement's own lists, as often as sellers give them. */
const NOT_NOW = [
  ['no_answer', 6],
  ['bad_timing', 5],
  ['no_budget', 2],
  ['under_contract', 1],
  ['needs_more', 2],
] as const
const NEVER = [
  ['no_need', 4],
  ['too_small', 3],
  ['out_of_market', 2],
  ['not_a_buyer', 3],
  ['other', 2],
] as const

/** Sellers of Europe have too many hand-offs: their delay grows with the definition change, and so does what they never get to. */
function firstAttempt(
  random: Random,
  at: Instant,
  heat: Heat,
  account: Account,
  time: Timeline,
): Instant | null {
  const after = at >= time.changesAt ? 1 : 0
  const { responseMinutes, untouched, utcOffsetHours } = account.region
  const urgency = heat === 'hand-raise' ? 0.6 : heat === 'warm' ? 1 : 1.5
  if (random.chance(untouched[after] * (heat === 'hand-raise' ? 0.5 : heat === 'warm' ? 0.9 : 1.6)))
    return null
  return addWorkingMinutes(at, random.skewed(responseMinutes[after] * urgency, 0.95), utcOffsetHours)
}

/** Tells what sales does with a qualified lead: attempts, contact, acceptance or the way back. */
export function tellFollowUp(
  random: Random,
  diary: Diary,
  person: Person,
  heat: Heat,
  at: Instant,
  account: Account,
  seller: Seller,
  time: Timeline,
): Outcome {
  const nothing = { qualifiedBySalesAt: null, recycledAt: null }
  const attemptedAt = firstAttempt(random, at, heat, account, time)
  if (attemptedAt === null) return nothing
  const waitedMinutes = (attemptedAt - at) / MINUTE
  const promptness =
    waitedMinutes < 60 ? 1.1 : waitedMinutes < 24 * 60 ? 1 : waitedMinutes < 72 * 60 ? 0.88 : 0.74
  const liking =
    person.campaign.acceptance * ROLE_FACTOR[person.role] * (account.fits ? 1.06 : 0.6) * promptness
  const accepts = random.chance(Math.min(0.96, ACCEPTED[heat] * liking))
  const { lastAt, answeredAt } = tellAttempts(random, diary, person, seller, attemptedAt, accepts)
  if (!accepts) return tellRejection(random, diary, person, account, lastAt)
  const acceptedAt = atWork(
    (answeredAt ?? lastAt) + random.int(10, 900) * MINUTE,
    account.region.utcOffsetHours,
  )
  diary.stage(person, 'sal', acceptedAt)
  return tellMeeting(random, diary, person, heat, account, seller, acceptedAt, Math.min(1.25, liking))
}

/** Calls and messages over the following days until somebody answers or the seller gives up. */
function tellAttempts(
  random: Random,
  diary: Diary,
  person: Person,
  seller: Seller,
  from: Instant,
  willAnswer: boolean,
) {
  const utcOffset = seller.region.utcOffsetHours
  const patience = willAnswer
    ? random.int(1, 4)
    : random.weighted([
        [1, 4],
        [2, 4],
        [3, 3],
        [5, 2],
        [7, 1],
      ] as const)
  let at = from
  for (let attempt = 1; ; attempt++) {
    diary.selling(
      person,
      seller,
      random.chance(0.55) ? 'call' : 'email_sent',
      at,
      attempt === 1 ? 'First attempt' : `Attempt ${attempt}`,
    )
    if (attempt === patience) break
    at = addWorkingMinutes(at, random.between(400, 1_500), utcOffset)
  }
  if (!willAnswer && random.chance(0.6)) return { lastAt: at, answeredAt: null }
  const byPhone = random.chance(0.5)
  const answeredAt = addWorkingMinutes(
    at,
    byPhone ? random.between(2, 20) : random.skewed(300, 0.9),
    utcOffset,
  )
  diary.selling(
    person,
    seller,
    byPhone ? 'call_connected' : 'email_reply',
    answeredAt,
    byPhone ? 'Spoke' : 'Re: your interest',
  )
  return { lastAt: answeredAt, answeredAt }
}

/** Sent back with a reason; one in eight is simply left lying. */
function tellRejection(
  random: Random,
  diary: Diary,
  person: Person,
  account: Account,
  lastAt: Instant,
): Outcome {
  const nothing = { qualifiedBySalesAt: null, recycledAt: null }
  if (random.chance(0.12)) return nothing
  const at = atWork(lastAt + random.int(1, 6) * DAY, account.region.utcOffsetHours)
  const hopeless = person.role === 'outsider' || person.role === 'bystander' || !account.fits ? 0.62 : 0.3
  if (random.chance(hopeless)) {
    diary.stage(person, 'disqualified', at, random.weighted(NEVER))
    return nothing
  }
  diary.stage(person, 'recycled', at, random.weighted(NOT_NOW))
  return { qualifiedBySalesAt: null, recycledAt: at }
}

/** The first meeting of an accepted lead, and what sales makes of it. */
function tellMeeting(
  random: Random,
  diary: Diary,
  person: Person,
  heat: Heat,
  account: Account,
  seller: Seller,
  acceptedAt: Instant,
  liking: number,
): Outcome {
  const meetsAt = addWorkingMinutes(acceptedAt, random.between(1, 9) * 540, account.region.utcOffsetHours)
  diary.selling(person, seller, 'meeting', meetsAt, 'Discovery call')
  const decidedAt = addWorkingMinutes(meetsAt, random.between(30, 2_400), account.region.utcOffsetHours)
  if (random.chance(Math.min(0.92, SALES_QUALIFIED[heat] * liking))) {
    diary.stage(person, 'sql', decidedAt)
    return { qualifiedBySalesAt: decidedAt, recycledAt: null }
  }
  if (random.chance(0.2)) return { qualifiedBySalesAt: null, recycledAt: null }
  const recycledAt = decidedAt + random.int(2, 20) * DAY
  diary.stage(person, 'recycled', recycledAt, random.weighted(NOT_NOW))
  return { qualifiedBySalesAt: null, recycledAt }
}
