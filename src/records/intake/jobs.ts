import { type Database, inSteps, type Tx } from '#platform/db/index.ts'
import { type Job, type JobHandler, JobStopped } from '#platform/jobs/index.ts'
import { DAY, type Instant } from '#platform/kernel/instant.ts'
import { askForWork, DRAIN } from './append.ts'
import { holdFreshClicks } from './mail-clicks.ts'
import { type OnTouches, processEvents } from './process.ts'
import { emptyAnonymous, lockWork, setAside, type WaitingEvent, waitingEvents } from './work-store.ts'

export interface IntakeDeps {
  database: Database
  clock: () => Instant
  /** what follows for people who got something new, in the same transaction */
  onTouches: OnTouches
}

const AT_ONCE = 200

/** The job that turns accepted events into touches: a batch and the end of the job in one transaction, then again while there is more. */
export function intakeJobs({ clock, onTouches }: IntakeDeps): JobHandler[] {
  return [
    {
      kind: DRAIN,
      maxAttempts: 12,
      async run(job) {
        try {
          await job.finish((tx) => drain(tx, job.workspaceId, clock(), onTouches))
        } catch (error) {
          if (isOutage(error) || job.signal.aborted) throw error
          await drainApart(job, clock, onTouches)
        }
      },
    },
  ]
}

async function drain(tx: Tx, workspaceId: string, now: Instant, onTouches: OnTouches): Promise<void> {
  await lockWork(tx, workspaceId)
  const events = await waitingEvents(tx, workspaceId, now, AT_ONCE, null)
  const later = await workOn(tx, workspaceId, events, now, onTouches)
  const more = events.length === AT_ONCE ? [{ dueAt: now }] : []
  await askForWork(tx, workspaceId, [...later, ...more], now)
}

/** Works on what can be judged now; answers when the rest is due. */
async function workOn(
  tx: Tx,
  workspaceId: string,
  events: readonly WaitingEvent[],
  now: Instant,
  onTouches: OnTouches,
): Promise<{ dueAt: Instant }[]> {
  const { ready, dueAt } = await holdFreshClicks(tx, workspaceId, events, now)
  if (ready.length > 0) await processEvents(tx, workspaceId, ready, now, onTouches)
  return dueAt === null ? [] : [{ dueAt }]
}

/** A batch failed: its halves are tried apart, down to the one that is at fault, which is set aside with the reason. */
async function drainApart(job: Job, clock: () => Instant, onTouches: OnTouches): Promise<void> {
  const { workspaceId } = job
  const ids = await job.transaction(async (tx) =>
    (await waitingEvents(tx, workspaceId, clock(), AT_ONCE, null)).map(({ id }) => id),
  )
  const parts = [ids]
  for (let part = parts.pop(); part; part = parts.pop()) {
    if (part.length === 0) continue
    try {
      await job.transaction((tx) => drainOnly(tx, workspaceId, part ?? [], clock(), onTouches))
    } catch (error) {
      if (isOutage(error) || job.signal.aborted) throw error
      if (part.length === 1)
        await job.transaction((tx) => setAside(tx, workspaceId, part![0]!, reasonOf(error)))
      else {
        const half = part.length >> 1
        parts.push(part.slice(half), part.slice(0, half))
      }
    }
  }
  await job.finish((tx) => askForWork(tx, workspaceId, [{ dueAt: clock() }], clock()))
}

async function drainOnly(
  tx: Tx,
  workspaceId: string,
  ids: readonly string[],
  now: Instant,
  onTouches: OnTouches,
): Promise<void> {
  await lockWork(tx, workspaceId)
  const events = await waitingEvents(tx, workspaceId, now, AT_ONCE, ids)
  await askForWork(tx, workspaceId, await workOn(tx, workspaceId, events, now, onTouches), now)
}

/** Nothing is wrong with an event when the database does not answer, or the process stops. */
function isOutage(error: unknown): boolean {
  const { name, kind } = error as { name?: string; kind?: { status?: number } }
  return error instanceof JobStopped || name === 'LeaseLost' || kind?.status === 503 || kind?.status === 507
}

const LONGEST_REASON = 300

function reasonOf(error: unknown): string {
  const cause = (error as { cause?: { message?: string } }).cause?.message
  const text = cause ?? (error instanceof Error ? error.message : String(error))
  return text.replaceAll('\0', '').slice(0, LONGEST_REASON)
}

/** Visits of people who were never known are kept this long. */
const KEPT_ANONYMOUS = 395 * DAY

/** Forgets what visitors did who stayed anonymous for 13 months; only that an event with its id came, and when, is kept. */
export function forgetAnonymous(database: Database, workspaceId: string, now: Instant): Promise<number> {
  return inSteps((limit) =>
    database.system((tx) => emptyAnonymous(tx, workspaceId, now - KEPT_ANONYMOUS, limit)),
  )
}
