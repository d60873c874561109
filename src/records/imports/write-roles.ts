import type { Tx } from '#platform/db/index.ts'
import {
  type ContactRow,
  insertStageChanges,
  type StageChangeColumns,
  upsertContacts,
} from './parts-store.ts'
import type { Resolver } from './resolve.ts'
import type { KindCounts } from './rules/counts.ts'
import type { ContactRoleRow, Reference, StageChangeRow } from './rules/rows.ts'
import { emptyCounts, type Refusal, SEVERAL_DEALS, unknownReference } from './write-outcome.ts'
import { instantText } from './write-parties.ts'
import type { WriteSession } from './write-session.ts'

/** A move of a deal as the database takes it. */
export function changeColumns(
  id: string,
  change: Pick<StageChangeRow, 'toStage' | 'fromStage' | 'amountMinor' | 'occurredAt'>,
): StageChangeColumns {
  return {
    opportunity_id: id,
    to_stage: change.toStage,
    from_stage: change.fromStage ?? null,
    amount_minor: change.amountMinor ?? null,
    occurred_at: instantText(change.occurredAt),
  }
}

const noDeal = (resolver: Resolver, opportunity: Reference): string =>
  resolver.meansSeveral(opportunity) ? SEVERAL_DEALS : unknownReference('opportunity')

/** Adds people to deals that are known already. */
export async function writeContactRoles(
  tx: Tx,
  session: WriteSession,
  resolver: Resolver,
  rows: readonly ContactRoleRow[],
  offset: number,
  refusals: Refusal[],
): Promise<KindCounts> {
  const counts = emptyCounts()
  const contacts = new Map<string, ContactRow>()
  for (const [index, row] of rows.entries()) {
    const opportunityId = resolver.findFor('opportunity', row.opportunity, row)
    const personId = resolver.findFor('person', row.person, row)
    if (opportunityId && personId) {
      contacts.set(`${opportunityId}|${personId}`, {
        opportunity_id: opportunityId,
        person_id: personId,
        role: row.role ?? null,
        is_primary: row.isPrimary ?? false,
      })
      continue
    }
    counts.refused++
    refusals.push({
      index: offset + index,
      message: opportunityId ? unknownReference('person') : noDeal(resolver, row.opportunity),
    })
  }
  if (!session.options.isDryRun)
    counts.created = await upsertContacts(tx, session.workspaceId, [...contacts.values()], session.options)
  counts.unchanged = rows.length - counts.refused - counts.created
  return counts
}

/** Adds moves to deals that are known already. */
export async function writeStageChanges(
  tx: Tx,
  session: WriteSession,
  resolver: Resolver,
  rows: readonly StageChangeRow[],
  offset: number,
  refusals: Refusal[],
): Promise<KindCounts> {
  const counts = emptyCounts()
  const changes: StageChangeColumns[] = []
  for (const [index, row] of rows.entries()) {
    const opportunityId = resolver.findFor('opportunity', row.opportunity, row)
    if (opportunityId) changes.push(changeColumns(opportunityId, row))
    else {
      counts.refused++
      refusals.push({ index: offset + index, message: noDeal(resolver, row.opportunity) })
    }
  }
  const { workspaceId, options } = session
  if (!options.isDryRun) counts.created = await insertStageChanges(tx, workspaceId, changes, options)
  counts.unchanged = rows.length - counts.refused - counts.created
  return counts
}
