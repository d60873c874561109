import type { Database } from '#platform/db/index.ts'
import type { Instant } from '#platform/kernel/instant.ts'
import { reportSettings } from './load-settings.ts'
import { type FactScope, refreshUnder } from './refresh.ts'

export { factsChanged, refreshChangedFacts, workspacesWithChanges } from './changes.ts'
export { buildFacts } from './rules/build.ts'
export { CATALOGUE, measure } from './rules/catalogue.ts'
export { dashboard } from './rules/dashboard.ts'
export type { CycleFact, KpiFacts } from './rules/facts.ts'
export type { Frame, StageLine } from './rules/frame.ts'
export type { Counting, RecordSet } from './rules/records.ts'
export { survivalQuantile } from './rules/survival.ts'
export { isMarketingTouch, type TouchFact } from './rules/touches.ts'
export { FIELDS } from './rules/trust.ts'
export { operations } from './service.ts'

/**
 * Brings the facts behind the dashboard up to date, set by set in SQL; repeating it changes nothing. Call it after the ledgers
 * changed: with the records that arrived, or with `all` after an undo or a rebuild. Small scopes take one transaction, large
 * ones one per 2,000 records.
 *
 * @param scope people, opportunities and accounts whose records, touches or stages changed
 * @example await refreshFacts(database, workspaceId, { personIds: ['0190…'] }, Date.now())
 */
export async function refreshFacts(
  database: Database,
  workspaceId: string,
  scope: FactScope | 'all',
  now: Instant,
): Promise<void> {
  const settings = await database.workspace(workspaceId, (tx) => reportSettings(tx, workspaceId, now))
  await refreshUnder({ database, workspaceId, settings, now }, scope)
}
