import { and, asc, desc, eq, isNull, lte, ne, or } from 'drizzle-orm'
import type { Tx } from '#platform/db/index.ts'
import type { Instant } from '#platform/kernel/instant.ts'
import { lockWorkspace } from '#workspace/access/index.ts'
import { workspace } from '#workspace/access/tables.ts'
import { agreementVersion } from './tables.ts'

export type VersionRow = typeof agreementVersion.$inferSelect
export type VersionHead = Omit<VersionRow, 'document' | 'yaml' | 'workspaceId'>

const head = {
  number: agreementVersion.number,
  status: agreementVersion.status,
  effectiveFrom: agreementVersion.effectiveFrom,
  effectiveTo: agreementVersion.effectiveTo,
  digest: agreementVersion.digest,
  note: agreementVersion.note,
  createdBy: agreementVersion.createdBy,
  createdByName: agreementVersion.createdByName,
  createdAt: agreementVersion.createdAt,
  signedAt: agreementVersion.signedAt,
}

const inForce = (workspaceId: string) =>
  and(eq(agreementVersion.workspaceId, workspaceId), ne(agreementVersion.status, 'draft'))

/** The version in force at an instant; the first version also holds for everything before it. */
export async function headAt(tx: Tx, workspaceId: string, at: Instant): Promise<VersionHead | null> {
  const started = or(isNull(agreementVersion.effectiveFrom), lte(agreementVersion.effectiveFrom, at))
  const [found] = await tx
    .select(head)
    .from(agreementVersion)
    .where(and(inForce(workspaceId), started))
    .orderBy(desc(agreementVersion.number))
    .limit(1)
  if (found) return found
  const [first] = await tx
    .select(head)
    .from(agreementVersion)
    .where(inForce(workspaceId))
    .orderBy(asc(agreementVersion.number))
    .limit(1)
  return first ?? null
}

/** Every version that is or was in force, in their order. */
export async function heads(tx: Tx, workspaceId: string): Promise<VersionHead[]> {
  return tx
    .select(head)
    .from(agreementVersion)
    .where(inForce(workspaceId))
    .orderBy(asc(agreementVersion.number))
}

export async function headsPage(
  tx: Tx,
  workspaceId: string,
  before: number | undefined,
  limit: number,
): Promise<VersionHead[]> {
  const older = before === undefined ? undefined : lte(agreementVersion.number, before - 1)
  return tx
    .select(head)
    .from(agreementVersion)
    .where(and(eq(agreementVersion.workspaceId, workspaceId), older))
    .orderBy(desc(agreementVersion.number))
    .limit(limit)
}

export async function versionRow(tx: Tx, workspaceId: string, number: number): Promise<VersionRow | null> {
  const [row] = await tx
    .select()
    .from(agreementVersion)
    .where(and(eq(agreementVersion.workspaceId, workspaceId), eq(agreementVersion.number, number)))
  return row ?? null
}

/**
 * The latest version; whoever adopts at the same moment waits until this transaction ends and then sees what it added. A lock
 * on the version itself would let the second go on from the version that was the latest when it began to wait.
 */
export async function lockLatest(tx: Tx, workspaceId: string): Promise<VersionHead | null> {
  await lockWorkspace(tx, workspaceId)
  const [row] = await tx
    .select(head)
    .from(agreementVersion)
    .where(eq(agreementVersion.workspaceId, workspaceId))
    .orderBy(desc(agreementVersion.number))
    .limit(1)
  return row ?? null
}

export async function insertVersion(tx: Tx, row: typeof agreementVersion.$inferInsert): Promise<void> {
  await tx.insert(agreementVersion).values(row)
}

/** Ends what was in force: the versions before the new one. */
export async function supersede(tx: Tx, workspaceId: string, number: number, at: Instant): Promise<void> {
  await tx
    .update(agreementVersion)
    .set({ status: 'superseded', effectiveTo: at })
    .where(
      and(
        eq(agreementVersion.workspaceId, workspaceId),
        eq(agreementVersion.status, 'signed'),
        lte(agreementVersion.number, number),
      ),
    )
}

/** Name, time zone and currency of the workspace, for its first agreement. */
export async function workspaceBasics(
  tx: Tx,
  workspaceId: string,
): Promise<{ name: string; timeZone: string; currency: string } | null> {
  const [row] = await tx
    .select({ name: workspace.name, timeZone: workspace.timeZone, currency: workspace.currency })
    .from(workspace)
    .where(eq(workspace.id, workspaceId))
  return row ?? null
}
