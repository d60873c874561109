import type { AgreementInForce, CompiledStage } from '#agreement/document/index.ts'
import { durationMs } from '#agreement/document/rules/durations.ts'
import type { ZoneTable } from '#leads/scoring/rules/buckets.ts'
import { type PreparedModel, prepareModel } from '#leads/scoring/rules/score.ts'
import type { Instant } from '#platform/kernel/instant.ts'

/** An agreement version made ready for the lifecycle. */
export interface VersionInForce {
  version: number
  /** from this instant on */
  effectiveFrom: Instant
  model: PreparedModel
  stages: readonly CompiledStage[]
  /** position of each stage in the document */
  position: ReadonlyMap<string, number>
  /** positions of the stages that end a cycle */
  exits: readonly number[]
  /** position of the stage that a lead qualifies into; -1 when the agreement has none */
  qualified: number
  /** `scoreMatters[i]`: some rule that may still move a person at position i - 1 reads scores */
  scoreMatters: readonly boolean[]
  /** shortest time between the end of a cycle and the next, milliseconds */
  quietMs: number
}

const READS_SCORES = /\b(?:fit|engagement|intent|qualified)\b/

/**
 * Prepares an agreement version; keep the answer, it remembers which events match.
 *
 * @param zone offsets of `inForce.document.timeZone`
 */
export function prepareVersion(inForce: AgreementInForce, zone: ZoneTable): VersionInForce {
  const { compiled, document } = inForce
  const stages = compiled.stages
  const position = new Map(stages.map(({ stage }, index) => [stage.key, index]))
  const reads = stages.map(({ stage }) => READS_SCORES.test(stage.entry))
  const exits = stages.flatMap(({ stage }, index) => (stage.kind === 'exit' ? [index] : []))
  const quiet = document.recycling?.reentry.notBefore
  return {
    version: inForce.version,
    effectiveFrom: inForce.effectiveFrom,
    model: prepareModel(compiled, zone),
    stages,
    position,
    exits,
    qualified: position.get(document.handOff?.from ?? '') ?? -1,
    scoreMatters: [...stages, null].map(
      (_, from) => exits.some((exit) => reads[exit]) || reads.some((read, index) => read && index >= from),
    ),
    quietMs: quiet === undefined ? 0 : durationMs(quiet)!,
  }
}

/**
 * The version in force at an instant.
 *
 * @param versions ascending by `effectiveFrom`; the first also holds for everything before it
 */
export function versionAt(versions: readonly VersionInForce[], at: Instant): VersionInForce {
  let found = versions[0]
  for (const version of versions) if (version.effectiveFrom <= at) found = version
  if (!found) throw new Error('At least one agreement version is needed')
  return found
}
