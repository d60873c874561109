import type { Database, Tx } from '#platform/db/index.ts'
import { newId } from '#platform/kernel/ids.ts'
import { type Instant, SECOND } from '#platform/kernel/instant.ts'
import { askForWork, outcomesOf } from './append.ts'
import {
  addCounts,
  addRefusals,
  type Count,
  insertEvents,
  keysInForce,
  type NewEvent,
  type Refusal,
} from './append-store.ts'
import type { Reason } from './rules/reasons.ts'

/** What one request asks to be stored. */
export interface Submission {
  workspaceId: string
  keyId: string
  /** the key as it was read; when it has been changed since, the request is judged anew */
  keyChangedAt: Instant
  /** length of the request */
  bytes: number
  events: NewEvent[]
  counts: Count[]
  refusals: Omit<Refusal, 'id' | 'writeKeyId'>[]
}

/** `stored`: it is durable; `stale`: the key was changed or stopped meanwhile, nothing is stored. */
export type CommitAnswer = 'stored' | 'stale'

interface Waiting extends Submission {
  resolve(answer: CommitAnswer): void
  reject(error: unknown): void
}

export interface Committer {
  /** Resolves once what was submitted is durable; `null` when too much waits already. */
  submit(submission: Submission): Promise<CommitAnswer> | null
  /** Counts something that was refused without a look; written within a second. */
  note(workspaceId: string, outcome: 'limited' | 'filtered' | 'invalid', reason: Reason, events: number): void
  /** Writes what is waiting and stops. */
  close(): Promise<void>
}

export interface CommitterOptions {
  database: Database
  clock: () => Instant
  /** events of 2 kB that may wait, default 20,000 */
  mostWaiting?: number
}

const MOST_AT_ONCE = 300
const USUAL_BYTES = 2_048

/**
 * Stores what many requests bring in one transaction a workspace, one after another: while one is being made durable the next
 * gathers. One slow flush to disk so serves hundreds of requests.
 */
export function createCommitter({ database, clock, mostWaiting = 20_000 }: CommitterOptions): Committer {
  const lanes = new Map<string, Waiting[]>()
  const running = new Map<string, Promise<void>>()
  const notes = new Map<string, Map<string, Count>>()
  let waitingEvents = 0
  let noteTimer: NodeJS.Timeout | undefined

  async function run(workspaceId: string): Promise<void> {
    for (let lane = lanes.get(workspaceId); lane && lane.length > 0; lane = lanes.get(workspaceId)) {
      const taken = takeSome(lane)
      if (lane.length === 0) lanes.delete(workspaceId)
      await commit(database, workspaceId, taken, clock)
    }
    running.delete(workspaceId)
  }

  async function writeNotes(): Promise<void> {
    const taken = [...notes]
    notes.clear()
    noteTimer = undefined
    for (const [workspaceId, counts] of taken) {
      try {
        await database.workspace(workspaceId, (tx) =>
          writeNoted(tx, workspaceId, [...counts.values()], clock()),
        )
      } catch {
        // Figures of refusals: kept for the next second, the database takes no writes now.
        for (const count of counts.values()) addNote(workspaceId, count)
      }
    }
  }

  function addNote(workspaceId: string, count: Count): void {
    const counts = notes.get(workspaceId) ?? new Map<string, Count>()
    notes.set(workspaceId, counts)
    const key = `${count.outcome} ${count.reason}`
    counts.set(key, { ...count, events: (counts.get(key)?.events ?? 0) + count.events })
    noteTimer ??= setTimeout(() => void writeNotes(), SECOND).unref()
  }

  return {
    submit(submission) {
      const weight = weightOf([submission])
      if (waitingEvents > 0 && waitingEvents + weight > mostWaiting) return null
      waitingEvents += weight
      const { workspaceId } = submission
      const answer = new Promise<CommitAnswer>((resolve, reject) => {
        const lane = lanes.get(workspaceId) ?? []
        lane.push({ ...submission, resolve, reject })
        lanes.set(workspaceId, lane)
      })
      const free = () => {
        waitingEvents -= weight
      }
      answer.then(free, free)
      if (!running.has(workspaceId))
        running.set(
          workspaceId,
          Promise.resolve().then(() => run(workspaceId)),
        )
      return answer
    },
    note(workspaceId, outcome, reason, events) {
      addNote(workspaceId, { outcome, reason, events })
    },
    async close() {
      clearTimeout(noteTimer)
      while (running.size > 0) await Promise.all(running.values())
      await writeNotes()
      clearTimeout(noteTimer)
    },
  }
}

