import type { Tx } from '#platform/db/index.ts'
import type { Instant } from '#platform/kernel/instant.ts'
import {
  campaignNames,
  opportunitiesOf,
  type PersonRow,
  peopleOf,
  reportedStagesOf,
  type StageChangeRow,
  stageChangesOf,
  touchesOf,
} from './evidence-store.ts'
import {
  accountFacts,
  byTime,
  type DatedEvidence,
  opportunityEvidence,
  personFacts,
  reportedEvidence,
  touchEvidence,
} from './rules/evidence.ts'
import type { History, Transition } from './rules/history.ts'
import type { RecordedFacts } from './rules/lead.ts'
import { qualifiedAt } from './rules/ledger.ts'
import type { VersionInForce } from './rules/version.ts'

/** Everything known of one person, whenever it happened; `historyUntil` cuts it at an instant. */
export interface Gathered {
  personId: string
  person: History['person']
  account: History['account']
  evidence: DatedEvidence[]
  openOpportunities: number
  qualified: NonNullable<History['qualified']>
}

/**
 * Loads people and their evidence, in order, in a fixed number of statements.
 *
 * @param moves what holds of their ledgers: a qualification that was made stays, whatever is learned of the person later
 */
export async function gather(
  tx: Tx,
  workspaceId: string,
  personIds: readonly string[],
  versions: readonly VersionInForce[],
  moves: ReadonlyMap<string, readonly Transition[]>,
): Promise<Gathered[]> {
  const people = await peopleOf(tx, workspaceId, personIds)
  const found = new Map(
    people.map((row) => [row.id, emptyOf(row, qualifiedAt(moves.get(row.id) ?? [], versions))]),
  )
  const ids = [...found.keys()]
  await addTouches(tx, workspaceId, ids, found)
  const stages = versions.at(-1)!.position
  for (const row of await reportedStagesOf(tx, workspaceId, ids)) {
    found.get(row.personId)!.evidence.push(reportedEvidence(row, stages.get(row.stage) ?? stages.size))
  }
  await addOpportunities(tx, workspaceId, ids, found)
  for (const { evidence } of found.values()) evidence.sort(byTime)
  return [...found.values()]
}

function emptyOf(row: PersonRow, qualified: Gathered['qualified']): Gathered {
  return {
    personId: row.id,
    person: personFacts(row),
    account: accountFacts(row),
    evidence: [],
    openOpportunities: 0,
    qualified,
  }
}

async function addTouches(
  tx: Tx,
  workspaceId: string,
  ids: string[],
  found: Map<string, Gathered>,
): Promise<void> {
  const touches = await touchesOf(tx, workspaceId, ids)
  const named = new Set(touches.flatMap(({ campaignId }) => campaignId ?? []))
  const campaigns = await campaignNames(tx, workspaceId, [...named])
  for (const row of touches) {
    found.get(row.personId)!.evidence.push(touchEvidence(row, campaigns.get(row.campaignId ?? '') ?? null))
  }
}

async function addOpportunities(
  tx: Tx,
  workspaceId: string,
  ids: string[],
  found: Map<string, Gathered>,
): Promise<void> {
  const opportunities = await opportunitiesOf(tx, workspaceId, ids)
  const changes = new Map<string, StageChangeRow[]>(opportunities.map((row) => [row.id, []]))
  for (const change of await stageChangesOf(tx, workspaceId, [...changes.keys()])) {
    changes.get(change.opportunityId)!.push(change)
  }
  for (const row of opportunities) {
    const gathered = found.get(row.personId)!
    if (row.status === 'open') gathered.openOpportunities += 1
    gathered.evidence.push(...opportunityEvidence(row, changes.get(row.id) ?? []))
  }
}

/** What had happened up to an instant: evidence dated later is not yet true. */
export function historyUntil(gathered: Gathered, at: Instant): { history: History; facts: RecordedFacts } {
  const { person, account, qualified } = gathered
  const cut = gathered.evidence.findIndex((one) => one.occurredAt > at)
  const evidence = cut < 0 ? gathered.evidence : gathered.evidence.slice(0, cut)
  const lastTouch = evidence.findLast((one) => one.facts.type === 'touch' && !one.facts.machine)
  return {
    history: { person, account, evidence, qualified },
    facts: {
      personId: gathered.personId,
      lastTouchAt: lastTouch?.occurredAt ?? null,
      openOpportunities: gathered.openOpportunities,
      nextEvidenceAt: cut < 0 ? null : gathered.evidence[cut]!.occurredAt,
    },
  }
}
