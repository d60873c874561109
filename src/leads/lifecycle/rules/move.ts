import type { CycleFacts, StageFacts } from '#agreement/document/index.ts'
import { THOUSANDTHS } from '#leads/scoring/rules/plan.ts'
import { DAY } from '#platform/kernel/instant.ts'
import type { Evidence, History, Qualification } from './history.ts'
import type { Walk } from './state.ts'
import type { VersionInForce } from './version.ts'

/** What one piece of evidence leads to. */
export interface Move {
  /** position of the stage entered */
  to: number
  /** positions skipped on the way, ascending; `true` where the stage's own rule held as well */
  passed: { position: number; held: boolean }[]
  /** a new cycle begins with it */
  opens: boolean
  /** position of the stage at which one of us has the person begin anew; -1: it is no reopening */
  reopened: number
  handRaise: boolean
  /** the lead definition held */
  qualified: boolean
}

/** What is the same for all evidence of one person under one version. */
export interface Standing {
  version: VersionInForce
  /** thousandths of points */
  fit: number
  excludedBy: string | null
  /** the evidence qualified the person, which is not judged anew */
  made?: Qualification
}

/**
 * Decides whether evidence moves a person on: an exit first, else the furthest stage whose entry rule holds. Automatic
 * moves go forward only; after an exit, what comes later may open the next cycle.
 */
export function nextMove(walk: Walk, one: Evidence, history: History, standing: Standing): Move | null {
  const { version } = standing
  if (one.facts.machine) return null
  const reopened = reopenedAt(walk, one, version)
  const reopens = reopened >= 0
  // what was asked for while nobody could come back is asked for still
  const handRaise = version.model.compiled.isHandRaise(one.facts) || (reopens && walk.handRaiseAt !== null)
  const opens = walk.stage === null || walk.ended
  if (walk.ended && !reopens && !mayReturn(walk, one, version, handRaise))
    return laterExit(walk, one, history, standing)
  const facts = factsFor(walk, one, history, standing, opens, handRaise)
  const exit = endsCycle(walk, one) ? firstEntered(version.exits, version, facts) : -1
  const fresh = exit >= 0 && walk.ended ? -1 : exit
  if (fresh >= 0) return { to: fresh, passed: [], opens, reopened, handRaise, qualified: facts.qualified }
  const ahead = furthest(opens ? -1 : positionOf(walk, version), version, facts, standing)
  const to = reopens && mayEnter(reopened, version, facts, standing) ? Math.max(reopened, ahead) : ahead
  if (to < 0) return exit >= 0 ? laterExit(walk, one, history, standing) : null
  const passed = passedOver(opens ? -1 : positionOf(walk, version), to, version, facts, standing)
  return { to, passed, opens, reopened, handRaise, qualified: facts.qualified }
}

/** After an exit only another kind of exit may follow in the same cycle, such as recycled after lost. */
function laterExit(walk: Walk, one: Evidence, history: History, standing: Standing): Move | null {
  if (one.facts.type !== 'stage_reported' || one.occurredAt < walk.enteredAt!) return null
  const { version } = standing
  const facts = factsFor(walk, one, history, standing, false, false)
  const to = firstEntered(version.exits, version, facts)
  if (to < 0 || version.stages[to]!.stage.key === walk.stage) return null
  return { to, passed: [], opens: false, reopened: -1, handRaise: false, qualified: false }
}

/** The stage at which one of us has somebody begin anew, whatever ended the cycle before; -1: this is no reopening. */
function reopenedAt(walk: Walk, one: Evidence, version: VersionInForce): number {
  const { actor, reason, facts, occurredAt } = one
  if (!walk.ended || occurredAt <= walk.enteredAt! || actor?.kind !== 'user' || reason === null) return -1
  const position = version.position.get(facts.stage ?? '') ?? -1
  return version.exits.includes(position) ? -1 : position
}

