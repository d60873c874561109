import { DAY, type Instant } from '#platform/kernel/instant.ts'
import { isAttempt, isContact } from '#records/touches/index.ts'
import { isMarketingTouch } from '#reports/kpi/index.ts'
import type { Collected } from './entries.ts'
import type { Computed } from './facts.ts'
import { type Leak, type LeakExample, type LeakTerms, MOST_EXAMPLES } from './leak.ts'

/** Days after which one who was sent back should have heard of marketing again. */
const FORGOTTEN_AFTER_DAYS = 90

/** Somebody who fell through, and since when. */
interface Lost {
  person: number
  at: Instant
}

/** One trip of a person to sales, and what sales did on it. */
interface HandedOver extends Lost, Followed {
  cycle: Computed['cycles'][number]
}

/** People who fell through between the teams; nothing where the data do not tell what sales did. */
export function leadLeaks(collected: Collected, computed: Computed, terms: LeakTerms): Leak[] {
  const hasSelling = computed.responses.length > 0 || collected.touches.hasSelling()
  if (!hasSelling || computed.cycles.length === 0) return []
  const handed = handedOver(collected, computed, terms)
  const leaks = [
    unanswered(computed, terms),
    untouched(handed, terms),
    givenUpEarly(handed, terms),
    forgotten(collected, computed, terms),
  ]
  return leaks.map(({ lost, ...leak }) => ({
    ...leak,
    count: lost.length,
    amountMinor: null,
    examples: [...lost]
      .sort((a, b) => b.at - a.at)
      .slice(0, MOST_EXAMPLES)
      .map((one) => exampleOf(collected, one)),
  }))
}

type Found = Pick<Leak, 'key' | 'title' | 'of' | 'ofWhat' | 'next'> & { lost: readonly Lost[] }

function unanswered({ responses }: Computed, terms: LeakTerms): Found {
  const raised = responses.filter(({ raisedAt }) => raisedAt < terms.knownUntil - DAY)
  return {
    key: 'handraise_unanswered',
    title: 'Asked for a demo or a call, and nobody tried to reach them',
    lost: raised
      .filter(({ firstAttemptAt }) => firstAttemptAt === null)
      .map(({ personId, raisedAt }) => ({ person: Number(personId), at: raisedAt })),
    of: raised.length,
    ofWhat: 'hand-raises older than a day',
    next: 'Call them today, then look at who they are routed to.',
  }
}

function untouched(handed: readonly HandedOver[], terms: LeakTerms): Found {
  return {
    key: 'qualified_untouched',
    title: 'Qualified, and sales never tried',
    lost: handed.filter(
      ({ cycle, at, attempts }) =>
        attempts === 0 &&
        !cycle.exit &&
        cycle.enteredAt[terms.accepted] === undefined &&
        at < terms.knownUntil - 2 * DAY,
    ),
    of: handed.length,
    ofWhat: 'qualified leads',
    next: 'Hand them over again, newest first; give old ones back to marketing with a reason.',
  }
}

function givenUpEarly(handed: readonly HandedOver[], terms: LeakTerms): Found {
  const tried = handed.filter(({ attempts }) => attempts > 0)
  return {
    key: 'given_up_early',
    title: `Given up before the ${terms.attemptsAgreed} attempts agreed, without any answer`,
    lost: tried
      .filter(
        ({ attempts, lastAttemptAt, hadContact, cycle }) =>
          attempts < terms.attemptsAgreed &&
          !hadContact &&
          cycle.exit?.stage !== 'disqualified' &&
          lastAttemptAt! < terms.knownUntil - terms.daysAgreed * DAY,
      )
      .map(({ person, lastAttemptAt }) => ({ person, at: lastAttemptAt! })),
    of: tried.length,
    ofWhat: 'leads that sales tried',
    next: 'Finish the follow-up, or agree on fewer attempts.',
  }
}

function forgotten(collected: Collected, { cycles }: Computed, terms: LeakTerms): Found {
  const sentBack = cycles.flatMap(({ personId, exit }) =>
    exit?.stage === terms.recycled && exit.at < terms.knownUntil - FORGOTTEN_AFTER_DAYS * DAY
      ? [{ person: Number(personId), at: exit.at }]
      : [],
  )
  return {
    key: 'recycled_forgotten',
    title: 'Sent back to marketing, and not heard of since',
    lost: sentBack.filter(({ person, at }) => !followed(collected, person, at, terms).marketing),
    of: sentBack.length,
    ofWhat: `leads sent back more than ${FORGOTTEN_AFTER_DAYS} days ago`,
    next: 'Put them on a nurture track.',
  }
}

/** What happened to a person from an instant on. */
interface Followed {
  attempts: number
  lastAttemptAt: Instant | null
  hadContact: boolean
  /** marketing was heard of again */
  marketing: boolean
}

function followed(collected: Collected, person: number, from: Instant, terms: LeakTerms): Followed {
  const seen: Followed = { attempts: 0, lastAttemptAt: null, hadContact: false, marketing: false }
  for (const touch of collected.touches.of(person)) {
    const at = collected.touches.at(touch)
    if (at < from || !terms.isPossible(at)) continue
    const fact = collected.touches.fact(touch)
    if (isAttempt(fact, terms.channels)) {
      seen.attempts += 1
      seen.lastAttemptAt = at
    }
    seen.hadContact ||= isContact(fact)
    seen.marketing ||= at > from && isMarketingTouch(fact)
  }
  return seen
}

function handedOver(collected: Collected, { cycles }: Computed, terms: LeakTerms): HandedOver[] {
  return cycles.flatMap((cycle) => {
    const at = cycle.enteredAt[terms.qualified]
    if (at === undefined || cycle.inferred.includes(terms.qualified)) return []
    const person = Number(cycle.personId)
    return [{ cycle, at, person, ...followed(collected, person, at, terms) }]
  })
}

function exampleOf(collected: Collected, { person, at }: Lost): LeakExample {
  const { name, account, seller } = collected.people[person]!
  return {
    name,
    account: collected.accounts[account]?.name ?? null,
    owner: collected.sellers[seller]?.name ?? null,
    since: at,
    amountMinor: null,
  }
}