const weightOf = (submissions: readonly Submission[]) =>
  submissions.reduce((sum, { events, bytes }) => sum + Math.max(1, events.length, bytes / USUAL_BYTES), 0)

function takeSome(lane: Waiting[]): Waiting[] {
  let weight = 0
  let count = 0
  while (count < lane.length && (count === 0 || weight < MOST_AT_ONCE)) {
    weight += weightOf([lane[count]!])
    count += 1
  }
  return lane.splice(0, count)
}

async function commit(
  database: Database,
  workspaceId: string,
  taken: Waiting[],
  clock: () => Instant,
): Promise<void> {
  try {
    const now = clock()
    const answers = await database.workspace(workspaceId, (tx) => storeAll(tx, workspaceId, taken, now))
    taken.forEach((one, index) => void one.resolve(answers[index]!))
  } catch (error) {
    // One request that the database cannot take must not take the others with it.
    if (taken.length > 1 && !isOutage(error))
      for (const one of taken) await commit(database, workspaceId, [one], clock)
    else for (const one of taken) one.reject(error)
  }
}

const isOutage = (error: unknown) => {
  const status = (error as { kind?: { status?: number } }).kind?.status
  return status === 503 || status === 507
}

async function storeAll(
  tx: Tx,
  workspaceId: string,
  taken: readonly Submission[],
  now: Instant,
): Promise<CommitAnswer[]> {
  const keys = await keysInForce(tx, workspaceId, [...new Set(taken.map(({ keyId }) => keyId))])
  const isFresh = ({ keyId, keyChangedAt }: Submission) => keys.get(keyId) === keyChangedAt
  const fresh = taken.filter(isFresh)
  const events = fresh.flatMap((one) => one.events)
  const added = await insertEvents(tx, workspaceId, events)
  await addCounts(
    tx,
    workspaceId,
    merged([...outcomesOf(events.length, added.size), ...fresh.flatMap((one) => one.counts)]),
    now,
  )
  const refusals = fresh.flatMap((one) =>
    one.refusals.map((refusal) => ({ ...refusal, id: newId(now), writeKeyId: one.keyId })),
  )
  await addRefusals(tx, workspaceId, refusals, now)
  await askForWork(
    tx,
    workspaceId,
    events.filter(({ messageId }) => added.has(messageId)),
    now,
  )
  return taken.map((one) => (isFresh(one) ? 'stored' : 'stale'))
}

function merged(counts: readonly Count[]): Count[] {
  const sums = new Map<string, Count>()
  for (const count of counts) {
    const key = `${count.outcome} ${count.reason}`
    sums.set(key, { ...count, events: (sums.get(key)?.events ?? 0) + count.events })
  }
  return [...sums.values()]
}

async function writeNoted(
  tx: Tx,
  workspaceId: string,
  counts: readonly Count[],
  now: Instant,
): Promise<void> {
  await addCounts(tx, workspaceId, counts, now)
  const refusals = counts.map(({ outcome, reason }) => ({
    id: newId(now),
    outcome,
    reason: reason as Reason,
    type: null,
    name: null,
    messageId: null,
    writeKeyId: null,
  }))
  await addRefusals(tx, workspaceId, refusals, now)
}