function mayReturn(walk: Walk, one: Evidence, version: VersionInForce, handRaise: boolean): boolean {
  if (one.occurredAt <= walk.enteredAt!) return false
  const byOpportunity = one.facts.type.startsWith('opportunity_') && !one.implicit
  const exit = version.stages[version.position.get(walk.stage!) ?? -1]
  if (!(exit?.stage.reentry ?? false) && !byOpportunity) return false
  return one.facts.type !== 'touch' || handRaise || one.occurredAt >= walk.enteredAt! + version.quietMs
}

/** A lost deal ends no cycle while another deal is open, nor that of a customer: the person is still more than a dead deal. */
function endsCycle(walk: Walk, one: Evidence): boolean {
  return one.facts.type !== 'opportunity_lost' || (walk.open.size === 0 && !walk.won)
}

/** Where the person stands in this version's order; a stage that it no longer has counts as the furthest one it knows. */
function positionOf(walk: Walk, version: VersionInForce): number {
  const here = version.position.get(walk.stage ?? '')
  return (
    here ?? walk.reached.reduce((furthest, key) => Math.max(furthest, version.position.get(key) ?? -1), -1)
  )
}

function factsFor(
  walk: Walk,
  one: Evidence,
  { person, account }: History,
  standing: Standing,
  opens: boolean,
  handRaise: boolean,
): StageFacts {
  const { version, fit, made } = standing
  const compiled = version.model.compiled
  const matters = version.scoreMatters[opens ? 0 : positionOf(walk, version) + 1] ?? true
  const facts: StageFacts = {
    fit: fit / THOUSANDTHS,
    engagement: made?.engagement ?? (matters ? walk.running.totalAt(one.occurredAt) / THOUSANDTHS : 0),
    person,
    account,
    cycle: opens ? freshCycle(walk) : cycleFacts(walk, one),
    counts: walk.counts,
    event: one.facts,
    qualified: false,
  }
  if (matters && standing.excludedBy === null)
    facts.qualified = handRaise || (made?.byDefinition ?? false) || compiled.qualifies(facts)
  return facts
}

function freshCycle(walk: Walk): CycleFacts {
  return { number: walk.cycle + 1, stage: null, reached: [], days: 0 }
}

function cycleFacts(walk: Walk, one: Evidence): CycleFacts {
  const days = Math.floor((one.occurredAt - walk.startedAt!) / DAY)
  return { number: walk.cycle, stage: walk.stage, reached: walk.reached, days }
}

function firstEntered(positions: readonly number[], version: VersionInForce, facts: StageFacts): number {
  return positions.find((position) => version.stages[position]!.enters(facts)) ?? -1
}

function furthest(from: number, version: VersionInForce, facts: StageFacts, standing: Standing): number {
  for (let position = version.stages.length - 1; position > from; position--) {
    if (mayEnter(position, version, facts, standing) && enters(position, facts, standing)) return position
  }
  return -1
}

/**
 * Excluded people never qualify, whoever reports it, and no touch takes them past that point; opportunities and stages that
 * another system reports are facts all the same.
 */
function mayEnter(
  position: number,
  version: VersionInForce,
  facts: StageFacts,
  { excludedBy }: Standing,
): boolean {
  if (version.stages[position]!.stage.kind === 'exit') return false
  if (excludedBy === null || version.qualified < 0 || position < version.qualified) return true
  return position > version.qualified && facts.event.type !== 'touch'
}

/** The stage's rule holds, or held on the day on which the person qualified. */
function enters(position: number, facts: StageFacts, { version, made }: Standing): boolean {
  return (made?.byRule && position === version.qualified) || version.stages[position]!.enters(facts)
}

/** An optional stage is only entered by its own rule: a customer who expands has not renewed on the way. */
function passedOver(
  from: number,
  to: number,
  version: VersionInForce,
  facts: StageFacts,
  standing: Standing,
) {
  const passed: Move['passed'] = []
  for (let position = from + 1; position < to; position++) {
    if (!mayEnter(position, version, facts, standing)) continue
    const { stage } = version.stages[position]!
    const held = enters(position, facts, standing)
    if (held || (!stage.optional && standing.excludedBy === null)) passed.push({ position, held })
  }
  return passed
}
