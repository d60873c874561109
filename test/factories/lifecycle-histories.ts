import {
  type AgreementDocument,
  compileAgreement,
  defaultAgreement,
  type EventFacts,
} from '#agreement/document/index.ts'
import type { Evidence, Transition } from '#leads/lifecycle/rules/history.ts'
import { prepareVersion, type VersionInForce } from '#leads/lifecycle/rules/version.ts'
import { UTC } from '#leads/scoring/rules/buckets.ts'

/** Stories of single people, told in one line each, under an agreement whose scores can be worked out by hand. */

/**
 * The default agreement's stages with a plain model: downloads 20 points for 30 days, calls 5, at most 100. Qualified from 40 on.
 * Fit is 50 for everyone and 10 for students' addresses (`@uni.example`).
 */
export function plainAgreement(change: (document: AgreementDocument) => void = () => {}): AgreementDocument {
  const document = defaultAgreement()
  document.timeZone = 'UTC'
  document.scoring.fit.groups = [
    {
      key: 'who',
      name: 'Who',
      rules: [
        { key: 'known', name: 'Known', when: 'true', points: 50 },
        { key: 'university', name: 'University', when: 'person.domain == "uni.example"', points: -40 },
      ],
    },
  ]
  document.scoring.engagement.groups = [
    {
      key: 'what',
      name: 'What',
      rules: [
        {
          key: 'download',
          name: 'Download',
          when: 'event.kind == "content_download"',
          points: 20,
          frequency: 'every',
          window: 'P30D',
        },
        { key: 'call', name: 'Call', when: 'event.kind == "call_connected"', points: 5, frequency: 'every' },
      ],
    },
  ]
  document.qualification.when = 'fit >= 30 && engagement >= 40'
  document.qualification.handRaise = 'event.kind in ["demo_request", "contact_request"]'
  document.qualification.exclusions = [
    { key: 'own_employees', name: 'Our own people', when: 'person.domain == "own.example"' },
  ]
  document.recycling.reentry.notBefore = 'P7D'
  change(document)
  return document
}

export function versionOf(
  document: AgreementDocument,
  version = 1,
  effectiveFrom = Number.NEGATIVE_INFINITY,
): VersionInForce {
  return prepareVersion({ version, document, effectiveFrom, compiled: compileAgreement(document) }, UTC)
}

const NOTHING: EventFacts = {
  type: 'touch',
  kind: null,
  side: null,
  direction: null,
  channel: null,
  subject: null,
  campaign: null,
  stage: null,
  amount: null,
  machine: false,
}

let made = 0
const evidence = (at: string, facts: Partial<EventFacts>, more: Partial<Evidence> = {}): Evidence => ({
  id: `cause-${++made}`,
  occurredAt: Date.parse(at),
  facts: { ...NOTHING, ...facts },
  actor: null,
  reason: null,
  opportunityId: null,
  implicit: false,
  ...more,
})

/** A marketing touch by the person. */
export const inbound = (at: string, kind: string, more: Partial<EventFacts> = {}) =>
  evidence(at, { kind, side: 'marketing', direction: 'inbound', ...more })

/** Something a seller did. */
export const outbound = (at: string, kind: string) =>
  evidence(at, { kind, side: 'sales', direction: 'outbound' })

/** A stage that another system says the person entered. */
export const reported = (at: string, stage: string, reason: string | null = null) =>
  evidence(
    at,
    { type: 'stage_reported', stage },
    { id: null, actor: { kind: 'source', name: 'HubSpot' }, reason },
  )

/** One of us has a person begin anew at a stage, with a reason. */
export const reopened = (at: string, stage = 'inquiry', reason = 'mistake') =>
  evidence(at, { type: 'stage_reported', stage }, { id: null, actor: { kind: 'user', name: 'ada' }, reason })

/** A move of an opportunity that the person is a contact of. */
export const deal = (at: string, move: 'created' | 'stage' | 'won' | 'lost', id = 'deal', implicit = false) =>
  evidence(
    at,
    { type: `opportunity_${move}` },
    { actor: { kind: 'source', name: 'opportunity.contact' }, opportunityId: id, implicit },
  )

/** `1 sal`, or `1 ~sal` where it was inferred: the moves of a person at a glance. */
export const told = (transitions: readonly Transition[]) =>
  transitions.map(({ cycle, inferred, toStage }) => `${cycle} ${inferred ? '~' : ''}${toStage}`)
