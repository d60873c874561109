import { DAY, type Instant } from '#platform/kernel/instant.ts'
import { isAttempt, isContact } from '#records/touches/index.ts'
import { isMarketingTouch } from '#reports/kpi/index.ts'
import type { Collected, DealEntry } from './entries.ts'
import { type Computed, involved, peopleByAccount } from './facts.ts'

/** One record that fell through. */
interface Example {
  name: string
  account: string | null
  owner: string | null
  since: Instant | null
  amountMinor: number | null
}

/** One way in which prospects fall through, and who did. */
export interface Leak {
  key: string
  title: string
  /** what was looked at */
  of: number
  ofWhat: string
  count: number
  /** open pipeline at stake, minor units; `null` where it is about people */
  amountMinor: number | null
  /** what to do about it */
  next: string
  examples: Example[]
}

export interface LeakTerms {
  /** stage keys of the hand-off, from the agreement */
  qualified: string
  accepted: string
  recycled: string
  attemptsAgreed: number
  daysAgreed: number
  /** of the follow-up agreed: on which a touch may be a human attempt */
  channels: readonly string[]
  /** the data reach to here */
  knownUntil: Instant
  knownDay: string
  currency: string
  isPossible(at: Instant): boolean
}

const MOST_EXAMPLES = 8
const QUIET_DAYS = 30

/** Prospects that fell through, people first; only what the data can tell is in the list. */
export function findLeaks(collected: Collected, computed: Computed, terms: LeakTerms): Leak[] {
  return [...leadLeaks(collected, computed, terms), ...dealLeaks(collected, terms)].filter(({ of }) => of > 0)
}

