import type { Measure } from './measure.ts'

const CLOSED =
  'Period: the day the deal was won or lost. Cohort: the day it was created. Both in the workspace’s time zone'
const CREATED = 'The day the opportunity was created, in the workspace’s time zone'
const OTHER_CURRENCY = 'Amounts in another currency than the workspace’s, which are counted and shown apart'
const NO_CREATION = 'Opportunities without a creation date'
const NO_AMOUNT = 'Opportunities without an amount'

/** Measures of opportunities from creation to close. */
export const DEAL_MEASURES = [
  {
    key: 'win_rate',
    name: 'Win rate',
    unit: 'share',
    definition: 'Of the deals that were decided, how many were won.',
    formula: 'won / (won + lost)',
    numerator: 'deals won; cohort: within the window after creation',
    denominator: 'deals won or lost; cohort: within the window after creation',
    dates: CLOSED,
    exclusions: [
      'Deals still open',
      'Closed deals without a closing date',
      'Cohort: deals without a creation date',
    ],
    good: 'up',
    docs: 'deals.md#win-rate',
  },
  {
    key: 'win_rate_amount',
    name: 'Win rate by amount',
    unit: 'share',
    definition:
      'Of the money that was decided on, how much was won. Beside the rate by count it says whether large deals fare better or worse.',
    formula: 'amount won / (amount won + amount lost)',
    numerator: 'amounts of deals won',
    denominator: 'amounts of deals won or lost',
    dates: CLOSED,
    exclusions: [
      'Deals still open',
      'Deals without an amount, and those lost at zero: CRMs write that when they clear an amount',
      OTHER_CURRENCY,
    ],
    good: 'up',
    docs: 'deals.md#win-rate-by-amount',
  },
  {
    key: 'cycle_length',
    name: 'Cycle length',
    unit: 'days',
    definition:
      'How long a won deal took from creation to signature, as the middle one of them. The age of the open deals stands beside it, because only finished deals have a length.',
    formula: 'median of (day won − day created)',
    numerator: 'calendar days from creation to win of each won deal',
    denominator: 'deals won',
    dates: CLOSED,
    exclusions: [NO_CREATION, 'Deals won before they were created'],
    good: 'down',
    docs: 'deals.md#cycle-length',
  },
  {
    key: 'open_age',
    name: 'Age of open deals',
    unit: 'days',
    definition: 'How old the deals are that are open now, as the middle one of them.',
    formula: 'median of (last day the data reach to − day created)',
    numerator: 'calendar days since each open deal was created',
    denominator: 'open deals',
    dates: 'All deals open on the last day the data reach to, whenever they were created',
    exclusions: [NO_CREATION],
    good: 'down',
    docs: 'deals.md#age-of-open-deals',
  },
  {
    key: 'sales_velocity',
    name: 'Sales velocity',
    unit: 'money_per_day',
    definition:
      'How much won revenue one day of the sales process yields. All four factors come from the same deals.',
    formula: 'decided deals × average won amount × win rate / median cycle days',
    numerator: 'decided deals × average won amount × win rate, which is the amount won',
    denominator: 'median cycle days of the same won deals',
    dates: CLOSED,
    exclusions: [NO_CREATION, 'Won deals without an amount', OTHER_CURRENCY],
    good: 'up',
    docs: 'deals.md#sales-velocity',
  },
  {
    key: 'pipeline_created',
    name: 'Pipeline created',
    unit: 'money',
    definition: 'The amounts of all opportunities created in the period, whoever brought them.',
    formula: 'sum of amounts',
    numerator: 'amounts of opportunities created in the period',
    denominator: null,
    dates: CREATED,
    exclusions: [NO_CREATION, NO_AMOUNT, OTHER_CURRENCY],
    good: 'up',
    docs: 'pipeline.md#pipeline-created',
  },
  {
    key: 'sourced_origin',
    name: 'Sourced: origin field',
    unit: 'money',
    definition:
      'Pipeline whose origin, as the CRM states it, is one that the agreement counts as marketing’s.',
    formula: 'sum of amounts where the origin is marketing',
    numerator:
      'amounts of opportunities created in the period whose origin is on the agreement’s list of marketing origins',
    denominator: 'amounts of all opportunities created in the period',
    dates: CREATED,
    exclusions: [NO_CREATION, NO_AMOUNT, OTHER_CURRENCY],
    good: 'up',
    docs: 'pipeline.md#sourced-origin-field',
  },
  {
    key: 'sourced_first_touch',
    name: 'Sourced: first touch',
    unit: 'money',
    definition:
      'Pipeline whose very first touch with anyone at the customer, however long ago, was marketing’s.',
    formula: 'sum of amounts where the first touch is marketing',
    numerator: 'amounts of opportunities created in the period whose first touch is marketing',
    denominator: 'amounts of all opportunities created in the period',
    dates: CREATED,
    exclusions: [
      NO_CREATION,
      NO_AMOUNT,
      OTHER_CURRENCY,
      'Touches after creation, e-mail opens, mass mailings, ad impressions, notes and machines',
    ],
    good: 'up',
    docs: 'pipeline.md#sourced-first-touch',
  },
  {
    key: 'sourced_before_sales',
    name: 'Sourced: before sales',
    unit: 'money',
    definition:
      'Pipeline where, inside the look-back before creation, a marketing touch came before the first activity of sales.',
    formula: 'sum of amounts where a marketing touch precedes the first sales activity in the look-back',
    numerator:
      'amounts of opportunities created in the period with a marketing touch before the first sales activity',
    denominator: 'amounts of all opportunities created in the period',
    dates: CREATED,
    exclusions: [
      NO_CREATION,
      NO_AMOUNT,
      OTHER_CURRENCY,
      'Touches after creation or before the look-back, e-mail opens, mass mailings, ad impressions, notes and machines',
    ],
    good: 'up',
    docs: 'pipeline.md#sourced-before-sales',
  },
  {
    key: 'influenced',
    name: 'Influenced pipeline',
    unit: 'money',
    definition:
      'Pipeline with at least one marketing touch inside the look-back before creation. It overlaps with sourced pipeline and is never added to it.',
    formula: 'sum of amounts with at least one marketing touch in the look-back',
    numerator: 'amounts of opportunities created in the period with at least one marketing touch',
    denominator: 'amounts of all opportunities created in the period',
    dates: CREATED,
    exclusions: [
      NO_CREATION,
      NO_AMOUNT,
      OTHER_CURRENCY,
      'Touches after creation or before the look-back, e-mail opens, mass mailings, ad impressions, notes and machines',
    ],
    good: 'neither',
    docs: 'pipeline.md#influenced-pipeline',
  },
] as const satisfies readonly Measure[]
