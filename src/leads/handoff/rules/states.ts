/** The words of a hand-off, shared by tables, rules, contracts and pages. */

/**
 * offered → accepted → working → qualified; offered or accepted → rejected; offered → expired or reassigned; accepted or
 * working → recycled, disqualified or reassigned.
 */
export const STATES = [
  'offered',
  'accepted',
  'working',
  'qualified',
  'rejected',
  'expired',
  'reassigned',
  'recycled',
  'disqualified',
] as const
export type HandOffState = (typeof STATES)[number]

/** States in which a seller still has something to do. */
export const OPEN_STATES = ['offered', 'accepted', 'working'] as const satisfies readonly HandOffState[]

/**
 * What can happen to a hand-off. `attempted` and `contacted` are evidence, `reminded` and `escalated` come from timers, `moved` from a merge
 * of the person with another record.
 */
export const EVENT_KINDS = [
  'offered',
  'accepted',
  'attempted',
  'contacted',
  'paused',
  'resumed',
  'reminded',
  'escalated',
  'expired',
  'reassigned',
  'moved',
  'rejected',
  'recycled',
  'disqualified',
  'converted',
  'qualified',
  'disputed',
  'settled',
  'undone',
] as const
export type HandOffEventKind = (typeof EVENT_KINDS)[number]

export const TIMER_KINDS = ['reminder', 'escalation', 'expiry', 'resume'] as const
export type TimerKind = (typeof TIMER_KINDS)[number]

export const CLOCKS = ['business', 'elapsed'] as const
export type ClockKind = (typeof CLOCKS)[number]

/** How a response clock stands. `answered`: the hand-off ended in time, so that no attempt was owed any more. */
export const CLOCK_STANDINGS = [
  'running',
  'due_soon',
  'overdue',
  'paused',
  'met',
  'met_late',
  'missed',
  'answered',
] as const
export type ClockStanding = (typeof CLOCK_STANDINGS)[number]

/** Human attempts that a seller logs. */
export const ATTEMPT_KINDS = ['call', 'call_connected', 'email_sent', 'meeting', 'social', 'note'] as const
export type AttemptKind = (typeof ATTEMPT_KINDS)[number]
