import type { Tx } from '#platform/db/index.ts'
import type { Instant } from '#platform/kernel/instant.ts'
import { type OutcomeOf, outcomesOf } from './outcome-store.ts'
import { type Happening, record } from './record.ts'
import type { HandOffRow } from './store.ts'
import { exitStages, type Terms, termsAt } from './terms.ts'

/**
 * Ends open hand-offs whose outcome was written elsewhere: an opportunity in the CRM that names the person, or an exit that another
 * system reports.
 */
export async function followOutcomes(
  tx: Tx,
  workspaceId: string,
  open: readonly HandOffRow[],
  terms: (version: number) => Terms,
  now: Instant,
): Promise<void> {
  if (open.length === 0) return
  const current = await termsAt(tx, workspaceId, now)
  const rows = new Map(open.map((row) => [row.id, row]))
  const found = await outcomesOf(tx, workspaceId, [...rows.keys()])
  const changes = found.flatMap((outcome) => {
    const row = rows.get(outcome.id)!
    const happening = happeningOf(row, outcome, [current, terms(row.agreementVersion)], now)
    return happening ? [{ row, happenings: [happening] }] : []
  })
  await record(tx, workspaceId, changes, now)
}

/** @param versions those that may know the stage: the one in force, and the one the hand-off began under */
function happeningOf(
  row: HandOffRow,
  outcome: OutcomeOf,
  versions: readonly Terms[],
  now: Instant,
): Happening | null {
  const { stage, cycle, reason, enteredAt, opportunityId, opportunityAt } = outcome
  const when = (at: Instant | null) => Math.min(Math.max(at ?? now, row.stateAt), now)
  if (opportunityId && opportunityAt! <= now)
    return { kind: 'qualified', occurredAt: when(opportunityAt), actorId: null, detail: { opportunityId } }
  const ended = versions.some(({ document }) =>
    document.stages.some((one) => one.key === stage && one.kind === 'exit'),
  )
  if (cycle <= row.cycle && !(cycle === row.cycle && ended)) return null
  const isOver = versions.some(({ document }) => stage === exitStages(document).disqualified)
  const kind = cycle === row.cycle && isOver ? 'disqualified' : 'recycled'
  const detail = { reason: cycle === row.cycle ? reason : null, elsewhere: true }
  return { kind, occurredAt: when(enteredAt), actorId: null, detail }
}
