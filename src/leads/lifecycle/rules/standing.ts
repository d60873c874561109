import { THOUSANDTHS } from '#leads/scoring/rules/plan.ts'
import type { Instant } from '#platform/kernel/instant.ts'
import { gradeChangesAt } from './grade-change.ts'
import type { History, Transition } from './history.ts'
import { type Lifecycle, standingUnder } from './lifecycle.ts'
import { resume } from './state.ts'
import { type VersionInForce, versionAt } from './version.ts'

/** Entries into one stage over all cycles: first-ever, latest and count are facts of their own. */
export interface StageEntries {
  first: Instant | null
  latest: Instant | null
  /** inferred entries are counted apart */
  count: number
  inferred: number
}

/**
 * When and how often a person entered a stage.
 *
 * @param transitions of one person, in order, none of them voided
 * @example stageEntries([], 'mql') // { first: null, latest: null, count: 0, inferred: 0 }
 */
export function stageEntries(transitions: readonly Transition[], stage: string): StageEntries {
  const entries = transitions.filter((transition) => transition.toStage === stage)
  const real = entries.filter((transition) => !transition.inferred)
  return {
    first: real[0]?.occurredAt ?? null,
    latest: real.at(-1)?.occurredAt ?? null,
    count: real.length,
    inferred: entries.length - real.length,
  }
}

/** A person's scores at an instant, in points. */
export interface ScoresNow {
  version: VersionInForce
  fit: number
  engagement: number
  excludedBy: string | null
  /** event and rule pairs that give points */
  counted: number
  /** when points next run out by themselves, or the grade changes by it; infinity: never */
  nextDecayAt: Instant
}

/**
 * The scores after all evidence up to an instant, under the version in force then.
 *
 * @param read the answer of `lifecycle` over that evidence
 */
export function scoresAt(
  { state, counting }: Pick<Lifecycle, 'state' | 'counting'>,
  attributes: Pick<History, 'person' | 'account'>,
  versions: readonly VersionInForce[],
  at: Instant,
): ScoresNow {
  const version = versionAt(versions, at)
  const same = counting?.version === version ? counting : undefined
  const { fit, excludedBy } = same?.standing ?? standingUnder(version, attributes)
  const running = same?.running ?? resume(state, version, attributes.person).running
  const pointsAt = (instant: Instant) => running.totalAt(instant) / THOUSANDTHS
  const decay = running.nextDecayAt(at)
  const { scoring } = version.model.compiled.document
  return {
    version,
    fit: fit / THOUSANDTHS,
    engagement: pointsAt(at),
    excludedBy,
    counted: running.countedAt(at),
    nextDecayAt: Math.min(decay, gradeChangesAt(scoring, fit / THOUSANDTHS, pointsAt, at, decay)),
  }
}
