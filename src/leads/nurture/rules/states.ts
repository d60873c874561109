/** Why somebody left a track. */
export const ENDED_BECAUSE = [
  'completed',
  'qualified_again',
  'taken_back',
  'opportunity',
  'converted',
  'disqualified',
  'unsubscribed',
  'bounced',
  'exit_rule',
  'moved',
  'stopped',
  'no_address',
  'gone',
] as const
export type EndedBecause = (typeof ENDED_BECAUSE)[number]

/**
 * queued: waits for its time. sending: handed over, no answer yet. sent: taken by the server. unknown: handed over and no answer
 * came; never sent again by itself. refused: the server will not take it. stopped: the person left the track before.
 */
export const MESSAGE_STATES = ['queued', 'sending', 'sent', 'unknown', 'refused', 'stopped'] as const
export type MessageState = (typeof MESSAGE_STATES)[number]
