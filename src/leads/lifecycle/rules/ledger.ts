import type { Transition } from './history.ts'

/**
 * What has to be added to an append-only ledger so that it says what was computed: rows to take back, and moves to add.
 *
 * Moves that one of us made are evidence as well (`reported_stage`): they go when what was said is withdrawn.
 *
 * @param stored the moves of one person that hold, in any order
 * @param computed what the evidence gives now
 */
export function ledgerChanges<Stored extends Transition>(
  stored: readonly Stored[],
  computed: readonly Transition[],
): { takeBack: Stored[]; add: Transition[] } {
  const left = new Map<string, Stored[]>()
  for (const row of stored) {
    const key = keyOf(row)
    left.set(key, [...(left.get(key) ?? []), row])
  }
  const add = computed.filter((move) => left.get(keyOf(move))?.pop() === undefined)
  return { takeBack: [...left.values()].flat(), add }
}

/** Scores are compared as the ledger holds them: single precision. */
function keyOf(move: Transition): string {
  return JSON.stringify([
    move.cycle,
    move.fromStage,
    move.toStage,
    move.occurredAt,
    move.inferred,
    move.actorKind,
    move.actor,
    move.agreementVersion,
    move.reason,
    Math.fround(move.fit),
    Math.fround(move.engagement),
    move.causeId,
  ])
}

/**
 * Puts moves of one person in the order in which they lead from one stage to the next; those of one instant are chained by
 * their stages, because history that arrived later may have been recorded in another order.
 *
 * @param moves by cycle and instant
 */
export function inOrderMade<Move extends Transition>(moves: readonly Move[]): Move[] {
  const ordered: Move[] = []
  const left = [...moves]
  while (left.length > 0) {
    const { cycle, occurredAt } = left[0]!
    const together = left.findIndex((move) => move.cycle !== cycle || move.occurredAt !== occurredAt)
    const instant = left.splice(0, together < 0 ? left.length : together)
    while (instant.length > 0) {
      const starts = instant.findIndex((move) => !instant.some((other) => other.toStage === move.fromStage))
      ordered.push(...instant.splice(Math.max(0, starts), 1))
    }
  }
  return ordered
}
