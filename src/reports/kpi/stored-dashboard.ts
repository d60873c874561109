import type { Tx } from '#platform/db/index.ts'
import { keptOrMade } from './kept-dashboards.ts'
import {
  readAges,
  readDeals,
  readDecisions,
  readFunnel,
  readOpenDeals,
  readPipeline,
  readResponses,
} from './reading-store.ts'
import { type DashboardCounts, presentDashboard, type RangeCounts } from './rules/dashboard.ts'
import { tallyDeals } from './rules/deals-counts.ts'
import type { TrustFacts } from './rules/facts.ts'
import { type DayRange, type Frame, previousRange } from './rules/frame.ts'
import { tallyPipeline } from './rules/pipeline.ts'
import { presentTrust } from './rules/trust.ts'
import type { Dashboard } from './schema.ts'
import { readRevision } from './state-store.ts'

/** The dashboard counted by the database: the same as `dashboard` over the facts in memory. */
export async function storedDashboard(
  tx: Tx,
  workspaceId: string,
  frame: Frame,
  { compare, trust }: { compare: boolean; trust: TrustFacts },
): Promise<Dashboard> {
  const revision = await readRevision(tx, workspaceId)
  const shown = await keptOrMade({ workspaceId, revision, frame, compare }, async () =>
    presentDashboard({ ...(await countInDatabase(tx, workspaceId, frame, compare)), trust }, frame),
  )
  return { ...shown, trust: presentTrust(trust) }
}

async function countInDatabase(
  tx: Tx,
  workspaceId: string,
  frame: Frame,
  compare: boolean,
): Promise<Omit<DashboardCounts, 'trust'>> {
  const over = async (range: DayRange): Promise<RangeCounts> => {
    const reading = { workspaceId, frame, range }
    return {
      funnel: await readFunnel(tx, reading),
      decisions: await readDecisions(tx, reading),
      deals: tallyDeals(await readDeals(tx, reading), frame),
      pipeline: tallyPipeline(await readPipeline(tx, reading), frame),
      responses: await readResponses(tx, reading),
    }
  }
  return {
    now: await over(frame.range),
    before: compare ? await over(previousRange(frame.range)) : null,
    ages: await readAges(tx, workspaceId, frame),
    openDeals: await readOpenDeals(tx, workspaceId, frame),
  }
}
