import type { Figure } from '../schema.ts'
import type { CycleFact, HandOffFact } from './facts.ts'
import { figure, leftOut, partsOf, rate } from './figure.ts'
import { type DayRange, type Frame, inRange, passes } from './frame.ts'

/**
 * How sales decided on a qualified lead. The first four are decisions of hand-offs. The others are read off the moves of leads that were
 * never handed over here: into the stage that acceptance leads to (`inferred` when it was skipped over), or into an exit before it.
 */
export const OUTCOMES = [
  'accepted',
  'accepted_by_default',
  'rejected',
  'expired',
  'moved_on',
  'inferred',
  'turned_away',
] as const
export type Outcome = (typeof OUTCOMES)[number]

/** Outcomes of a hand-off. */
export type HandOffOutcome = Extract<Outcome, 'accepted' | 'accepted_by_default' | 'rejected' | 'expired'>

/** Outcomes that count as accepted. */
export const ACCEPTED = ['accepted', 'accepted_by_default', 'moved_on'] as const satisfies readonly Outcome[]

/** Decisions by outcome; the database and `countDecisions` give the same. */
export type DecisionCounts = Readonly<Record<Outcome, number>>

/** A hand-off as far as it says what was decided. */
export interface HandOffStanding {
  state: string
  stateAt: number
  acceptedAt: number | null
  acceptedByDefault: boolean
}

/**
 * What a hand-off decided, and when. One that waits is not decided, nor is one that was passed on to another seller before an answer.
 * What ended elsewhere without an answer here counts by its end: an opportunity accepts, an exit rejects.
 *
 * @example decisionOf({ state: 'expired', stateAt: 5, acceptedAt: null, acceptedByDefault: false }) // { outcome: 'expired', at: 5 }
 */
export function decisionOf(handOff: HandOffStanding): { outcome: HandOffOutcome; at: number } | null {
  const { state, stateAt, acceptedAt, acceptedByDefault } = handOff
  if (state === 'offered' || state === 'reassigned') return null
  if (state === 'rejected' || state === 'expired') return { outcome: state, at: stateAt }
  if (acceptedAt !== null)
    return { outcome: acceptedByDefault ? 'accepted_by_default' : 'accepted', at: acceptedAt }
  return { outcome: state === 'qualified' ? 'accepted' : 'rejected', at: stateAt }
}

/** No decisions at all. */
export function noDecisions(): Record<Outcome, number> {
  return Object.fromEntries(OUTCOMES.map((outcome) => [outcome, 0])) as Record<Outcome, number>
}

/** Counts the decisions dated in a range: those of hand-offs, and for cycles without any the moves between the stages. */
export function countDecisions(
  { cycles, handOffs = [] }: { cycles: readonly CycleFact[]; handOffs?: readonly HandOffFact[] },
  frame: Frame,
  range: DayRange,
): DecisionCounts {
  const counts = noDecisions()
  const count = (outcome: Outcome, at: number) => {
    if (inRange(frame.dayOf(at), range)) counts[outcome] += 1
  }
  const { from, to } = frame.handOff
  const handedOver = new Set(handOffs.map(({ personId, cycle }) => `${personId} ${cycle}`))
  for (const handOff of handOffs) {
    if (handOff.decided && passes(handOff, frame.filters)) count(handOff.decided.outcome, handOff.decided.at)
  }
  for (const cycle of cycles) {
    if (handedOver.has(`${cycle.personId} ${cycle.cycle}`) || !passes(cycle, frame.filters)) continue
    const enteredAt = cycle.enteredAt[to]
    if (enteredAt !== undefined) count(cycle.inferred.includes(to) ? 'inferred' : 'moved_on', enteredAt)
    if (cycle.exit?.fromStage === from) count('turned_away', cycle.exit.at)
  }
  return counts
}

/**
 * The share of qualified leads that sales accepted, of those it decided on in the period, with what it is made of.
 *
 * @returns value null where nothing was decided, or where all that is known of acceptances was inferred from later stages
 * @source docs/method/funnel.md
 */
export function presentSalRate(counts: DecisionCounts, previous: DecisionCounts | null): Figure {
  const out = leftOut({ 'Acceptances that were only inferred': counts.inferred })
  const parts = partsOf({
    'accepted by a seller': counts.accepted,
    'accepted by default, because nobody answered': counts.accepted_by_default,
    rejected: counts.rejected,
    expired: counts.expired,
    'accepted by a move between stages, never handed over here': counts.moved_on,
    'turned away by a move between stages, never handed over here': counts.turned_away,
  })
  const { accepted, decided } = sidesOf(counts)
  if (accepted === 0 && decided === counts.turned_away && counts.inferred > 0) {
    return figure('sal_rate', null, {
      numerator: null,
      denominator: null,
      cases: { numerator: 0, denominator: decided },
      thin: true,
      leftOut: out,
    })
  }
  const before = previous && sidesOf(previous)
  return rate('sal_rate', accepted, decided, {
    leftOut: out,
    parts,
    previous: before && before.decided > 0 ? before.accepted / before.decided : null,
  })
}

function sidesOf(counts: DecisionCounts): { accepted: number; decided: number } {
  const accepted = ACCEPTED.reduce((sum, outcome) => sum + counts[outcome], 0)
  return { accepted, decided: accepted + counts.rejected + counts.expired + counts.turned_away }
}
