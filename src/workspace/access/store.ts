import { and, asc, eq, gt, inArray, isNull } from 'drizzle-orm'
import type { Tx } from '#platform/db/index.ts'
import type { Instant } from '#platform/kernel/instant.ts'
import type { Role } from './rules/permissions.ts'
import { apiKey, invitation, member, passwordReset, workspace } from './tables.ts'

/** SQL inside one workspace; what crosses workspaces stands in `global-store.ts`. */

export async function memberOf(tx: Tx, workspaceId: string, userId: string) {
  const [row] = await tx
    .select()
    .from(member)
    .where(and(eq(member.workspaceId, workspaceId), eq(member.userId, userId)))
  return row ?? null
}

export async function liveApiKey(tx: Tx, workspaceId: string, secretHash: string, now: Instant) {
  const [row] = await tx
    .select()
    .from(apiKey)
    .where(
      and(eq(apiKey.workspaceId, workspaceId), eq(apiKey.secretHash, secretHash), isNull(apiKey.revokedAt)),
    )
  return row && (row.expiresAt === null || row.expiresAt > now) ? row : null
}

/** Notes that a key was used; how often that is written, the caller decides. */
export async function touchApiKey(tx: Tx, workspaceId: string, id: string, now: Instant): Promise<void> {
  await tx
    .update(apiKey)
    .set({ lastUsedAt: now })
    .where(and(eq(apiKey.workspaceId, workspaceId), eq(apiKey.id, id)))
}

export async function membersPage(tx: Tx, workspaceId: string, after: string | undefined, limit: number) {
  return tx
    .select()
    .from(member)
    .where(and(eq(member.workspaceId, workspaceId), after ? gt(member.userId, after) : undefined))
    .orderBy(asc(member.userId))
    .limit(limit)
}

/** Ids of the members with one of some roles. */
export async function membersWithRole(
  tx: Tx,
  workspaceId: string,
  roles: readonly Role[],
): Promise<string[]> {
  const rows = await tx
    .select({ userId: member.userId })
    .from(member)
    .where(
      and(eq(member.workspaceId, workspaceId), inArray(member.role, [...roles]), isNull(member.revokedAt)),
    )
    .orderBy(asc(member.userId))
  return rows.map((row) => row.userId)
}

/** Locks the members, so that two administrators cannot remove each other at once. */
export async function lockAdministrators(tx: Tx, workspaceId: string): Promise<string[]> {
  const rows = await tx
    .select({ userId: member.userId })
    .from(member)
    .where(
      and(eq(member.workspaceId, workspaceId), eq(member.role, 'administrator'), isNull(member.revokedAt)),
    )
    .orderBy(asc(member.userId))
    .for('update')
  return rows.map((row) => row.userId)
}

export async function setMember(
  tx: Tx,
  workspaceId: string,
  userId: string,
  change: { role?: Role; revokedAt?: Instant | null },
) {
  const rows = await tx
    .update(member)
    .set(change)
    .where(and(eq(member.workspaceId, workspaceId), eq(member.userId, userId)))
    .returning({ name: member.name })
  return rows[0] ?? null
}

export async function addMember(tx: Tx, row: typeof member.$inferInsert): Promise<void> {
  await tx
    .insert(member)
    .values(row)
    .onConflictDoUpdate({
      target: [member.workspaceId, member.userId],
      set: {
        role: row.role,
        revokedAt: null,
        name: row.name,
        nameVouched: row.nameVouched ?? false,
        email: row.email,
      },
    })
}

export async function memberByEmail(tx: Tx, workspaceId: string, email: string) {
  const [row] = await tx
    .select()
    .from(member)
    .where(and(eq(member.workspaceId, workspaceId), eq(member.email, email), isNull(member.revokedAt)))
  return row ?? null
}

/** Those who come at the same moment go on one after the other. */
export async function lockWorkspace(tx: Tx, workspaceId: string): Promise<void> {
  await tx
    .select({ id: workspace.id })
    .from(workspace)
    .where(eq(workspace.id, workspaceId))
    .for('no key update')
}

export async function addInvitation(tx: Tx, row: typeof invitation.$inferInsert): Promise<void> {
  await tx.insert(invitation).values(row)
}

export async function openInvitations(
  tx: Tx,
  workspaceId: string,
  now: Instant,
  after: string | undefined,
  limit: number,
) {
  return tx
    .select()
    .from(invitation)
    .where(
      and(eq(invitation.workspaceId, workspaceId), isOpen(now), after ? gt(invitation.id, after) : undefined),
    )
    .orderBy(asc(invitation.id))
    .limit(limit)
}

