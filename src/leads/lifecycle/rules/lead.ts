import { gradeOf } from '#leads/scoring/rules/grades.ts'
import type { Instant } from '#platform/kernel/instant.ts'
import type { History } from './history.ts'
import type { Lifecycle } from './lifecycle.ts'
import { scoresAt, stageEntries } from './standing.ts'
import type { VersionInForce } from './version.ts'

/** Where a person stands: the row of the lead list. */
export interface LeadRow {
  personId: string
  stage: string | null
  cycle: number
  stageEnteredAt: Instant | null
  fit: number
  engagement: number
  grade: string
  scoredAt: Instant
  agreementVersion: number
  countedEvents: number
  nextDecayAt: Instant | null
  excludedBy: string | null
  lastTouchAt: Instant | null
  handRaiseAt: Instant | null
  qualifiedFirstAt: Instant | null
  qualifiedLatestAt: Instant | null
  qualifiedCount: number
  openOpportunities: number
}

/** What the records say beside the evidence. */
export interface RecordedFacts {
  personId: string
  lastTouchAt: Instant | null
  openOpportunities: number
  /** earliest evidence that is dated after `at`; the row has to be looked at again then */
  nextEvidenceAt: Instant | null
}

/** Puts together the row of the lead list at an instant. */
export function leadRow(
  facts: RecordedFacts,
  attributes: Pick<History, 'person' | 'account'>,
  read: Lifecycle,
  versions: readonly VersionInForce[],
  at: Instant,
): LeadRow {
  const { state, transitions } = read
  const scores = scoresAt(read, attributes, versions, at)
  const document = scores.version.model.compiled.document
  const qualified = stageEntries(
    transitions,
    scores.version.stages[scores.version.qualified]?.stage.key ?? '',
  )
  const next = Math.min(scores.nextDecayAt, facts.nextEvidenceAt ?? Number.POSITIVE_INFINITY)
  return {
    personId: facts.personId,
    stage: state.stage,
    cycle: state.cycle,
    stageEnteredAt: state.enteredAt,
    fit: scores.fit,
    engagement: scores.engagement,
    grade: gradeOf(document.scoring, scores.fit, scores.engagement),
    scoredAt: at,
    agreementVersion: scores.version.version,
    countedEvents: scores.counted,
    nextDecayAt: Number.isFinite(next) ? next : null,
    excludedBy: scores.excludedBy,
    lastTouchAt: facts.lastTouchAt,
    handRaiseAt: state.handRaiseAt,
    qualifiedFirstAt: qualified.first,
    qualifiedLatestAt: qualified.latest,
    qualifiedCount: qualified.count,
    openOpportunities: facts.openOpportunities,
  }
}

/** Names of the fields in which two rows differ, bit for bit. */
export function differences(stored: LeadRow, computed: LeadRow): string[] {
  return (Object.keys(computed) as (keyof LeadRow)[]).filter(
    (field) => !Object.is(stored[field], computed[field]),
  )
}
