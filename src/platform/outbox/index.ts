import type { Tx } from '../db/index.ts'
import { enqueueAll, type JobHandler } from '../jobs/index.ts'
import type { Instant } from '../kernel/instant.ts'

/** Something that has happened, told to whoever the flow of the product names. */
export interface Announcement {
  id: string
  workspaceId: string
  /** past tense, e.g. `import.finished` */
  event: string
  payload: Record<string, unknown>
  occurredAt: Instant
}

/** One "when X, then Y" of app/flow.ts. */
export interface Consumer {
  /** stable and unique: deliveries are remembered under it */
  name: string
  /** events it wants */
  on: readonly string[]
  /** Runs in one transaction with the mark that it has run, so what it writes through `tx` happens exactly once. */
  handle(tx: Tx, announcement: Announcement): Promise<void>
}

const KIND = 'outbox.deliver'

interface Delivery {
  event: string
  payload: Record<string, unknown>
  occurredAt: Instant
}

/** Announces an event in the transaction of its cause: it is delivered if, and only if, that commits. */
export async function announce(
  tx: Tx,
  what: { workspaceId: string; event: string; payload: Record<string, unknown>; now: Instant },
): Promise<void> {
  await announceAll(tx, what.workspaceId, [what], what.now)
}

/** The same for many events in one statement; their order stays. */
export async function announceAll(
  tx: Tx,
  workspaceId: string,
  events: readonly Pick<Announcement, 'event' | 'payload'>[],
  now: Instant,
): Promise<void> {
  const deliveries: Delivery[] = events.map(({ event, payload }) => ({ event, payload, occurredAt: now }))
  await enqueueAll(
    tx,
    workspaceId,
    deliveries.map((payload) => ({ kind: KIND, payload, runAt: now })),
  )
}

/**
 * The job handler that delivers announcements. Each consumer is served in a transaction of its own; one that fails is tried
 * again without repeating the others.
 *
 * @example startJobs({ database, log, handlers: [deliverTo(flow), …] })
 */
export function deliverTo(consumers: readonly Consumer[]): JobHandler {
  return {
    kind: KIND,
    maxAttempts: 8,
    async run(job) {
      const { event, payload, occurredAt } = job.payload as Delivery
      const announcement = { id: job.id, workspaceId: job.workspaceId, event, payload, occurredAt }
      const served: string[] = [...((job.progress as string[] | null) ?? [])]
      const failures: unknown[] = []
      for (const consumer of consumers) {
        if (!consumer.on.includes(event) || served.includes(consumer.name)) continue
        try {
          await job.checkpoint([...served, consumer.name], (tx) => consumer.handle(tx, announcement))
          served.push(consumer.name)
        } catch (error) {
          if (job.signal.aborted) throw error
          failures.push(error)
        }
      }
      if (failures.length > 0) throw failures[0]
    },
  }
}
