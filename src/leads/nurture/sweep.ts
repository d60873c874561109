import type { Database, Tx } from '#platform/db/index.ts'
import { enqueue } from '#platform/jobs/index.ts'
import { newId } from '#platform/kernel/ids.ts'
import { type Instant, MINUTE } from '#platform/kernel/instant.ts'
import { dueEnrolments, type EnrolmentRow, endPresent, enrolmentById, setStep } from './enrolment-store.ts'
import { followMerges } from './merges.ts'
import { abandon, hadMessage, hasQueued, queueMessage } from './message-store.ts'
import { nextMove } from './rules/step-clock.ts'
import { addressOf, type Judged, judge, loadTracks, placeOf } from './tracks.ts'

export const SEND = 'nurture.send'

/** After this long a message in hand belongs to a sender that died: longer than the mail server may take. */
export const IN_HAND_MS = 3 * MINUTE
const AT_ONCE = 100

export interface Swept {
  /** people whose step had come */
  due: number
  queued: number
  ended: number
}

/**
 * Moves everyone whose step has come, and has what is to be sent sent. Steps are stored instants, so after a stop of any length each
 * is taken once, late, and the next one counts from then. Several processes may sweep at once.
 */
export async function sweepNurture(database: Database, workspaceId: string, now: Instant): Promise<Swept> {
  const swept: Swept = { due: 0, queued: 0, ended: 0 }
  await database.workspace(workspaceId, (tx) => giveUpInterrupted(tx, workspaceId, now))
  for (;;) {
    const part = await database.workspace(workspaceId, (tx) => advance(tx, workspaceId, now))
    for (const key of ['due', 'queued', 'ended'] as const) swept[key] += part[key]
    if (part.due < AT_ONCE) break
  }
  await database.workspace(workspaceId, async (tx) => {
    if (await hasQueued(tx, workspaceId, now)) {
      await enqueue(tx, { workspaceId, kind: SEND, payload: {}, runAt: now, key: 'send' })
    }
  })
  return swept
}

/** A message that was in hand when its sender died may have arrived: it is shown as such and never sent again by itself. */
async function giveUpInterrupted(tx: Tx, workspaceId: string, now: Instant): Promise<void> {
  for (const message of await abandon(tx, workspaceId, now - IN_HAND_MS, now)) {
    await goOnAfter(tx, workspaceId, message, now)
  }
}

/** The next step of an enrolment counts from the end of its message. */
export async function goOnAfter(
  tx: Tx,
  workspaceId: string,
  message: { enrolmentId: string; step: number },
  now: Instant,
): Promise<void> {
  const enrolment = await enrolmentById(tx, workspaceId, message.enrolmentId)
  if (enrolment && !enrolment.ended && enrolment.step === message.step) {
    await setStep(tx, workspaceId, enrolment.id, message.step + 1, now)
  }
}

async function advance(tx: Tx, workspaceId: string, now: Instant): Promise<Swept> {
  let due = await dueEnrolments(tx, workspaceId, now, AT_ONCE)
  const people = due.map(({ personId }) => personId)
  if ((await followMerges(tx, workspaceId, people, now)) > 0)
    due = await dueEnrolments(tx, workspaceId, now, AT_ONCE)
  const swept: Swept = { due: due.length, queued: 0, ended: 0 }
  if (due.length === 0) return swept
  const tracks = await loadTracks(tx, workspaceId, now)
  for (const one of await judge(tx, workspaceId, due, tracks)) {
    const done = await advanceOne(tx, workspaceId, one, now)
    if (done !== 'waits') swept[done] += 1
  }
  return swept
}

async function advanceOne(
  tx: Tx,
  workspaceId: string,
  { enrolment, person, track, because }: Judged,
  now: Instant,
): Promise<'queued' | 'ended' | 'waits'> {
  const end = async (why: Parameters<typeof endPresent>[3]) => {
    await endPresent(tx, workspaceId, [enrolment.personId], why, now)
    return 'ended' as const
  }
  if (because !== null || !track || !person) return end(because ?? 'gone')
  const place = placeOf(enrolment, track)
  for (let step = enrolment.step; ; step += 1) {
    const move = nextMove({ ...place, step }, now)
    if (move.do === 'complete') return end('completed')
    if (move.do === 'wait') {
      await setStep(tx, workspaceId, enrolment.id, move.step, move.until)
      return 'waits'
    }
    step = move.step
    if (await queue(tx, workspaceId, enrolment, place.steps[step]!, step, addressOf(person), now))
      return 'queued'
  }
}

/** False: this person, or this address, had the message of that step before. */
async function queue(
  tx: Tx,
  workspaceId: string,
  enrolment: EnrolmentRow,
  stepOf: object,
  step: number,
  emailNorm: string,
  now: Instant,
): Promise<boolean> {
  const { key: stepKey } = stepOf as { key: string }
  const { id: enrolmentId, personId, trackKey } = enrolment
  if (await hadMessage(tx, workspaceId, { personId, emailNorm, stepKey })) return false
  const message = { id: newId(now), enrolmentId, personId, trackKey, stepKey, step, emailNorm }
  if (!(await queueMessage(tx, workspaceId, message, now))) return false
  await setStep(tx, workspaceId, enrolmentId, step, null)
  return true
}
