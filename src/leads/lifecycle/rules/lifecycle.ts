import { THOUSANDTHS } from '#leads/scoring/rules/plan.ts'
import type { RunningEngagement } from '#leads/scoring/rules/running.ts'
import { fitThousandths } from '#leads/scoring/rules/score.ts'
import type { Instant } from '#platform/kernel/instant.ts'
import { type Evidence, type History, occasionOf, type Transition } from './history.ts'
import { type Move, nextMove, type Standing } from './move.ts'
import { reasonNamed } from './reason.ts'
import { count, type LifecycleState, restart, resume, stateOf, UNTOUCHED, type Walk } from './state.ts'
import { type VersionInForce, versionAt } from './version.ts'

/** The moves that evidence led to, and where it left the person. */
export interface Lifecycle {
  transitions: Transition[]
  state: LifecycleState
  /** what has been counted in the present cycle, and by the rules of which version; absent when nothing was read */
  counting?: Counting
}

interface Counting {
  version: VersionInForce
  standing: Standing
  running: RunningEngagement
}

/**
 * One person's way through the stages: every move with the scores frozen at it, under the agreement version in force at
 * each instant.
 *
 * Reading the evidence in two parts, the second with the state that the first left, gives the same as reading it at once.
 *
 * @param history evidence in the order of time; equal instants in the order they were recorded
 * @param versions ascending by `effectiveFrom`, at least one
 * @param state where to go on from; absent: from the beginning
 * @source docs/method/lifecycle.md
 */
export function lifecycle(
  history: History,
  versions: readonly VersionInForce[],
  state: LifecycleState = UNTOUCHED,
): Lifecycle {
  const transitions: Transition[] = []
  let standing: Standing | undefined
  let walk: Walk | undefined
  for (const one of history.evidence) {
    const version = versionAt(versions, one.occurredAt)
    if (standing?.version !== version || walk === undefined) {
      standing = standingUnder(version, history)
      walk = resume(walk ? stateOf(walk) : state, version, history.person)
    }
    take(walk, one, history, asOf(one, history, walk, standing), transitions)
  }
  if (!walk || !standing) return { transitions, state }
  const counting = { version: standing.version, standing, running: walk.running }
  return { transitions, state: stateOf(walk), counting }
}

/** What the person's attributes amount to under a version. */
export function standingUnder(
  version: VersionInForce,
  { person, account }: Pick<History, 'person' | 'account'>,
): Standing {
  const { model } = version
  return {
    version,
    fit: fitThousandths({ person, account }, model),
    excludedBy: model.compiled.exclusion(person, account),
  }
}

/** What was known when the evidence qualified the person, else what is known now; an end of the cycle learned of later is news. */
function asOf(one: Evidence, { qualified }: History, walk: Walk, standing: Standing): Standing {
  if (qualified === undefined || qualified.size === 0) return standing
  const made = qualified.get(occasionOf(one.id, one.occurredAt, standing.version.version))
  if (made === undefined || walk.engagementAfter >= made.cycleStartedAt) return standing
  return { ...standing, fit: Math.round(made.fit * THOUSANDTHS), excludedBy: null, made }
}

function take(walk: Walk, one: Evidence, history: History, standing: Standing, into: Transition[]): void {
  count(walk, one, standing.version, history.person)
  if (isAftermath(walk, one)) return
  follow(walk, one)
  const move = nextMove(walk, one, history, standing)
  const raises = !one.facts.machine && standing.version.model.compiled.isHandRaise(one.facts)
  if (raises && one.occurredAt > walk.engagementAfter) walk.handRaiseAt = one.occurredAt
  if (move) apply(walk, one, move, standing, into)
}

/**
 * What a source dates after the end of a deal brings no dead one back to life and nobody who has left; after a sale it may still
 * move the customer on.
 */
function isAftermath(walk: Walk, { facts, opportunityId }: Evidence): boolean {
  if (facts.type !== 'opportunity_created' && facts.type !== 'opportunity_stage') return false
  const end = walk.closed.get(opportunityId ?? '')
  return end === 'lost' || (end === 'won' && walk.ended)
}

/** Keeps track of the person's opportunities; one that has ended is not open again. */
function follow(walk: Walk, { facts, opportunityId }: Evidence): void {
  if (opportunityId === null) return
  if (facts.type === 'opportunity_lost') walk.closed.set(opportunityId, 'lost')
  if (facts.type === 'opportunity_won') {
    walk.closed.set(opportunityId, 'won')
    walk.won = true
  }
  if (walk.closed.has(opportunityId)) walk.open.delete(opportunityId)
  else walk.open.add(opportunityId)
}

function apply(walk: Walk, one: Evidence, move: Move, standing: Standing, into: Transition[]): void {
  const { version, fit, made } = standing
  const engagement = made?.engagement ?? walk.running.totalAt(one.occurredAt) / THOUSANDTHS
  if (move.opens) openCycle(walk, one)
  const enter = (position: number, inferred: boolean) => {
    const { stage } = version.stages[position]!
    into.push({
      cycle: walk.cycle,
      fromStage: walk.stage,
      toStage: stage.key,
      occurredAt: one.occurredAt,
      inferred,
      ...actorOf(one, move, position, standing),
      agreementVersion: version.version,
      reason: reasonOf(one, move, position, version),
      fit: fit / THOUSANDTHS,
      engagement,
      causeId: one.id,
    })
    walk.stage = stage.key
    walk.reached.push(stage.key)
  }
  for (const { position, held } of move.passed) enter(position, !held)
  enter(move.to, false)
  walk.enteredAt = one.occurredAt
  walk.ended = version.stages[move.to]!.stage.kind === 'exit'
  if (walk.ended) endCycle(walk, version, one.occurredAt)
}

function openCycle(walk: Walk, one: Evidence): void {
  walk.cycle += 1
  walk.stage = null
  walk.reached = []
  walk.startedAt = one.occurredAt
  walk.won = one.facts.type === 'opportunity_won'
}

function endCycle(walk: Walk, version: VersionInForce, at: Instant): void {
  walk.won = false
  walk.handRaiseAt = null
  restart(walk, version, at)
}

/** Touches move people by a rule of the agreement, as they do whom a reopening takes further; everything else by what the source says. */
function actorOf(one: Evidence, move: Move, position: number, { version }: Standing) {
  const furtherOn = move.reopened >= 0 && position > move.reopened
  if (one.actor && !furtherOn) return { actorKind: one.actor.kind, actor: one.actor.name }
  const qualifying = version.qualified >= 0 && position <= version.qualified && move.to >= version.qualified
  if (qualifying && move.handRaise) return { actorKind: 'rule' as const, actor: 'qualification.handRaise' }
  if (position === version.qualified && move.qualified)
    return { actorKind: 'rule' as const, actor: 'qualification.when' }
  return { actorKind: 'rule' as const, actor: `stages.${version.stages[position]!.stage.key}.entry` }
}

/**
 * Why a cycle was reopened or ended. What somebody says in words of their own stays; the lost reason of a deal counts only where the
 * agreement has it.
 */
function reasonOf(one: Evidence, move: Move, position: number, version: VersionInForce): string | null {
  const { stage } = version.stages[position]!
  if (position === move.reopened) return one.reason
  if (stage.kind !== 'exit') return null
  const key = reasonNamed(version.model.compiled.document.reasons, stage.key, one.reason)
  return key ?? (one.facts.type === 'stage_reported' ? one.reason : null)
}
