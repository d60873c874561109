import type { Measure } from './measure.ts'

const STAGE_DATE = 'The day the move happened, in the workspace’s time zone'

/** Measures of people on their way through the stages, and of how fast they are answered. */
export const FUNNEL_MEASURES = [
  {
    key: 'stage_entries',
    name: 'Entered stage',
    unit: 'count',
    definition:
      'How many times a person entered this stage in the period. A person who comes back in a later cycle counts again.',
    formula: 'count of moves into the stage',
    numerator: 'moves into the stage dated in the period',
    denominator: null,
    dates: STAGE_DATE,
    exclusions: ['Moves that later history took back'],
    good: 'up',
    docs: 'funnel.md#entered-stage',
  },
  {
    key: 'stage_conversion',
    name: 'Stage conversion',
    unit: 'share',
    definition:
      'How many of those who entered a stage reached the next one. The cohort version follows the people who entered in the period for a fixed number of days; the period version compares the moves of the period. The two answer different questions and are never mixed.',
    formula: 'reached the next stage / entered this stage',
    numerator:
      'cohort: of the denominator, those who reached the next stage within the window; period: moves into the next stage dated in the period',
    denominator: 'moves into this stage dated in the period',
    dates: STAGE_DATE,
    exclusions: ['Moves that later history took back'],
    good: 'up',
    docs: 'funnel.md#stage-conversion',
  },
  {
    key: 'stage_exits',
    name: 'Left the funnel',
    unit: 'count',
    definition: 'How many cycles ended from this stage in the period: recycled, disqualified or lost.',
    formula: 'count of moves from the stage into an exit',
    numerator: 'moves from this stage into an exit dated in the period',
    denominator: null,
    dates: STAGE_DATE,
    exclusions: ['Moves that later history took back'],
    good: 'down',
    docs: 'funnel.md#left-the-funnel',
  },
  {
    key: 'stage_age',
    name: 'Time in current stage',
    unit: 'days',
    definition:
      'How long the people who stand in this stage now have stood in it, as the middle one of them.',
    formula: 'median of (last day the data reach to − day of entry)',
    numerator: 'calendar days since each person in the stage entered it',
    denominator: 'people standing in the stage',
    dates: 'Everyone standing in the stage on the last day the data reach to, whenever they entered',
    exclusions: ['Stages that were skipped over and written as inferred', 'Cycles that have ended'],
    good: 'down',
    docs: 'funnel.md#time-in-current-stage',
  },
  {
    key: 'sal_rate',
    name: 'Acceptance rate',
    unit: 'share',
    definition:
      'Of the qualified leads that sales decided on in the period, how many it accepted. A lead that was handed over here is decided by its hand-offs, each by itself: accepted, rejected, or expired because nobody answered. One that never was is decided by its moves between the stages of the hand-off; shown only where these say who was accepted.',
    formula: 'accepted / (accepted + rejected + expired)',
    numerator:
      'hand-offs accepted in the period, those by default among them, and moves into the accepted stage of leads never handed over here',
    denominator:
      'the numerator, hand-offs rejected or expired in the period, and moves from the qualified stage into an exit of leads never handed over here',
    dates: 'The day of the decision, in the workspace’s time zone',
    exclusions: [
      'Hand-offs still waiting, and those passed on to another seller before an answer',
      'Acceptances that were inferred because a later stage was reached',
    ],
    good: 'up',
    docs: 'funnel.md#acceptance-rate',
  },
  {
    key: 'speed_to_lead',
    name: 'Speed to lead',
    unit: 'minutes',
    definition:
      'How long someone who raised a hand, by the agreement’s rule for it, waited for the first human attempt: a call, a personal e-mail, a meeting, or a message on a social network where the agreement’s follow-up names it. Half waited no longer than the first figure, nine in ten no longer than the second.',
    formula: 'quantiles 50 % and 90 % of (first human attempt − hand-raise), Kaplan–Meier',
    numerator: 'minutes between hand-raise and first attempt; still waiting counts as “at least this long”',
    denominator: 'hand-raises of the period; raises before an answer are one',
    dates: 'The day of the hand-raise, in the workspace’s time zone',
    exclusions: ['Automatic replies and bulk mails', 'Touches made by machines'],
    good: 'down',
    docs: 'response.md#speed-to-lead',
  },
  {
    key: 'speed_to_contact',
    name: 'Speed to contact',
    unit: 'minutes',
    definition:
      'How long someone who raised a hand, by the agreement’s rule for it, waited for the first conversation in both directions.',
    formula: 'quantiles 50 % and 90 % of (first two-way contact − hand-raise), Kaplan–Meier',
    numerator:
      'minutes between hand-raise and first answered call, meeting, reply or attempt logged as reached; no contact yet counts as “at least this long”',
    denominator: 'hand-raises of the period; raises before an answer are one',
    dates: 'The day of the hand-raise, in the workspace’s time zone',
    exclusions: ['Automatic replies and bulk mails', 'Touches made by machines'],
    good: 'down',
    docs: 'response.md#speed-to-contact',
  },
] as const satisfies readonly Measure[]
