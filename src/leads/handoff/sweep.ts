import type { Database, Tx } from '#platform/db/index.ts'
import type { Instant } from '#platform/kernel/instant.ts'
import { expire } from './expire.ts'
import { isNeeded, rearmAfterPause, resumption } from './pause.ts'
import { type Happening, record } from './record.ts'
import { type HandOffRow, lockHandOffs, lockPeople } from './store.ts'
import { type Terms, termsByVersion } from './terms.ts'
import { claimTimers, dueHandOffs, markFired, type TimerRow } from './timer-store.ts'

/** Hand-offs in one transaction. */
const BATCH = 50

/**
 * Carries out every timer that is due: reminders, escalations, expiries, ends of pauses. Each exactly once, whoever sweeps at the
 * same time: the lock on the person and `fired_at` decide, not the clock of a process. How late it was stands in the event.
 *
 * @param now instant up to which timers are due
 * @returns number of timers carried out
 */
export async function sweepHandoffs(database: Database, workspaceId: string, now: Instant): Promise<number> {
  let fired = 0
  let fault: unknown
  const passedOver: string[] = []
  const carryOut = async (due: readonly Due[]) => {
    const done = await database.workspace(workspaceId, (tx) => sweepBatch(tx, workspaceId, due, now))
    fired += done.timers
    passedOver.push(...due.map(({ id }) => id).filter((id) => !done.handOffs.includes(id)))
  }
  for (;;) {
    const due = await database.workspace(workspaceId, (tx) =>
      dueHandOffs(tx, workspaceId, now, BATCH, passedOver),
    )
    if (due.length === 0) break
    const isLast = due.length < BATCH
    try {
      await carryOut(due)
    } catch (error) {
      if (due.length === 1) fault ??= error
      for (const one of due) {
        await carryOut([one]).catch((reason: unknown) => {
          fault ??= reason
          passedOver.push(one.id)
        })
      }
    }
    if (isLast) break
  }
  if (fault) throw fault
  return fired
}

interface Due {
  id: string
  personId: string
}

/** One transaction; hand-offs whose person somebody else has locked are left for the next sweep. */
async function sweepBatch(
  tx: Tx,
  workspaceId: string,
  due: readonly Due[],
  now: Instant,
): Promise<{ timers: number; handOffs: string[] }> {
  const free = await lockPeople(
    tx,
    workspaceId,
    due.map((one) => one.personId),
    true,
  )
  const ids = due.filter((one) => free.includes(one.personId)).map((one) => one.id)
  if (ids.length === 0) return { timers: 0, handOffs: [] }
  const rows = await lockHandOffs(tx, workspaceId, ids)
  const timers = await claimTimers(tx, workspaceId, ids, now)
  await markFired(tx, workspaceId, timers, now)
  const terms = await termsByVersion(tx, workspaceId)
  const later = await tellAndResume(tx, workspaceId, { rows, timers, terms }, now)
  const expiring = later.filter((row) => timers.some((timer) => isExpiryOf(timer, row)))
  for (const row of expiring) {
    const timer = timers.find((one) => isExpiryOf(one, row))!
    const latenessMs = Math.max(0, now - timer.dueAt)
    await expire(tx, workspaceId, row, { terms: terms(row.agreementVersion), latenessMs }, now)
  }
  const claimed = new Set(timers.map((timer) => timer.handOffId))
  return { timers: timers.length, handOffs: [...claimed] }
}

const isExpiryOf = (timer: TimerRow, row: HandOffRow) =>
  timer.kind === 'expiry' && timer.handOffId === row.id && isNeeded(timer, row)

/** Reminders, escalations and ends of pauses; answers the hand-offs as they are then. */
async function tellAndResume(
  tx: Tx,
  workspaceId: string,
  { rows, timers, terms }: { rows: HandOffRow[]; timers: TimerRow[]; terms: (version: number) => Terms },
  now: Instant,
): Promise<HandOffRow[]> {
  const changes = []
  const resumed: { from: Instant; to: Instant; id: string }[] = []
  for (const row of rows) {
    const own = timers.filter((timer) => timer.handOffId === row.id && timer.kind !== 'expiry')
    const happenings: Happening[] = []
    for (const timer of own.filter((one) => isNeeded(one, row))) {
      const version = terms(row.agreementVersion)
      if (timer.kind === 'resume') {
        const at = timer.dueAt
        happenings.push(await resumption(tx, workspaceId, row, { at, actorId: null }, version))
        resumed.push({ from: row.pausedAt!, to: at, id: row.id })
      } else happenings.push(toldBy(timer, row, version, now))
    }
    changes.push({ row, happenings })
  }
  const after = await record(
    tx,
    workspaceId,
    changes.filter((change) => change.happenings.length > 0),
    now,
  )
  const latest = rows.map((row) => after.find((one) => one.id === row.id) ?? row)
  for (const { id, ...pause } of resumed) {
    const row = latest.find((one) => one.id === id)!
    await rearmAfterPause(tx, workspaceId, row, pause, terms(row.agreementVersion))
  }
  return latest
}

function toldBy(timer: TimerRow, row: HandOffRow, { document }: Terms, now: Instant): Happening {
  const { level, dueAt } = timer
  const detail = { level, timerDueAt: dueAt, latenessMs: Math.max(0, now - dueAt), overdue: now > row.dueAt }
  const common = { occurredAt: now, actorId: null }
  if (timer.kind === 'reminder') return { ...common, kind: 'reminded', detail }
  const to = document.handOff.escalations[level]?.to ?? 'manager'
  return { ...common, kind: 'escalated', detail: { ...detail, to } }
}
