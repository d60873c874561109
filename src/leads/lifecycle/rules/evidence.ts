import type { AccountFacts, EventFacts, PersonFacts } from '#agreement/document/index.ts'
import { asciiDomain } from '#platform/kernel/domain.ts'
import type { Instant } from '#platform/kernel/instant.ts'
import { wholeUnits } from '#platform/kernel/money.ts'
import type {
  OpportunityRow,
  PersonRow,
  ReportedStageRow,
  StageChangeRow,
  TouchRow,
} from '../evidence-store.ts'
import type { Evidence } from './history.ts'

/** Turns records into the facts that rules read. */

/** Evidence with what puts equal instants in order: when it was recorded, then what it is, then its id. */
export interface DatedEvidence extends Evidence {
  recordedAt: Instant
  rank: number
}

const NO_FACTS: EventFacts = {
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
/** Recorded at once: a deal is created before it moves, and what ends something comes last. */
const RANK = {
  opportunity_created: 0,
  opportunity_stage: 1,
  touch: 2,
  stage_reported: 3,
  opportunity_won: 90,
  opportunity_lost: 91,
}

/** Compares two pieces of evidence by the order in which they happened. */
export function byTime(a: DatedEvidence, b: DatedEvidence): number {
  return (
    a.occurredAt - b.occurredAt ||
    a.recordedAt - b.recordedAt ||
    a.rank - b.rank ||
    (a.id === b.id ? 0 : (a.id ?? '') < (b.id ?? '') ? -1 : 1)
  )
}

/** A touch; the agreement's rules decide what it means. */
export function touchEvidence(row: TouchRow, campaign: string | null): DatedEvidence {
  const { kind, side, direction, channel, subject, machine } = row
  return {
    id: row.id,
    occurredAt: row.occurredAt,
    recordedAt: row.recordedAt,
    rank: RANK.touch,
    facts: {
      type: 'touch',
      kind,
      side,
      direction,
      channel,
      subject,
      campaign,
      stage: null,
      amount: null,
      machine,
    },
    actor: null,
    reason: null,
    opportunityId: null,
    implicit: false,
  }
}

/**
 * A stage that another system dates, or that one of us said.
 *
 * @param position of the stage in the agreement, so that several of one day are taken in the order of the funnel
 */
export function reportedEvidence(row: ReportedStageRow, position: number): DatedEvidence {
  return {
    id: null,
    occurredAt: row.occurredAt,
    recordedAt: row.recordedAt,
    rank: RANK.stage_reported + position,
    facts: { ...NO_FACTS, type: 'stage_reported', stage: row.stage },
    actor: row.actorId ? { kind: 'user', name: row.actorId } : { kind: 'source', name: row.source },
    reason: row.reason,
    opportunityId: null,
    implicit: false,
  }
}

/** The dated moves of an opportunity; what the source does not date is left out. */
export function opportunityEvidence(
  row: OpportunityRow,
  changes: readonly StageChangeRow[],
): DatedEvidence[] {
  const evidence = (
    type: keyof typeof RANK,
    occurredAt: Instant,
    more: Partial<DatedEvidence>,
    facts: Partial<EventFacts>,
  ): DatedEvidence => ({
    id: row.id,
    occurredAt,
    recordedAt: row.recordedAt,
    rank: RANK[type],
    facts: { ...NO_FACTS, type, amount: wholeUnits(row.amountMinor, row.currency), ...facts },
    actor: { kind: 'source', name: row.implicit ? 'opportunity.account' : 'opportunity.contact' },
    reason: null,
    opportunityId: row.id,
    implicit: row.implicit,
    ...more,
  })
  const found: DatedEvidence[] = []
  if (row.occurredAt !== null) found.push(evidence('opportunity_created', row.occurredAt, {}, {}))
  for (const change of changes) {
    const amount = wholeUnits(change.amountMinor ?? row.amountMinor, row.currency)
    found.push(
      evidence(
        'opportunity_stage',
        change.occurredAt,
        { recordedAt: change.recordedAt },
        { stage: change.toStage, amount },
      ),
    )
  }
  if (row.closedAt !== null && row.status !== 'open') {
    const type = row.status === 'won' ? 'opportunity_won' : 'opportunity_lost'
    const reason = row.status === 'lost' ? row.lostReason : null
    found.push(evidence(type, row.closedAt, { reason }, { stage: row.stage }))
  }
  return found
}

/** What rules may know of a person. */
export function personFacts(row: PersonRow): PersonFacts {
  const { email, jobTitle, country, source, attributes, suppressed } = row
  const domain = email?.includes('@') ? asciiDomain(email.slice(email.lastIndexOf('@') + 1)) : null
  return { email, domain, jobTitle, country, source, attributes, suppressed }
}

/** What rules may know of the person's account, or `null` without one. */
export function accountFacts(row: PersonRow): AccountFacts | null {
  if (row.accountId === null || row.accountName === null) return null
  return {
    name: row.accountName,
    domain: row.accountDomain,
    industry: row.industry,
    employees: row.employees,
    annualRevenue: wholeUnits(row.annualRevenueMinor, row.currency),
    country: row.accountCountry,
    region: row.region,
    attributes: row.accountAttributes ?? {},
  }
}