function isOpen(now: Instant) {
  return and(isNull(invitation.acceptedAt), isNull(invitation.revokedAt), gt(invitation.expiresAt, now))
}

export async function invitationBySecret(tx: Tx, workspaceId: string, secretHash: string, now: Instant) {
  const [row] = await tx
    .select()
    .from(invitation)
    .where(and(eq(invitation.workspaceId, workspaceId), eq(invitation.secretHash, secretHash), isOpen(now)))
  return row ?? null
}

/** True for exactly one of many who try at once. */
export async function claimInvitation(
  tx: Tx,
  workspaceId: string,
  id: string,
  now: Instant,
): Promise<boolean> {
  const rows = await tx
    .update(invitation)
    .set({ acceptedAt: now })
    .where(and(eq(invitation.workspaceId, workspaceId), eq(invitation.id, id), isOpen(now)))
    .returning({ id: invitation.id })
  return rows.length === 1
}

export async function revokeInvitation(tx: Tx, workspaceId: string, id: string, now: Instant) {
  const rows = await tx
    .update(invitation)
    .set({ revokedAt: now })
    .where(and(eq(invitation.workspaceId, workspaceId), eq(invitation.id, id), isOpen(now)))
    .returning({ email: invitation.emailNorm })
  return rows[0] ?? null
}

/** Closes open invitations to an address that is invited again, so that only the newest link works. */
export async function revokeInvitationsTo(
  tx: Tx,
  workspaceId: string,
  emailNorm: string,
  now: Instant,
): Promise<void> {
  await tx
    .update(invitation)
    .set({ revokedAt: now })
    .where(and(eq(invitation.workspaceId, workspaceId), eq(invitation.emailNorm, emailNorm), isOpen(now)))
}

export async function apiKeysPage(tx: Tx, workspaceId: string, after: string | undefined, limit: number) {
  return tx
    .select({ key: apiKey, createdByName: member.name })
    .from(apiKey)
    .innerJoin(member, and(eq(member.workspaceId, workspaceId), eq(member.userId, apiKey.createdBy)))
    .where(
      and(
        eq(apiKey.workspaceId, workspaceId),
        isNull(apiKey.revokedAt),
        after ? gt(apiKey.id, after) : undefined,
      ),
    )
    .orderBy(asc(apiKey.id))
    .limit(limit)
}

export async function addApiKey(tx: Tx, row: typeof apiKey.$inferInsert): Promise<void> {
  await tx.insert(apiKey).values(row)
}

export async function revokeApiKey(tx: Tx, workspaceId: string, id: string, now: Instant) {
  const rows = await tx
    .update(apiKey)
    .set({ revokedAt: now })
    .where(and(eq(apiKey.workspaceId, workspaceId), eq(apiKey.id, id), isNull(apiKey.revokedAt)))
    .returning({ name: apiKey.name })
  return rows[0] ?? null
}

export async function addPasswordReset(tx: Tx, row: typeof passwordReset.$inferInsert): Promise<void> {
  await tx.insert(passwordReset).values(row)
}

function isOpenReset(workspaceId: string, secretHash: string, now: Instant) {
  return and(
    eq(passwordReset.workspaceId, workspaceId),
    eq(passwordReset.secretHash, secretHash),
    isNull(passwordReset.usedAt),
    gt(passwordReset.expiresAt, now),
  )
}

export async function openPasswordReset(tx: Tx, workspaceId: string, secretHash: string, now: Instant) {
  const [row] = await tx
    .select()
    .from(passwordReset)
    .where(isOpenReset(workspaceId, secretHash, now))
  return row ?? null
}

/** The user whose reset link this is, exactly once. */
export async function claimPasswordReset(
  tx: Tx,
  workspaceId: string,
  secretHash: string,
  now: Instant,
): Promise<string | null> {
  const rows = await tx
    .update(passwordReset)
    .set({ usedAt: now })
    .where(isOpenReset(workspaceId, secretHash, now))
    .returning({ userId: passwordReset.userId })
  return rows[0]?.userId ?? null
}

export async function updateWorkspaceRow(
  tx: Tx,
  workspaceId: string,
  change: Partial<typeof workspace.$inferInsert>,
): Promise<void> {
  await tx.update(workspace).set(change).where(eq(workspace.id, workspaceId))
}

export async function workspaceRow(tx: Tx, workspaceId: string) {
  const [row] = await tx.select().from(workspace).where(eq(workspace.id, workspaceId))
  return row ?? null
}
