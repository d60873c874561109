import type {
  AgreementDocument,
  CompiledAgreement,
  CompiledEngagementRule,
  CompiledFitRule,
  EventFacts,
  PersonFacts,
} from '#agreement/document/index.ts'
import type { ScoredEvent } from '#leads/scoring/rules/score.ts'

/** Small models written down by hand, for tests: each rule matches the touch kind of its own name. */

type EngagementDeclaration = Partial<CompiledEngagementRule['rule']> & { key: string; points: number }

export interface HandWorked {
  fit?: { group?: string; key: string; points: number; when?: (person: PersonFacts) => boolean }[]
  engagement?: (EngagementDeclaration & { group?: string })[]
  limits?: { fit?: number; engagement?: number; groups?: Record<string, number> }
  excluded?: (person: PersonFacts) => boolean
}

/** A compiled agreement with the given scoring rules and nothing else of interest. */
export function handWorked(model: HandWorked): CompiledAgreement {
  const fitRules = (model.fit ?? []).map(
    ({ key, points, group = 'who', when }): CompiledFitRule => ({
      rule: { key, name: key, when: 'true', points },
      group,
      matches: when ?? (() => true),
    }),
  )
  const engagementRules = (model.engagement ?? []).map(
    ({ group = 'what', ...rule }): CompiledEngagementRule => ({
      rule: { name: rule.key, when: `event.kind == '${rule.key}'`, frequency: 'every', ...rule },
      group,
      matches: (event) => event.kind === rule.key,
      reads: ['event.kind'],
    }),
  )
  const scoring: AgreementDocument['scoring'] = {
    fit: {
      limit: model.limits?.fit ?? 100,
      groups: groupsOf(fitRules, model.limits?.groups) as never,
      grades: { a: 75, b: 50, c: 25 },
    },
    engagement: {
      limit: model.limits?.engagement ?? 100,
      groups: groupsOf(engagementRules, model.limits?.groups) as never,
      grades: { one: 75, two: 50, three: 25 },
    },
  }
  return {
    document: { scoring } as AgreementDocument,
    fitRules,
    engagementRules,
    qualifies: () => false,
    intent: () => false,
    isHandRaise: () => false,
    handRaiseReads: [],
    exclusion: (person) => (model.excluded?.(person) ? 'own_people' : null),
    stages: [],
    tracks: [],
    routing: [],
    responseTimes: [],
  }
}

function groupsOf(rules: readonly { group: string }[], limits: Record<string, number> = {}) {
  return [...new Set(rules.map((rule) => rule.group))].map((key) => ({
    key,
    name: key,
    limit: limits[key],
    rules: [],
  }))
}

export const NOBODY: PersonFacts = {
  email: null,
  domain: null,
  jobTitle: null,
  country: null,
  source: null,
  attributes: {},
}

/** A touch of a kind at an instant; an ISO text or epoch milliseconds. */
export function touched(kind: string, at: string | number, more: Partial<EventFacts> = {}): ScoredEvent {
  const occurredAt = typeof at === 'number' ? at : Date.parse(at)
  return { id: `${kind}@${occurredAt}`, occurredAt, facts: { ...EVENT, kind, ...more } }
}

const EVENT: EventFacts = {
  type: 'touch',
  kind: null,
  side: 'marketing',
  direction: 'inbound',
  channel: null,
  subject: null,
  campaign: null,
  stage: null,
  amount: null,
  machine: false,
}
