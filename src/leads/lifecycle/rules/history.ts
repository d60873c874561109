import type { AccountFacts, EventFacts, PersonFacts } from '#agreement/document/index.ts'
import type { Instant } from '#platform/kernel/instant.ts'

/** Who or what moved a person: a rule of the agreement, one of us, or the system that reported it. */
export const ACTOR_KINDS = ['rule', 'user', 'source'] as const
export type ActorKind = (typeof ACTOR_KINDS)[number]

/** One thing that happened to a person, in the order it happened; equal instants stand in the order they were recorded. */
export interface Evidence {
  /** id of the touch or opportunity; `null` for a stage that a source reports */
  id: string | null
  occurredAt: Instant
  facts: EventFacts
  /** who says so; for touches the agreement's own rules decide, so they name nobody */
  actor: { kind: Exclude<ActorKind, 'rule'>; name: string } | null
  /** reason as the source words it, for stages that end a cycle; key of the agreement's reason, for a reopening */
  reason: string | null
  /** the opportunity, for its events */
  opportunityId: string | null
  /** the person is no contact of the opportunity: it is that of their account, which names no contacts */
  implicit: boolean
}

/** Everything known of one person. */
export interface History {
  person: PersonFacts
  account: AccountFacts | null
  evidence: readonly Evidence[]
  /** by `occasionOf`: the qualifications that were made; what is learned later does not undo them */
  qualified?: ReadonlyMap<string, Qualification>
}

/** That somebody qualified, as the ledger has it, with the scores of that day. */
export interface Qualification {
  fit: number
  engagement: number
  /** first move of its cycle */
  cycleStartedAt: Instant
  /** a rule took them into the qualified stage, rather than a report or a move beyond it */
  byRule: boolean
  /** that rule was the lead definition */
  byDefinition: boolean
}

/** What a move of the ledger was made at: the evidence, and the version that judged it. */
export function occasionOf(causeId: string | null, occurredAt: Instant, agreementVersion: number): string {
  return `${causeId} ${occurredAt} ${agreementVersion}`
}

/** One move in the ledger. */
export interface Transition {
  /** 1 for the first trip through the funnel */
  cycle: number
  /** `null` at the first stage of a cycle */
  fromStage: string | null
  toStage: string
  occurredAt: Instant
  /** skipped over: written at the same instant, left out of every time-in-stage figure */
  inferred: boolean
  actorKind: ActorKind
  /** place in the agreement (`qualification.when`, `stages.sal.entry`), a user id, or what the source is called */
  actor: string
  agreementVersion: number
  /** key from the agreement's reasons, on moves that end a cycle or reopen it */
  reason: string | null
  /** points at the move */
  fit: number
  engagement: number
  causeId: string | null
}
