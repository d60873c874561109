import type { Instant } from '#platform/kernel/instant.ts'
import type {
  AgreementDocument,
  EngagementRule,
  FitRule,
  ResponseTime,
  RoutingRule,
  Stage,
} from '../schema.ts'

/**
 * What an agreement looks like once it runs: every expression turned into a plain function over the facts below.
 * Facts that are not known are `null`: they equal nothing (so `!=` holds), are neither smaller nor greater, and contain
 * nothing. Nothing here throws.
 */

/** Fields of a source without a column of their own. */
export type AttributeFacts = Readonly<Record<string, string | number | boolean | null>>

/** What a rule may know of a person. */
export interface PersonFacts {
  email: string | null
  /** part of the address behind the @, lower case */
  domain: string | null
  jobTitle: string | null
  /** ISO 3166-1 alpha-2 where it could be resolved */
  country: string | null
  /** original source as the CRM states it */
  source: string | null
  attributes: AttributeFacts
  /** must not be written to; absent means no */
  suppressed?: boolean
}

/** What a rule may know of the account; `null` where the person has none. */
export interface AccountFacts {
  name: string | null
  /** registrable domain */
  domain: string | null
  industry: string | null
  employees: number | null
  /** yearly revenue in whole units of currency (not cents) */
  annualRevenue: number | null
  country: string | null
  region: string | null
  attributes: AttributeFacts
}

export type EventType =
  | 'touch'
  | 'stage_reported'
  | 'opportunity_created'
  | 'opportunity_stage'
  | 'opportunity_won'
  | 'opportunity_lost'

/** One thing that happened: a touch, a stage a source reports, or a move of an opportunity the person takes part in. */
export interface EventFacts {
  type: EventType
  /** kind of touch, e.g. `demo_request`; `null` for everything else */
  kind: string | null
  side: 'marketing' | 'sales' | null
  direction: 'inbound' | 'outbound' | null
  channel: string | null
  /** page, asset or subject line */
  subject: string | null
  /** name of the campaign */
  campaign: string | null
  /** stage key for `stage_reported`; stage name in the CRM for the opportunity events */
  stage: string | null
  /** amount of the opportunity in whole units of currency (not cents) */
  amount: number | null
  /** made by a machine */
  machine: boolean
}

/** Where the person stands in the present cycle, before the event is applied. */
export interface CycleFacts {
  /** 1 for the first trip through the funnel */
  number: number
  /** stage key; `null` before the first stage of the cycle */
  stage: string | null
  /** stage keys entered in this cycle, in order */
  reached: readonly string[]
  /** whole days since the cycle began; 0 at its first event */
  days: number
}

/** What the qualification rule decides over: the state right after the event was scored. */
export interface QualificationFacts {
  /** points */
  fit: number
  /** points */
  engagement: number
  person: PersonFacts
  account: AccountFacts | null
  cycle: CycleFacts
  /** touches by kind in this cycle, those of machines left out; a missing kind is 0 */
  counts: Readonly<Record<string, number>>
}

/** What a stage's entry rule decides over. */
export interface StageFacts extends QualificationFacts {
  event: EventFacts
  /** `qualifies()` said yes at this event, or it is a hand-raise, and no exclusion applies */
  qualified: boolean
}

export interface CompiledFitRule {
  rule: FitRule
  /** key of its group */
  group: string
  matches(person: PersonFacts, account: AccountFacts | null): boolean
}

export interface CompiledEngagementRule {
  rule: EngagementRule
  /** key of its group */
  group: string
  /** never for machine events: they are kept but score nothing */
  matches(event: EventFacts, person: PersonFacts): boolean
  /**
   * Every field the expression reads, e.g. `['event.kind', 'event.subject']`: answers may be kept per combination of
   * their values, so that millions of events need one evaluation per distinct combination.
   */
  reads: readonly string[]
}

export interface CompiledStage {
  stage: Stage
  enters(facts: StageFacts): boolean
}

/** What the exit rule of a track decides over. */
export interface TrackFacts {
  /** points */
  fit: number
  /** points */
  engagement: number
  person: PersonFacts
  account: AccountFacts | null
}

export interface CompiledTrack {
  track: AgreementDocument['recycling']['tracks'][number]
  /** the agreement's own exit rule applies; never without such a rule */
  exits(facts: TrackFacts): boolean
}

/** What routing rules and response times decide over: scores frozen at the move, and who it is. */
export interface RoutingFacts {
  /** points */
  fit: number
  /** points */
  engagement: number
  person: PersonFacts
  account: AccountFacts | null
}

export interface CompiledRoutingRule {
  rule: RoutingRule
  /** a `segment` rule holds for these facts; the other kinds of rule always answer yes and are decided over records */
  holds(facts: RoutingFacts): boolean
}

export interface CompiledResponseTime {
  responseTime: ResponseTime
  holds(facts: RoutingFacts, handRaise: boolean): boolean
}

/** An agreement version ready to run; made once per version and kept. */
export interface CompiledAgreement {
  document: AgreementDocument
  fitRules: readonly CompiledFitRule[]
  engagementRules: readonly CompiledEngagementRule[]
  /** the score and everything else satisfy the lead definition (hand-raises and exclusions apart) */
  qualifies(facts: QualificationFacts): boolean
  /** shows buying intent by the agreement's own rule */
  intent(facts: QualificationFacts): boolean
  /** an event that qualifies at once, whatever the score; never for machine events */
  isHandRaise(event: EventFacts): boolean
  /** every field that rule reads, as `reads` of an engagement rule */
  handRaiseReads: readonly string[]
  /** key of the first exclusion that applies, or `null` */
  exclusion(person: PersonFacts, account: AccountFacts | null): string | null
  /** in the order of the document */
  stages: readonly CompiledStage[]
  /** nurture tracks, in the order of the document */
  tracks: readonly CompiledTrack[]
  /** in the order of the document; the first that matches wins */
  routing: readonly CompiledRoutingRule[]
  /** in the order of the document; the first that holds is taken */
  responseTimes: readonly CompiledResponseTime[]
}

/** An agreement version as it ran at an instant. */
export interface AgreementInForce {
  version: number
  document: AgreementDocument
  compiled: CompiledAgreement
  /** from this instant on; minus infinity for the first version */
  effectiveFrom: Instant
}
