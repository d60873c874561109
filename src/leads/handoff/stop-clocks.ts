import type { Tx } from '#platform/db/index.ts'
import type { Instant } from '#platform/kernel/instant.ts'
import { EVIDENCE_KINDS, isAttempt, isContact } from '#records/touches/index.ts'
import { followOutcomes } from './outcome.ts'
import { type EvidenceRow, evidenceOf } from './people-store.ts'
import { type Happening, type Happenings, record } from './record.ts'
import { isOutsideHours } from './rules/clocks.ts'
import { lockOpenOf, lockPeople, peopleWithOpen } from './store.ts'
import { type Terms, termsByVersion } from './terms.ts'
import { cancelTimers } from './timer-store.ts'
import { type Kept, withoutWithdrawn } from './withdrawn.ts'

/** A touch and the user who logged it. */
interface Logged {
  touchId: string
  userId: string
}

/**
 * Looks at the touches of some people, whatever their source, and writes each human attempt and each two-way contact into the
 * ledger of their open hand-off. The first attempt since the offer stops its clock; what is no evidence any more is taken back first. Run twice it does nothing more.
 *
 * @param logged the touch that a user has just logged: only that one is theirs, to take back as well; null when none was
 * @returns hand-offs whose clock stopped
 */
export async function stopClocks(
  tx: Tx,
  workspaceId: string,
  personIds: readonly string[],
  now: Instant,
  logged: Logged | null = null,
): Promise<string[]> {
  const concerned = await peopleWithOpen(tx, workspaceId, personIds)
  if (concerned.length === 0) return []
  await lockPeople(tx, workspaceId, concerned)
  const kept = await withoutWithdrawn(tx, workspaceId, await lockOpenOf(tx, workspaceId, concerned), now)
  if (kept.length === 0) return []
  const open = kept.map(({ row }) => row)
  const terms = await termsByVersion(tx, workspaceId)
  const changes = await evidenceFor(tx, workspaceId, kept, terms, { now, logged })
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
  open: readonly Kept[],
  terms: (version: number) => Terms,
  { now, logged }: { now: Instant; logged: Logged | null },
): Promise<Happenings[]> {
  const touches = await evidenceOf(tx, workspaceId, {
    personIds: open.map(({ row }) => row.personId),
    since: Math.min(...open.map(({ row }) => row.leadStartedAt)),
    until: now,
    kinds: EVIDENCE_KINDS,
  })
  if (touches.length === 0) return []
  return open.flatMap(({ row, ledger }) => {
    const own = touches.filter((touch) => touch.personId === row.personId)
    const happenings = happeningsOf({ row, ledger }, own, terms(row.agreementVersion), logged)
    return happenings.length > 0 ? [{ row, happenings }] : []
  })
}

/** What new touches amount to; one that stands in the ledger already counts once, also when a member took it back. */
function happeningsOf(
  { row, ledger }: Kept,
  touches: readonly EvidenceRow[],
  terms: Terms,
  logged: Logged | null,
): Happening[] {
  const withdrawn = new Set(ledger.flatMap((event) => (event.actorId === null ? (event.undoesId ?? []) : [])))
  const known = new Set(ledger.filter(({ id }) => !withdrawn.has(id)).map(({ touchId }) => touchId))
  const { channels } = terms.document.followUp
  const time = terms.time(row.clock, row.calendar, row.away)
  return touches.flatMap((touch) => {
    if (touch.occurredAt < row.leadStartedAt || known.has(touch.id)) return []
    const { occurredAt, id: touchId, kind } = touch
    const actorId = touchId === logged?.touchId ? logged.userId : null
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
