import { type RunningEngagement, startEngagement } from '#leads/scoring/rules/running.ts'
import type { Instant } from '#platform/kernel/instant.ts'
import type { Evidence, History } from './history.ts'
import type { VersionInForce } from './version.ts'

/** Where a person stands after the evidence read so far; hand it to `lifecycle` to go on from there. */
export interface LifecycleState {
  /** 0 before the first cycle */
  readonly cycle: number
  /** `null` before the first stage */
  readonly stage: string | null
  readonly enteredAt: Instant | null
  /** the stage ended the cycle */
  readonly ended: boolean
  readonly startedAt: Instant | null
  /** stages entered in this cycle, in order */
  readonly reached: readonly string[]
  /** only events after this instant count for engagement: the end of the cycle before */
  readonly engagementAfter: Instant
  /** what happened since then */
  readonly evidence: readonly Evidence[]
  /** opportunities that are neither won nor lost */
  readonly open: ReadonlySet<string>
  /** how those ended that did */
  readonly closed: ReadonlyMap<string, 'won' | 'lost'>
  /** an opportunity was won in this cycle */
  readonly won: boolean
  /** the latest hand-raise of this cycle; what was asked for in a cycle that ended is answered */
  readonly handRaiseAt: Instant | null
}

/** Nothing has happened yet. */
export const UNTOUCHED: LifecycleState = {
  cycle: 0,
  stage: null,
  enteredAt: null,
  ended: false,
  startedAt: null,
  reached: [],
  engagementAfter: Number.NEGATIVE_INFINITY,
  evidence: [],
  open: new Set(),
  closed: new Map(),
  won: false,
  handRaiseAt: null,
}

/** The state while evidence is read, and what has been counted in the present cycle. */
export interface Walk {
  cycle: number
  stage: string | null
  enteredAt: Instant | null
  ended: boolean
  startedAt: Instant | null
  reached: string[]
  engagementAfter: Instant
  evidence: Evidence[]
  open: Set<string>
  closed: Map<string, 'won' | 'lost'>
  won: boolean
  handRaiseAt: Instant | null
  running: RunningEngagement
  counts: Record<string, number>
}

/** Takes up a state under an agreement version: what counted so far is counted again by its rules. */
export function resume(state: LifecycleState, version: VersionInForce, person: History['person']): Walk {
  const walk: Walk = {
    ...state,
    reached: [...state.reached],
    evidence: [],
    open: new Set(state.open),
    closed: new Map(state.closed),
    running: startEngagement(version.model.engagement, version.model.zone),
    counts: {},
  }
  for (const one of state.evidence) count(walk, one, version, person)
  return walk
}

/** Lets one piece of evidence count for engagement and for the number of touches, unless an earlier cycle had it. */
export function count(walk: Walk, one: Evidence, version: VersionInForce, person: History['person']): void {
  if (one.occurredAt <= walk.engagementAfter) return
  walk.evidence.push(one)
  walk.running.record(one.occurredAt, version.model.matches(one.facts, person))
  const { type, kind, machine } = one.facts
  if (type === 'touch' && kind !== null && !machine) walk.counts[kind] = (walk.counts[kind] ?? 0) + 1
}

/** Empties what the cycle counted: nothing up to and including `at` counts any more. */
export function restart(walk: Walk, version: VersionInForce, at: Instant): void {
  walk.engagementAfter = at
  walk.evidence = []
  walk.counts = {}
  walk.running = startEngagement(version.model.engagement, version.model.zone)
}

/** The state as it is handed on. */
export function stateOf({ running, counts, ...state }: Walk): LifecycleState {
  return state
}
