import { isAPIError } from 'better-auth/api'
import type { Tx } from '#platform/db/index.ts'
import { addressBlock } from '#platform/http/address.ts'
import { handleOutside, notFound, type OutsideContext, Problem } from '#platform/operation/index.ts'
import { recordAudit } from '#workspace/audit/index.ts'
import {
  changePassword,
  credentialsWrong,
  listSessions,
  readSession,
  resetGone,
  resetNotYours,
  resetPassword,
  revokeSession,
  signIn,
  signOut,
  switchWorkspace,
} from './contract.ts'
import type { AccessDeps } from './deps.ts'
import {
  deleteSession,
  deleteSessions,
  passwordHash,
  sessionsOf,
  setPassword,
  setSessionWorkspace,
  user as userRow,
  workspacesOfUser,
} from './global-store.ts'
import { assertStrongPassword } from './password-strength.ts'
import { may, permissionsOf } from './rules/permissions.ts'
import { claimPasswordReset, openPasswordReset } from './store.ts'
import { readToken } from './tokens.ts'

type Signed = OutsideContext & { session: NonNullable<OutsideContext['session']> }

/** Checks a password under the guess limits and opens a session, its cookie on the answer. */
async function openSession(
  deps: AccessDeps,
  context: OutsideContext,
  emailAsTyped: string,
  password: string,
): Promise<string> {
  const email = emailAsTyped.trim().toLowerCase()
  const block = addressBlock(context.address)
  await deps.limits.take(email, block)
  try {
    const headers = new Headers({
      'x-accord-address': context.address,
      'user-agent': context.headers.get('user-agent') ?? '',
    })
    const signed = await deps.auth.api.signInEmail({
      body: { email, password },
      headers,
      returnHeaders: true,
    })
    for (const cookie of signed.headers.getSetCookie()) context.setCookie(cookie)
    await deps.limits.forgive(email, block)
    return signed.response.user.id
  } catch (error) {
    if (!isAPIError(error) || error.statusCode >= 500) throw error
    throw new Problem(
      credentialsWrong,
      'Check both and try again. An administrator can make you a reset link.',
    )
  }
}

/** After a step that stands whatever happens now: who cannot be signed in with it signs in by hand. */
export async function signInIfPossible(...given: Parameters<typeof openSession>): Promise<void> {
  await openSession(...given).catch(() => null)
}

async function describeSession({ database, session }: Signed) {
  return database.system(async (tx) => {
    const user = await userRow(tx, session.userId)
    if (!user) throw new Problem(notFound, 'Sign in again.')
    const rows = await workspacesOfUser(tx, session.userId)
    const workspaces = rows.map(({ workspace, role }) => ({ ...workspace, role }))
    const active = workspaces.find((one) => one.id === session.workspaceId) ?? null
    return {
      user: { id: user.id, name: user.name, email: user.email },
      workspace: active,
      workspaces,
      permissions: active ? permissionsOf(active.role) : [],
    }
  })
}

async function changeOwnPassword(
  deps: AccessDeps,
  context: Signed,
  currentPassword: string,
  newPassword: string,
): Promise<void> {
  const { database, session, now } = context
  const user = await database.system((tx) => userRow(tx, session.userId))
  if (!user) throw new Problem(notFound, 'Sign in again.')
  await deps.limits.take(user.email, addressBlock(context.address))
  const { password } = await deps.auth.$context
  const hash = await database.system((tx) => passwordHash(tx, session.userId))
  if (!hash || !(await password.verify({ hash, password: currentPassword }))) {
    throw new Problem(credentialsWrong, 'The current password is not right.', {
      errors: [{ pointer: '/currentPassword', detail: 'Not your current password' }],
    })
  }
  assertStrongPassword(newPassword, [user.name, user.email], 'newPassword')
  const newHash = await password.hash(newPassword)
  await database.system(async (tx) => {
    await setPassword(tx, session.userId, newHash, now)
    await deleteSessions(tx, session.userId, session.id)
    const where = session.workspaceId ? { workspaceId: session.workspaceId } : {}
    await noteOwnAct(
      tx,
      context,
      { ...where, userId: session.userId },
      changePassword,
      'changed their password',
    )
  })
}

