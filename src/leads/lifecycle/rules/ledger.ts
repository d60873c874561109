import type { Instant } from '#platform/kernel/instant.ts'
import { occasionOf, type Qualification, type Transition } from './history.ts'
import { type VersionInForce, versionAt } from './version.ts'

/**
 * The qualifications of a person, by the occasions of the moves that show them: only who was not excluded enters the qualified
 * stage, is taken past it by a touch, or skips stages on the way.
 *
 * @param moves those of one person that hold
 */
export function qualifiedAt(
  moves: readonly Transition[],
  versions: readonly VersionInForce[],
): ReadonlyMap<string, Qualification> {
  const found = new Map<string, Qualification>()
  for (const move of moves) {
    const { stages, position, qualified } = versionAt(versions, move.occurredAt)
    const to = position.get(move.toStage) ?? -1
    if (qualified < 0 || to < qualified || stages[to]!.stage.kind === 'exit') continue
    if (to !== qualified && !move.inferred && move.actorKind !== 'rule') continue
    const occasion = occasionOf(move.causeId, move.occurredAt, move.agreementVersion)
    if (to !== qualified && found.has(occasion)) continue
    const byRule = to === qualified && !move.inferred && move.actorKind === 'rule'
    found.set(occasion, {
      fit: move.fit,
      engagement: move.engagement,
      cycleStartedAt: startOf(move.cycle, moves),
      byRule,
      byDefinition: byRule && move.actor === 'qualification.when',
    })
  }
  return found
}

function startOf(cycle: number, moves: readonly Transition[]): Instant {
  return Math.min(...moves.filter((move) => move.cycle === cycle).map(({ occurredAt }) => occurredAt))
}

/**
 * Gives moves that the ledger has the scores that were frozen on them: what is learned later changes where people stand, not what
 * they stood at.
 *
 * @param stored the moves of one person that hold, in any order
 * @param computed what the evidence gives now
 */
export function withFrozenScores(
  stored: readonly Transition[],
  computed: readonly Transition[],
): Transition[] {
  const made = new Map(stored.map((move) => [moveOf(move), move]))
  return computed.map((move) => {
    const { fit, engagement } = made.get(moveOf(move)) ?? move
    return { ...move, fit, engagement }
  })
}

function moveOf({ cycle, toStage, causeId, occurredAt, agreementVersion }: Transition): string {
  return `${cycle} ${toStage} ${occasionOf(causeId, occurredAt, agreementVersion)}`
}

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
