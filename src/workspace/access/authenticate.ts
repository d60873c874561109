import type { Database, Tx } from '#platform/db/index.ts'
import type { Instant } from '#platform/kernel/instant.ts'
import { MINUTE } from '#platform/kernel/instant.ts'
import { type Actor, Problem, unauthenticated } from '#platform/operation/index.ts'
import type { Principal } from '#platform/operation/runner.ts'
import { SESSION_ENDS_AFTER } from './auth.ts'
import type { AccessDeps } from './deps.ts'
import { deleteSession, workspacesOfUser } from './global-store.ts'
import { may } from './rules/permissions.ts'
import { liveApiKey, memberOf, touchApiKey } from './store.ts'
import { readToken } from './tokens.ts'

/**
 * Who a request comes from: an API key in the Authorization header, else the session cookie, else nobody.
 *
 * @throws {Problem} `session.required` for a bearer token that is not an API key of ours
 */
export async function authenticate(
  { auth, database }: Pick<AccessDeps, 'auth' | 'database'>,
  headers: Headers,
  setCookie: (value: string) => void,
): Promise<Principal | null> {
  const authorization = headers.get('authorization')
  if (authorization !== null) return bearer(authorization)
  if (!headers.has('cookie')) return null
  const found = await auth.api.getSession({ headers, returnHeaders: true })
  const session = found.response?.session
  // By the clock of the sign-in library, which dates sessions.
  if (session && Date.now() - session.createdAt.getTime() >= SESSION_ENDS_AFTER) {
    await database.system((tx) => deleteSession(tx, session.userId, session.id))
    return null
  }
  for (const cookie of found.headers?.getSetCookie() ?? []) setCookie(cookie)
  if (!session) return null
  return {
    kind: 'user',
    sessionId: session.id,
    userId: session.userId,
    workspaceId:
      (session.activeWorkspaceId as string | null | undefined) ??
      (await firstWorkspace(database, session.userId)),
  }
}

/** For a session whose workspace was removed. */
async function firstWorkspace(database: Database, userId: string): Promise<string | null> {
  const [first] = await database.system((tx) => workspacesOfUser(tx, userId))
  return first?.workspace.id ?? null
}

function bearer(authorization: string): Principal {
  const [scheme, token] = authorization.split(' ')
  const read = scheme?.toLowerCase() === 'bearer' && token ? readToken('api_key', token) : null
  if (!read) throw new Problem(unauthenticated, 'Send an API key as `Authorization: Bearer accord_key_…`.')
  return { kind: 'api_key', ...read }
}

/**
 * The caller as the database knows them in this transaction, so that a revoked member or key is refused at once.
 *
 * @throws {Problem} `session.required`
 */
export async function actorIn(tx: Tx, principal: Principal, now: Instant): Promise<Actor> {
  if (principal.kind === 'api_key') return keyActor(tx, principal.workspaceId, principal.secretHash, now)
  const member = await memberOf(tx, principal.workspaceId!, principal.userId)
  if (!member || member.revokedAt !== null)
    throw new Problem(unauthenticated, 'You are not a member of this workspace any more.')
  return { kind: 'user', id: member.userId, name: member.name, role: member.role }
}

async function keyActor(tx: Tx, workspaceId: string, secretHash: string, now: Instant): Promise<Actor> {
  const key = await liveApiKey(tx, workspaceId, secretHash, now)
  const maker = key && (await memberOf(tx, workspaceId, key.createdBy))
  if (!key || !maker || maker.revokedAt !== null)
    throw new Problem(unauthenticated, 'This API key was stopped or has expired.')
  if (key.lastUsedAt === null || now - key.lastUsedAt > MINUTE)
    await touchApiKey(tx, workspaceId, key.id, now)
  return { kind: 'api_key', id: key.id, name: key.name, role: maker.role, scopes: key.scopes }
}

/** Whether the caller's role, and for a key its scopes, allow a permission. */
export function actorMay(actor: Actor, permission: string): boolean {
  return may(actor.role, permission) && (actor.scopes === undefined || actor.scopes.includes(permission))
}
