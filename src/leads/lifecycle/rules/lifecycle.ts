import type { AgreementDocument } from '#agreement/document/index.ts'
import { THOUSANDTHS } from '#leads/scoring/rules/plan.ts'
import type { RunningEngagement } from '#leads/scoring/rules/running.ts'
import { fitThousandths } from '#leads/scoring/rules/score.ts'
import type { Instant } from '#platform/kernel/instant.ts'
import type { Evidence, History, Transition } from './history.ts'
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
    take(walk, one, history, standing, transitions)
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

function take(walk: Walk, one: Evidence, history: History, standing: Standing, into: Transition[]): void {
  count(walk, one, standing.version, history.person)
  follow(walk, one)
  const move = nextMove(walk, one, history, standing)
  if (!one.facts.machine && standing.version.model.compiled.isHandRaise(one.facts))
    walk.handRaiseAt = one.occurredAt
  if (move) apply(walk, one, move, standing, into)
}

/** Keeps track of the person's opportunities. */
function follow(walk: Walk, { facts, opportunityId }: Evidence): void {
  if (opportunityId === null) return
  if (facts.type === 'opportunity_created' || facts.type === 'opportunity_stage') walk.open.add(opportunityId)
  if (facts.type === 'opportunity_won' || facts.type === 'opportunity_lost') walk.open.delete(opportunityId)
  if (facts.type === 'opportunity_won') walk.won = true
}

function apply(walk: Walk, one: Evidence, move: Move, standing: Standing, into: Transition[]): void {
  const { version, fit } = standing
  const engagement = walk.running.totalAt(one.occurredAt) / THOUSANDTHS
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
      reason: stage.kind === 'exit' ? reasonOf(one, version.model.compiled.document, stage.key) : null,
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
  restart(walk, version, at)
}

/** Touches move people by a rule of the agreement; everything else by what the source says. */
function actorOf(one: Evidence, move: Move, position: number, { version }: Standing) {
  if (one.actor) return { actorKind: one.actor.kind, actor: one.actor.name }
  const qualifying = version.qualified >= 0 && position <= version.qualified && move.to >= version.qualified
  if (qualifying && move.handRaise) return { actorKind: 'rule' as const, actor: 'qualification.handRaise' }
  if (position === version.qualified && move.qualified)
    return { actorKind: 'rule' as const, actor: 'qualification.when' }
  return { actorKind: 'rule' as const, actor: `stages.${version.stages[position]!.stage.key}.entry` }
}

/** What somebody says in words of their own stays; the lost reason of a deal counts only where the agreement has it. */
function reasonOf(one: Evidence, { reasons }: AgreementDocument, stage: string): string | null {
  const key = reasonNamed(reasons, stage, one.reason)
  return key ?? (one.facts.type === 'stage_reported' ? one.reason : null)
}
