import type { Tx } from '#platform/db/index.ts'
import { keptOrCounted } from './kept-counts.ts'
import {
  readAges,
  readDeals,
  readFunnel,
  readOpenDeals,
  readPipeline,
  readResponses,
} from './reading-store.ts'
import type { DashboardCounts, RangeCounts } from './rules/dashboard.ts'
import { tallyDeals } from './rules/deals-counts.ts'
import type { TrustFacts } from './rules/facts.ts'
import { type DayRange, type Frame, previousRange } from './rules/frame.ts'
import { tallyPipeline } from './rules/pipeline.ts'
import { readRevision } from './state-store.ts'

/** Counts a dashboard by the database: the same as `countDashboard` over the facts in memory. */
export async function countInDatabase(
  tx: Tx,
  workspaceId: string,
  frame: Frame,
  options: { compare: boolean; trust: TrustFacts },
): Promise<DashboardCounts> {
  const over = async (range: DayRange): Promise<RangeCounts> => {
    const reading = { workspaceId, frame, range }
    return {
      funnel: await readFunnel(tx, reading),
      deals: tallyDeals(await readDeals(tx, reading), frame),
      pipeline: tallyPipeline(await readPipeline(tx, reading), frame),
      responses: await readResponses(tx, reading),
    }
  }
  const revision = await readRevision(tx, workspaceId)
  const counts = await keptOrCounted(
    { workspaceId, revision, frame, compare: options.compare },
    async () => ({
      now: await over(frame.range),
      before: options.compare ? await over(previousRange(frame.range)) : null,
      ages: await readAges(tx, workspaceId, frame),
      openDeals: await readOpenDeals(tx, workspaceId, frame),
    }),
  )
  return { ...counts, trust: options.trust }
}
