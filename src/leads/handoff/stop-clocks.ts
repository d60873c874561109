import type { Tx } from '#platform/db/index.ts'
import type { Instant } from '#platform/kernel/instant.ts'
import { followOutcomes } from './outcome.ts'
import { type EvidenceRow, evidenceOf } from './people-store.ts'
import { type Happening, type Happenings, record } from './record.ts'
import { isOutsideHours } from './rules/clocks.ts'
import { EVIDENCE_KINDS, isAttempt, isContact } from './rules/evidence.ts'
import { type EventRow, eventsOf, type HandOffRow, lockOpenOf, lockPeople, peopleWithOpen } from './store.ts'
import { type Terms, termsByVersion } from './terms.ts'
import { cancelTimers } from './timer-store.ts'

/**
 * Looks at the touches of some people, whatever their source, and writes each human attempt and each two-way contact into the
 * ledger of their open hand-off. The first attempt since the offer stops its clock. Run twice it does nothing more.
 *
 * @param actorId the user who logged it; null when it came from elsewhere
 * @returns hand-offs whose clock stopped
 */
export async function stopClocks(
  tx: Tx,
  workspaceId: string,
  personIds: readonly string[],
  now: Instant,
  actorId: string | null = null,
): Promise<string[]> {
  const concerned = await peopleWithOpen(tx, workspaceId, personIds)
  if (concerned.length === 0) return []
  await lockPeople(tx, workspaceId, concerned)
  const open = await lockOpenOf(tx, workspaceId, concerned)
  if (open.length === 0) return []
  const terms = await termsByVersion(tx, workspaceId)
  const changes = await evidenceFor(tx, workspaceId, open, terms, { now, actorId })
  const before = new Map(open.map((row) => [row.id, row]))
  const after = await record(tx, workspaceId, changes, now)
  const stopped = after.filter((row) => row.attemptedAt !== null && before.get(row.id)!.attemptedAt === null)
  const ids = stopped.map((row) => row.id)
  await cancelTimers(tx, workspaceId, ids, now, ['reminder', 'escalation', 'expiry'])
  const latest = open.map((row) => after.find((one) => one.id === row.id) ?? row)
  await followOutcomes(tx, workspaceId, latest, terms, now)
  return ids
}

/** New attempts and contacts of open hand-offs. */
async function evidenceFor(
  tx: Tx,
  workspaceId: string,
  open: readonly HandOffRow[],
  terms: (version: number) => Terms,
  { now, actorId }: { now: Instant; actorId: string | null },
): Promise<Happenings[]> {
  const touches = await evidenceOf(tx, workspaceId, {
    personIds: open.map((row) => row.personId),
    since: Math.min(...open.map((row) => row.leadStartedAt)),
    until: now,
    kinds: EVIDENCE_KINDS,
  })
  if (touches.length === 0) return []
  const ids = open.map((row) => row.id)
  const ledgers = await eventsOf(tx, workspaceId, ids)
  return open.flatMap((row) => {
    const own = touches.filter((touch) => touch.personId === row.personId)
    const happenings = happeningsOf(row, own, ledgers.get(row.id)!, terms(row.agreementVersion), actorId)
    return happenings.length > 0 ? [{ row, happenings }] : []
  })
}

/** What new touches amount to; one that stands in the ledger already counts once, also when it was taken back. */
function happeningsOf(
  row: HandOffRow,
  touches: readonly EvidenceRow[],
  ledger: readonly EventRow[],
  terms: Terms,
  actorId: string | null,
): Happening[] {
  const known = new Set(ledger.map((event) => event.touchId))
  const { channels } = terms.document.followUp
  const time = terms.time(row.clock, row.calendar, row.away)
  return touches.flatMap((touch) => {
    if (touch.occurredAt < row.leadStartedAt || known.has(touch.id)) return []
    const { occurredAt, id: touchId, kind } = touch
    const outsideHours = isOutsideHours(time, row.offeredAt, occurredAt)
    const common = { occurredAt, actorId, touchId }
    const attempt = isAttempt(touch, channels)
      ? [{ ...common, kind: 'attempted' as const, detail: { touch: kind, outsideHours } }]
      : []
    const contact = isContact(touch)
      ? [{ ...common, kind: 'contacted' as const, detail: { touch: kind } }]
      : []
    return [...attempt, ...contact]
  })
}