async function redeemReset(
  deps: AccessDeps,
  context: OutsideContext,
  token: string,
  newPassword: string,
): Promise<void> {
  const { database, now } = context
  const gone = () => new Problem(resetGone, 'Ask an administrator for a new link.')
  const read = readToken('password_reset', token)
  if (!read) throw gone()
  const { workspaceId, secretHash } = read
  const known = await database.system(async (tx) => {
    const reset = await openPasswordReset(tx, workspaceId, secretHash, now)
    if (!reset) throw gone()
    await assertOneKeeper(tx, reset)
    const user = await userRow(tx, reset.userId)
    return user ? [user.name, user.email] : []
  })
  assertStrongPassword(newPassword, known, 'newPassword')
  const newHash = await (await deps.auth.$context).password.hash(newPassword)
  await database.system(async (tx) => {
    const userId = await claimPasswordReset(tx, workspaceId, secretHash, now)
    if (!userId) throw gone()
    await setPassword(tx, userId, newHash, now)
    await deleteSessions(tx, userId)
    await noteOwnAct(tx, context, { workspaceId, userId }, resetPassword, 'set a new password with a link')
  })
}

/**
 * A password opens every workspace of a person, so a link to set it works only when whoever made the link is an administrator
 * of all of them; else the administrators of one company could enter another.
 */
async function assertOneKeeper(tx: Tx, reset: { userId: string; createdBy: string }): Promise<void> {
  const theirs = await workspacesOfUser(tx, reset.userId)
  const kept = await workspacesOfUser(tx, reset.createdBy)
  const isKept = (id: string) => kept.some((one) => one.workspace.id === id && may(one.role, 'member.change'))
  if (theirs.every(({ workspace }) => workspace.kind === 'sample' || isKept(workspace.id))) return
  throw new Problem(
    resetNotYours,
    'Someone who administers all workspaces of this person has to make the link.',
  )
}

/** An audit line of what a person did to their own access, in a workspace of theirs. */
async function noteOwnAct(
  tx: Tx,
  context: OutsideContext,
  { workspaceId, userId }: { workspaceId?: string; userId: string },
  { id }: { id: string },
  did: string,
): Promise<void> {
  const all = await workspacesOfUser(tx, userId)
  const found = all.find(({ workspace }) => workspace.id === workspaceId) ?? all[0]
  const user = await userRow(tx, userId)
  if (!found || !user) return
  await recordAudit(tx, {
    workspaceId: found.workspace.id,
    actor: { kind: 'user', id: userId, name: user.name, role: found.role },
    operation: id,
    summary: `${user.name} ${did}`,
    detail: { address: context.address },
    requestId: context.requestId,
    at: context.now,
  })
}

export function sessionHandlers(deps: AccessDeps) {
  return [
    handleOutside(signIn, async (context, { email, password }) => {
      const userId = await openSession(deps, context, email, password)
      await context.database.system(async (tx) => {
        // The session this browser had is not to live on unseen.
        if (context.session) await deleteSession(tx, context.session.userId, context.session.id)
        await noteOwnAct(tx, context, { userId }, signIn, 'signed in')
      })
      return { userId }
    }),
    handleOutside(signOut, async (context) => {
      const { database, session } = context as Signed
      await database.system((tx) => deleteSession(tx, session.userId, session.id))
      const { name, attributes } = (await deps.auth.$context).authCookies.sessionToken
      context.setCookie(
        `${name}=; Max-Age=0; Path=/; HttpOnly; SameSite=Lax${attributes.secure ? '; Secure' : ''}`,
      )
    }),
    handleOutside(readSession, (context) => describeSession(context as Signed)),
    handleOutside(switchWorkspace, async (context, { workspaceId }) => {
      const { database, session } = context as Signed
      await database.system(async (tx) => {
        const mine = await workspacesOfUser(tx, session.userId)
        if (!mine.some((row) => row.workspace.id === workspaceId))
          throw new Problem(notFound, 'Choose one of your workspaces.')
        await setSessionWorkspace(tx, session.id, workspaceId)
      })
    }),
    handleOutside(listSessions, async (context) => {
      const { database, session } = context as Signed
      const rows = await database.system((tx) => sessionsOf(tx, session.userId))
      const items = rows.map((row) => ({
        id: row.id,
        userAgent: row.userAgent,
        address: row.ipAddress,
        createdAt: row.createdAt.getTime(),
        expiresAt: row.expiresAt.getTime(),
        current: row.id === session.id,
      }))
      return { items, nextCursor: null }
    }),
    handleOutside(revokeSession, async (context, { sessionId }) => {
      const { database, session } = context as Signed
      const found = await database.system((tx) => deleteSession(tx, session.userId, sessionId))
      if (!found) throw new Problem(notFound, 'It may have been signed out already.')
    }),
    handleOutside(changePassword, (context, input) =>
      changeOwnPassword(deps, context as Signed, input.currentPassword, input.newPassword),
    ),
    handleOutside(resetPassword, (context, input) =>
      redeemReset(deps, context, input.token, input.newPassword),
    ),
  ]
}