/** What happened to a person from an instant on. */
function after(collected: Collected, person: number, from: Instant, terms: LeakTerms) {
  const seen = { attempts: 0, lastAttemptAt: null as Instant | null, hadContact: false, marketing: false }
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

function leadLeaks(collected: Collected, computed: Computed, terms: LeakTerms): Leak[] {
  const hasSelling = computed.responses.length > 0 || collected.touches.hasSelling()
  if (!hasSelling || computed.cycles.length === 0) return []
  const handed = computed.cycles.flatMap((cycle) => {
    const at = cycle.enteredAt[terms.qualified]
    return at === undefined || cycle.inferred.includes(terms.qualified)
      ? []
      : [{ cycle, at, person: Number(cycle.personId) }]
  })
  const seen = handed.map((each) => ({ ...each, ...after(collected, each.person, each.at, terms) }))
  const waiting = seen.filter(
    ({ cycle, at, attempts }) =>
      attempts === 0 &&
      !cycle.exit &&
      cycle.enteredAt[terms.accepted] === undefined &&
      at < terms.knownUntil - 2 * DAY,
  )
  const givenUp = seen.filter(
    ({ attempts, lastAttemptAt, hadContact, cycle }) =>
      attempts > 0 &&
      attempts < terms.attemptsAgreed &&
      !hadContact &&
      cycle.exit?.stage !== 'disqualified' &&
      lastAttemptAt! < terms.knownUntil - terms.daysAgreed * DAY,
  )
  const raised = computed.responses.filter(({ raisedAt }) => raisedAt < terms.knownUntil - DAY)
  const unanswered = raised.filter(({ firstAttemptAt }) => firstAttemptAt === null)
  const sentBack = computed.cycles.filter(
    ({ exit }) => exit?.stage === terms.recycled && exit.at < terms.knownUntil - 90 * DAY,
  )
  const forgotten = sentBack.filter(
    ({ personId, exit }) => !after(collected, Number(personId), exit!.at, terms).marketing,
  )
  const people = (list: readonly { person: number; at: Instant }[]) =>
    [...list]
      .sort((a, b) => b.at - a.at)
      .slice(0, MOST_EXAMPLES)
      .map(({ person, at }) => personExample(collected, person, at))
  return [
    {
      key: 'handraise_unanswered',
      title: 'Asked for a demo or a call, and nobody tried to reach them',
      count: unanswered.length,
      of: raised.length,
      ofWhat: 'hand-raises older than a day',
      amountMinor: null,
      next: 'Call them today, then look at who they are routed to.',
      examples: people(
        unanswered.map(({ personId, raisedAt }) => ({ person: Number(personId), at: raisedAt })),
      ),
    },
    {
      key: 'qualified_untouched',
      title: 'Qualified, and sales never tried',
      count: waiting.length,
      of: handed.length,
      ofWhat: 'qualified leads',
      amountMinor: null,
      next: 'Hand them over again, newest first; give old ones back to marketing with a reason.',
      examples: people(waiting),
    },
    {
      key: 'given_up_early',
      title: `Given up before the ${terms.attemptsAgreed} attempts agreed, without any answer`,
      count: givenUp.length,
      of: seen.filter(({ attempts }) => attempts > 0).length,
      ofWhat: 'leads that sales tried',
      amountMinor: null,
      next: 'Finish the follow-up, or agree on fewer attempts.',
      examples: people(givenUp.map(({ person, lastAttemptAt }) => ({ person, at: lastAttemptAt! }))),
    },
    {
      key: 'recycled_forgotten',
      title: 'Sent back to marketing, and not heard of since',
      count: forgotten.length,
      of: sentBack.length,
      ofWhat: 'leads sent back more than 90 days ago',
      amountMinor: null,
      next: 'Put them on a nurture track.',
      examples: people(forgotten.map(({ personId, exit }) => ({ person: Number(personId), at: exit!.at }))),
    },
  ]
}

function personExample(collected: Collected, person: number, since: Instant): Example {
  const { name, account, seller } = collected.people[person]!
  return {
    name,
    account: collected.accounts[account]?.name ?? null,
    owner: collected.sellers[seller]?.name ?? null,
    since,
    amountMinor: null,
  }
}

function dealLeaks(collected: Collected, terms: LeakTerms): Leak[] {
  const open = collected.deals.flatMap((deal, index) => (deal.status === 'open' ? [{ deal, index }] : []))
  if (open.length === 0) return []
  const leak = (
    key: string,
    title: string,
    next: string,
    among: typeof open,
    is: (deal: DealEntry, index: number) => boolean,
  ): Leak => {
    const found = among.filter(({ deal, index }) => is(deal, index))
    return {
      key,
      title,
      next,
      count: found.length,
      of: among.length,
      ofWhat: 'open deals',
      amountMinor: found.some(({ deal }) => deal.amountMinor !== null)
        ? sum(
            found.map(({ deal }) => deal),
            terms.currency,
          )
        : null,
      examples: [...found]
        .sort((a, b) => (b.deal.amountMinor ?? 0) - (a.deal.amountMinor ?? 0))
        .slice(0, MOST_EXAMPLES)
        .map(({ deal }) => dealExample(collected, deal)),
    }
  }
  const lastTouch = lastTouchOf(collected, terms)
  const leaks = [
    leak(
      'deal_without_account',
      'Open deals without account',
      'Name the account; nothing can be credited to these.',
      open,
      ({ account }) => account < 0,
    ),
    leak(
      'deal_without_owner',
      'Open deals without owner',
      'Give each an owner.',
      open,
      ({ seller }) => seller < 0,
    ),
  ]
  const dated = open.filter(({ deal }) => deal.expectedCloseOn !== null)
  if (dated.length > 0)
    leaks.push(
      leak(
        'deal_past_close',
        'Open deals past their expected closing date',
        'Move the date or close the deal; the forecast counts these.',
        dated,
        ({ expectedCloseOn }) => expectedCloseOn! < terms.knownDay,
      ),
    )
  if (collected.touches.hasSelling())
    leaks.push(
      leak(
        'deal_without_activity',
        `Open deals without any activity for ${QUIET_DAYS} days`,
        'Take the next step or close the deal.',
        open,
        (_, index) => (lastTouch(index) ?? 0) < terms.knownUntil - QUIET_DAYS * DAY,
      ),
    )
  if (collected.deals.some(({ contacts }) => contacts.length > 0))
    leaks.push(
      leak(
        'deal_without_contact',
        'Open deals that name nobody at the customer',
        'Add the people who take part.',
        open,
        ({ contacts }) => contacts.length === 0,
      ),
    )
  if (open.some(({ deal }) => deal.amountMinor !== null))
    leaks.push(
      leak(
        'deal_without_amount',
        'Open deals without amount',
        'Write down an estimate; the pipeline leaves these out.',
        open,
        ({ amountMinor }) => amountMinor === null,
      ),
    )
  return leaks
}

function lastTouchOf(collected: Collected, terms: LeakTerms): (deal: number) => Instant | null {
  const byAccount = peopleByAccount(collected)
  return (deal) => {
    let last: Instant | null = null
    for (const person of involved(deal, collected, byAccount))
      for (const touch of collected.touches.of(person)) {
        const at = collected.touches.at(touch)
        if (
          terms.isPossible(at) &&
          collected.touches.isSales(touch) &&
          at > (last ?? Number.NEGATIVE_INFINITY)
        )
          last = at
      }
    return last
  }
}

function sum(deals: readonly DealEntry[], currency: string): number {
  return deals.reduce(
    (total, deal) => total + ((deal.currency ?? currency) === currency ? (deal.amountMinor ?? 0) : 0),
    0,
  )
}

function dealExample(collected: Collected, deal: DealEntry): Example {
  return {
    name: deal.name,
    account: collected.accounts[deal.account]?.name ?? null,
    owner: collected.sellers[deal.seller]?.name ?? null,
    since: deal.createdAt,
    amountMinor: deal.amountMinor,
  }
}
