import { DAY, type Instant } from '#platform/kernel/instant.ts'
import type { CampaignRow } from '#records/imports/rules/rows.ts'
import { PLANS } from './campaign-plans.ts'
import type { RegionName } from './regions.ts'
import { dayOf, monthsFrom, type Timeline } from './timeline.ts'
import type { PersonRole } from './words/titles.ts'

/** How people react to a campaign: the kinds of first touch it makes. */
export type CampaignShape =
  | 'search'
  | 'site'
  | 'webinar'
  | 'event'
  | 'download'
  | 'audio'
  | 'social'
  | 'email'
  | 'tool'
  | 'referral'

/** A campaign of the story, with what is true of it and no report knows beforehand. */
export interface Campaign {
  key: string
  name: string
  channel: string
  kind: string
  shape: CampaignShape
  /** how many first touches it makes, relative to the others */
  share: number
  from: Instant
  to: Instant
  region?: RegionName
  /** probability that the people it reaches work where the product fits, 0-1 */
  targeting: number
  /** weights of how far people go: hand-raise, warm, lukewarm; the rest stay cold */
  heat: [number, number, number]
  /** what sellers think of its leads and buyers of the product: factors on acceptance and on winning */
  acceptance: number
  winning: number
  roles?: readonly (readonly [PersonRole, number])[]
  costKind: string
  /** minor units of USD for its whole run */
  costMinor: number
}

/** The campaigns of the story, dated on its timeline. */
export function campaigns(time: Timeline): Campaign[] {
  const endsOn = dayOf(time.endsAt)
  return PLANS.map(({ when, cost, ...rest }, index) => {
    const [from, to] = typeof when === 'number' ? [when, when] : when
    const starts = monthsFrom(endsOn, from - 18)
    return {
      ...rest,
      key: `C-${String(index + 1).padStart(3, '0')}`,
      from: starts,
      to: typeof when === 'number' ? starts + 21 * DAY : monthsFrom(endsOn, to - 18),
      costMinor: cost * 100,
    }
  })
}

/** Costs by calendar month the campaign ran in, in whole currency units, summing exactly to its cost. */
function monthlyCosts(campaign: Campaign): CampaignRow['costs'] {
  const starts: Instant[] = []
  for (let month = 0; ; month++) {
    const at = monthsFrom(dayOf(campaign.from), month)
    if (at >= campaign.to) break
    starts.push(at)
  }
  const each = Math.floor(campaign.costMinor / starts.length / 10_000) * 10_000
  return starts.map((at, index) => ({
    spentOn: dayOf(at),
    kind: campaign.costKind,
    amountMinor: index === 0 ? campaign.costMinor - each * (starts.length - 1) : each,
    currency: 'USD',
  }))
}

/** The campaign as its record. */
export function campaignRow(campaign: Campaign, time: Timeline): CampaignRow {
  const stillRunning = campaign.to >= time.endsAt
  return {
    kind: 'campaign',
    key: campaign.key,
    name: campaign.name,
    channel: campaign.channel,
    campaignKind: campaign.kind,
    startsOn: dayOf(campaign.from),
    ...(stillRunning ? {} : { endsOn: dayOf(campaign.to) }),
    costs: monthlyCosts(campaign),
  }
}
