import { and, desc, eq } from 'drizzle-orm'
import type { Tx } from '#platform/db/index.ts'
import { job } from '#platform/jobs/tables.ts'

/** The latest job of a kind that this workspace asked for. */
export async function latestJob(tx: Tx, workspaceId: string, kind: string) {
  const [row] = await tx
    .select({ state: job.state, progress: job.progress, reason: job.reason })
    .from(job)
    .where(and(eq(job.workspaceId, workspaceId), eq(job.kind, kind)))
    .orderBy(desc(job.createdAt), desc(job.id))
    .limit(1)
  return row ?? null
}
