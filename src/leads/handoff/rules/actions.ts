import type { HandOffFacts } from './ledger.ts'
import { type HandOffState, OPEN_STATES } from './states.ts'

/** What a person may do with a hand-off. */
export const ACTIONS = [
  'accept',
  'reject',
  'attempt',
  'pause',
  'resume',
  'recycle',
  'disqualify',
  'convert',
  'reassign',
  'dispute',
] as const
export type Action = (typeof ACTIONS)[number]

/** Why an action is refused. */
export type Refusal =
  | 'accepted_already'
  | 'accept_first'
  | 'work_began'
  | 'closed'
  | 'paused_already'
  | 'not_paused'
  | 'not_rejected'

const FROM: Record<Action, readonly HandOffState[]> = {
  accept: ['offered'],
  reject: ['offered', 'accepted'],
  attempt: OPEN_STATES,
  pause: OPEN_STATES,
  resume: OPEN_STATES,
  recycle: ['accepted', 'working'],
  disqualify: ['accepted', 'working'],
  convert: ['accepted', 'working'],
  reassign: OPEN_STATES,
  dispute: ['rejected'],
}

/**
 * Whether an action is possible now; `null` when it is, else the reason why not.
 *
 * @example refusalOf('accept', { state: 'accepted', pausedAt: null }) // 'accepted_already'
 */
export function refusalOf(
  action: Action,
  { state, pausedAt }: Pick<HandOffFacts, 'state' | 'pausedAt'>,
): Refusal | null {
  if (!FROM[action].includes(state)) {
    if (action === 'dispute') return 'not_rejected'
    if (!(OPEN_STATES as readonly HandOffState[]).includes(state)) return 'closed'
    if (action === 'accept') return 'accepted_already'
    return action === 'reject' ? 'work_began' : 'accept_first'
  }
  if (action === 'pause' && pausedAt !== null) return 'paused_already'
  if (action === 'resume' && pausedAt === null) return 'not_paused'
  return null
}
