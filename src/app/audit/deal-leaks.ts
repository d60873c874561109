import { DAY, type Instant } from '#platform/kernel/instant.ts'
import type { Collected, DealEntry } from './entries.ts'
import { involved, peopleByAccount } from './facts.ts'
import { type Leak, type LeakExample, type LeakTerms, MOST_EXAMPLES } from './leak.ts'

const QUIET_DAYS = 30

interface OpenDeal {
  deal: DealEntry
  /** place among all deals */
  index: number
}

/** What can be wrong with an open deal. */
interface Lack {
  key: string
  title: string
  next: string
  /** only the deals that can tell; all open ones when absent */
  among?: (open: OpenDeal) => boolean
  is(open: OpenDeal): boolean
}

/** Open deals that fell through, by what they lack; only what the data can tell. */
export function dealLeaks(collected: Collected, terms: LeakTerms): Leak[] {
  const open = collected.deals.flatMap((deal, index) => (deal.status === 'open' ? [{ deal, index }] : []))
  return lacksIn(collected, open, terms).map(({ key, title, next, among, is }) => {
    const looked = among ? open.filter(among) : open
    const found = looked.filter(is).map(({ deal }) => deal)
    return {
      ...{ key, title, next },
      count: found.length,
      of: looked.length,
      ofWhat: 'open deals',
      amountMinor: amountOf(found, terms.currency),
      examples: [...found]
        .sort((a, b) => (b.amountMinor ?? 0) - (a.amountMinor ?? 0))
        .slice(0, MOST_EXAMPLES)
        .map((deal) => exampleOf(collected, deal)),
    }
  })
}

function lacksIn(collected: Collected, open: readonly OpenDeal[], terms: LeakTerms): Lack[] {
  const lastTouch = lastTouchOf(collected, terms)
  const lacks: Lack[] = [
    {
      key: 'deal_without_account',
      title: 'Open deals without account',
      next: 'Name the account; nothing can be credited to these.',
      is: ({ deal }) => deal.account < 0,
    },
    {
      key: 'deal_without_owner',
      title: 'Open deals without owner',
      next: 'Give each an owner.',
      is: ({ deal }) => deal.seller < 0,
    },
    {
      key: 'deal_past_close',
      title: 'Open deals past their expected closing date',
      next: 'Move the date or close the deal; the forecast counts these.',
      among: ({ deal }) => deal.expectedCloseOn !== null,
      is: ({ deal }) => deal.expectedCloseOn! < terms.knownDay,
    },
  ]
  if (collected.touches.hasSelling())
    lacks.push({
      key: 'deal_without_activity',
      title: `Open deals without any activity for ${QUIET_DAYS} days`,
      next: 'Take the next step or close the deal.',
      is: ({ index }) => (lastTouch(index) ?? 0) < terms.knownUntil - QUIET_DAYS * DAY,
    })
  if (collected.deals.some(({ contacts }) => contacts.length > 0))
    lacks.push({
      key: 'deal_without_contact',
      title: 'Open deals that name nobody at the customer',
      next: 'Add the people who take part.',
      is: ({ deal }) => deal.contacts.length === 0,
    })
  if (open.some(({ deal }) => deal.amountMinor !== null))
    lacks.push({
      key: 'deal_without_amount',
      title: 'Open deals without amount',
      next: 'Write down an estimate; the pipeline leaves these out.',
      is: ({ deal }) => deal.amountMinor === null,
    })
  return lacks
}

/** When sales last did anything with the people of a deal, by the deal's place. */
function lastTouchOf(collected: Collected, terms: LeakTerms): (deal: number) => Instant | null {
  const byAccount = peopleByAccount(collected)
  const { touches } = collected
  return (deal) => {
    let last: Instant | null = null
    for (const person of involved(deal, collected, byAccount))
      for (const touch of touches.of(person)) {
        const at = touches.at(touch)
        if (terms.isPossible(at) && touches.isSales(touch) && (last === null || at > last)) last = at
      }
    return last
  }
}

/** In minor units; `null` where none of the deals says its amount. */
function amountOf(deals: readonly DealEntry[], currency: string): number | null {
  if (deals.every(({ amountMinor }) => amountMinor === null)) return null
  const ours = deals.filter((deal) => (deal.currency ?? currency) === currency)
  return ours.reduce((total, { amountMinor }) => total + (amountMinor ?? 0), 0)
}

function exampleOf(collected: Collected, deal: DealEntry): LeakExample {
  return {
    name: deal.name,
    account: collected.accounts[deal.account]?.name ?? null,
    owner: collected.sellers[deal.seller]?.name ?? null,
    since: deal.createdAt,
    amountMinor: deal.amountMinor,
  }
}
