import { and, eq, gt } from 'drizzle-orm'
import type { Tx } from '#platform/db/index.ts'
import { freeMailOverride } from './tables.ts'

/** The workspace's corrections by domain. */
export function listOverrides(tx: Tx, workspaceId: string, after: string | undefined, limit: number) {
  return tx
    .select({ domain: freeMailOverride.domain, isFreeMail: freeMailOverride.isFreeMail })
    .from(freeMailOverride)
    .where(
      and(
        eq(freeMailOverride.workspaceId, workspaceId),
        after ? gt(freeMailOverride.domain, after) : undefined,
      ),
    )
    .orderBy(freeMailOverride.domain)
    .limit(limit)
}

/** Sets a correction; null takes it away. */
export async function setOverride(
  tx: Tx,
  workspaceId: string,
  domain: string,
  isFreeMail: boolean | null,
): Promise<void> {
  if (isFreeMail === null) {
    await tx
      .delete(freeMailOverride)
      .where(and(eq(freeMailOverride.workspaceId, workspaceId), eq(freeMailOverride.domain, domain)))
    return
  }
  const { workspaceId: inWorkspace, domain: ofDomain } = freeMailOverride
  await tx
    .insert(freeMailOverride)
    .values({ workspaceId, domain, isFreeMail })
    .onConflictDoUpdate({ target: [inWorkspace, ofDomain], set: { isFreeMail } })
}
