import { and, asc, desc, eq, isNull, ne, sql } from 'drizzle-orm'
import type { Tx } from '#platform/db/index.ts'
import type { Instant } from '#platform/kernel/instant.ts'
import { appUser, credential, member, session, setup, workspace } from './tables.ts'

/** SQL over the global tables and across workspaces; runs in `database.system` only. */

export async function isSetUp(tx: Tx): Promise<boolean> {
  return (await tx.select({ id: setup.id }).from(setup).limit(1)).length > 0
}

/** True for exactly one of many who try at once. */
export async function claimSetup(tx: Tx, now: Instant): Promise<boolean> {
  const rows = await tx
    .insert(setup)
    .values({ id: 1, completedAt: now })
    .onConflictDoNothing({ target: setup.id })
    .returning({ id: setup.id })
  return rows.length === 1
}

/** False when someone has that address already. */
export async function addUser(
  tx: Tx,
  row: { id: string; name: string; email: string; passwordHash: string; now: Instant; credentialId: string },
): Promise<boolean> {
  const at = new Date(row.now)
  const added = await tx
    .insert(appUser)
    .values({
      id: row.id,
      name: row.name,
      email: row.email,
      emailVerified: true,
      createdAt: at,
      updatedAt: at,
    })
    .onConflictDoNothing({ target: appUser.email })
    .returning({ id: appUser.id })
  if (added.length === 0) return false
  await tx.insert(credential).values({
    id: row.credentialId,
    userId: row.id,
    accountId: row.id,
    providerId: 'credential',
    password: row.passwordHash,
    createdAt: at,
    updatedAt: at,
  })
  return true
}

export async function userByEmail(tx: Tx, email: string) {
  const [row] = await tx.select().from(appUser).where(eq(appUser.email, email))
  return row ?? null
}

export async function user(tx: Tx, userId: string) {
  const [row] = await tx.select().from(appUser).where(eq(appUser.id, userId))
  return row ?? null
}

export async function passwordHash(tx: Tx, userId: string): Promise<string | null> {
  const [row] = await tx
    .select({ password: credential.password })
    .from(credential)
    .where(and(eq(credential.userId, userId), eq(credential.providerId, 'credential')))
  return row?.password ?? null
}

export async function setPassword(tx: Tx, userId: string, passwordHash: string, now: Instant): Promise<void> {
  await tx
    .update(credential)
    .set({ password: passwordHash, updatedAt: new Date(now) })
    .where(and(eq(credential.userId, userId), eq(credential.providerId, 'credential')))
}

export async function addWorkspace(tx: Tx, row: typeof workspace.$inferInsert): Promise<void> {
  await tx.insert(workspace).values(row)
}

export async function slugsLike(tx: Tx, slug: string): Promise<string[]> {
  const rows = await tx
    .select({ slug: workspace.slug })
    .from(workspace)
    .where(sql`${workspace.slug} like ${`${slug}%`}`)
  return rows.map((row) => row.slug)
}

/** The workspaces a user belongs to now; the one statement that must look across them. */
export async function workspacesOfUser(tx: Tx, userId: string) {
  return tx
    .select({ workspace, role: member.role })
    .from(member)
    .innerJoin(workspace, eq(workspace.id, member.workspaceId))
    .where(and(eq(member.userId, userId), isNull(member.revokedAt)))
    .orderBy(asc(workspace.createdAt), asc(workspace.id))
}

export async function sessionsOf(tx: Tx, userId: string) {
  return tx.select().from(session).where(eq(session.userId, userId)).orderBy(desc(session.createdAt))
}

export async function deleteSession(tx: Tx, userId: string, sessionId: string): Promise<boolean> {
  const rows = await tx
    .delete(session)
    .where(and(eq(session.userId, userId), eq(session.id, sessionId)))
    .returning({ id: session.id })
  return rows.length === 1
}

/** Signs a user out everywhere, or everywhere but on one device. */
export async function deleteSessions(tx: Tx, userId: string, exceptSessionId?: string): Promise<void> {
  await tx
    .delete(session)
    .where(and(eq(session.userId, userId), exceptSessionId ? ne(session.id, exceptSessionId) : undefined))
}

export async function setSessionWorkspace(
  tx: Tx,
  sessionId: string,
  workspaceId: string | null,
): Promise<void> {
  await tx.update(session).set({ activeWorkspaceId: workspaceId }).where(eq(session.id, sessionId))
}

/** Sample companies of this installation. */
export async function sampleWorkspaces(tx: Tx) {
  return tx.select().from(workspace).where(eq(workspace.kind, 'sample'))
}

/** Every workspace of this installation, oldest first; for commands of the operator. */
export async function workspaceList(tx: Tx) {
  return tx
    .select({ id: workspace.id, slug: workspace.slug, name: workspace.name })
    .from(workspace)
    .orderBy(asc(workspace.createdAt))
}
