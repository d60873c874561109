import { adopt, toYaml } from '#agreement/document/index.ts'
import { recomputeLeads } from '#leads/lifecycle/index.ts'
import type { Database, Tx } from '#platform/db/index.ts'
import type { Instant } from '#platform/kernel/instant.ts'
import { type RecordKind, type RecordRow, writeRecords } from '#records/imports/index.ts'
import { refreshFacts } from '#reports/kpi/index.ts'
import { addMember, createWorkspace } from '#workspace/access/index.ts'
import { sampleAgreements } from './agreements.ts'
import { generate } from './generate.ts'
import { playLive } from './live.ts'
import { liveSinceOf, withoutLive } from './live-rows.ts'
import { lockSample, removeWorkspace, sampleWorkspaces, userOf } from './removal-store.ts'
import { dayOf, timeline } from './timeline.ts'

const SAMPLE_NAME = 'Sample company'
/** The seed of the company that documentation and the button show. */
export const SAMPLE_SEED = 7

/** What is being done, in words, and how far all of it is. */
export interface LoadProgress {
  doing: string
  /** 0-1 */
  share: number
}

export interface LoadOptions {
  seed?: number
  /** who may look at it, as administrators of the new workspace */
  userIds: readonly string[]
  now: Instant
  /** the day history ends; the day of `now` when absent */
  endsOn?: string
  /** for tests: a smaller company */
  scale?: number
  /** false: the CRM tells of the last weeks, too, and nothing is handed over */
  isLive?: boolean
  onProgress?: (progress: LoadProgress) => void
}

export interface LoadedSample {
  workspaceId: string
  /** rows written by kind */
  records: Partial<Record<RecordKind, number>>
}

/** The order in which references resolve. */
const KINDS: readonly RecordKind[] = ['seller', 'campaign', 'account', 'person', 'opportunity', 'touch']
const ROWS_AT_ONCE = 8_000
/** How far everything is when the records are written, when everyone is scored, and when the last weeks were played. */
const WRITTEN = 0.4
const FOLLOWED = 0.7
const HANDED_OVER = 0.92

/**
 * Fills a new workspace "Sample company" (kind `sample`) with eighteen months of made-up history, by the same code that real
 * imports run through: records, agreement versions, lifecycle, figures. A sample company loaded before is replaced.
 *
 * @returns the new workspace
 * @example await loadSampleCompany(database, { userIds: [userId], now: Date.now() })
 */
export async function loadSampleCompany(database: Database, options: LoadOptions): Promise<LoadedSample> {
  const { userIds, now } = options
  const workspaceId = await database.system((tx) => startSampleCompany(tx, userIds, now, endOf(options)))
  const records = await fillSampleCompany(database, workspaceId, {
    ...options,
    ...(userIds[0] ? { userId: userIds[0] } : {}),
  })
  return { workspaceId, records }
}

const endOf = ({ endsOn, now }: Pick<LoadOptions, 'endsOn' | 'now'>) => endsOn ?? dayOf(now)

/**
 * Creates the empty workspace under the sample company's first agreement and its successor, in place of any sample company
 * there was; runs in `database.system`.
 */
export async function startSampleCompany(
  tx: Tx,
  userIds: readonly string[],
  now: Instant,
  endsOn: string,
): Promise<string> {
  for (const old of await sampleWorkspaces(tx)) await removeWorkspace(tx, old)
  const [first, second] = sampleAgreements(endsOn)
  const author = { id: null, name: SAMPLE_NAME }
  const startWorkspace = async (within: Tx, { workspaceId }: { workspaceId: string }) => {
    const begun = 'The agreement both teams began with.'
    await adopt(within, workspaceId, { yaml: toYaml(first), note: begun, author, now })
    const changed = 'Marketing asked for a lower threshold, to hand over more leads.'
    await adopt(within, workspaceId, { yaml: toYaml(second), note: changed, author, now })
  }
  const { timeZone, currency } = first
  const made = { name: SAMPLE_NAME, kind: 'sample' as const, timeZone, currency, now }
  const workspaceId = await createWorkspace({ startWorkspace }, tx, made)
  for (const userId of userIds) {
    const user = await userOf(tx, userId)
    if (user) await addMember(tx, { workspaceId, userId, ...user, role: 'administrator', createdAt: now })
  }
  return workspaceId
}

/** Writes the history into the workspace and brings leads and figures up to date. Doing it again changes nothing. */
export async function fillSampleCompany(
  database: Database,
  workspaceId: string,
  options: Omit<LoadOptions, 'userIds'> & { userId?: string },
): Promise<LoadedSample['records']> {
  const { seed = SAMPLE_SEED, now, scale = 1, isLive = true, onProgress = () => {} } = options
  onProgress({ doing: 'Making up eighteen months', share: 0 })
  const endsOn = endOf(options)
  const since = isLive ? liveSinceOf(timeline(endsOn).endsAt) : Number.POSITIVE_INFINITY
  const { rows, live } = withoutLive(inReadingOrder(generate(seed, { endsOn, scale })), since)
  const records: LoadedSample['records'] = { opportunity: live.deals.length }
  for (let from = 0; from < rows.length; from += ROWS_AT_ONCE) {
    const part = rows.slice(from, from + ROWS_AT_ONCE)
    await database.workspace(workspaceId, (tx) =>
      writeRecords(tx, workspaceId, part, { source: 'sample', now }),
    )
    for (const { kind } of part) records[kind] = (records[kind] ?? 0) + 1
    onProgress({ doing: 'Writing records', share: (WRITTEN * (from + part.length)) / rows.length })
  }
  await recomputeLeads(database, workspaceId, 'all', now, {
    onProgress: ({ done, total }) =>
      onProgress({
        doing: 'Scoring people and following them through the stages',
        share: WRITTEN + ((FOLLOWED - WRITTEN) * done) / Math.max(1, total),
      }),
  })
  onProgress({ doing: 'Handing over the leads of the last weeks', share: FOLLOWED })
  if (isLive)
    await playLive(database, workspaceId, { seed, since, now, live, userId: options.userId ?? null })
  onProgress({ doing: 'Adding up the figures', share: HANDED_OVER })
  await refreshFacts(database, workspaceId, 'all', now)
  onProgress({ doing: 'Ready', share: 1 })
  return records
}

function inReadingOrder(rows: Iterable<RecordRow>): RecordRow[] {
  const byKind = new Map<RecordKind, RecordRow[]>(KINDS.map((kind) => [kind, []]))
  for (const row of rows) byKind.get(row.kind)!.push(row)
  return [...byKind.values()].flat()
}

/**
 * Removes the sample company with everything in it.
 *
 * @returns whether there was one; a workspace of real data is never removed
 */
export async function removeSampleCompany(database: Database, workspaceId: string): Promise<boolean> {
  return database.system(async (tx) => {
    const isSample = await lockSample(tx, workspaceId)
    if (isSample) await removeWorkspace(tx, workspaceId)
    return isSample
  })
}
