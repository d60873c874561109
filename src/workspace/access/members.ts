import { newId } from '#platform/kernel/ids.ts'
import { type Context, forbidden, handle, notFound, Problem, pageOf } from '#platform/operation/index.ts'
import { RESET_OPEN_FOR } from './auth.ts'
import {
  changeMemberRole,
  createResetLink,
  lastAdministrator,
  listMembers,
  restoreMember,
  revokeMember,
} from './contract.ts'
import type { AccessDeps } from './deps.ts'
import { MEMBER_REVOKED, type MemberRevoked } from './events.ts'
import { addPasswordReset, lockAdministrators, memberOf, membersPage, setMember } from './store.ts'
import { newToken } from './tokens.ts'

export function memberHandlers(deps: AccessDeps) {
  return [
    handle(listMembers, async ({ tx, workspaceId }, { cursor, limit }) => {
      const rows = await membersPage(tx, workspaceId, cursor, limit + 1)
      const { shown, nextCursor } = pageOf(rows, limit, (last) => last.userId)
      return { items: shown, nextCursor }
    }),
    handle(changeMemberRole, async (context, { userId, role }) => {
      if (role !== 'administrator') await keepOneAdministrator(context, userId)
      const member = await setMember(context.tx, context.workspaceId, userId, { role })
      if (!member) throw new Problem(notFound, 'Reload the list of members.')
      context.audit({ subject: userId, summary: `${member.name} is now ${role}`, detail: { role } })
    }),
    handle(revokeMember, async (context, { userId }) => {
      await keepOneAdministrator(context, userId)
      const member = await setMember(context.tx, context.workspaceId, userId, { revokedAt: context.now })
      if (!member) throw new Problem(notFound, 'Reload the list of members.')
      await context.announce(MEMBER_REVOKED, { userId } satisfies MemberRevoked)
      context.audit({ subject: userId, summary: `${member.name} no longer has access` })
    }),
    handle(restoreMember, async ({ tx, workspaceId, audit }, { userId }) => {
      const member = await setMember(tx, workspaceId, userId, { revokedAt: null })
      if (!member) throw new Problem(notFound, 'Reload the list of members.')
      audit({ subject: userId, summary: `${member.name} has access again` })
    }),
    handle(createResetLink, async ({ tx, workspaceId, actor, now, audit }, { userId }) => {
      if (actor.kind !== 'user')
        throw new Problem(forbidden, 'Make reset links while signed in, not with a key.')
      const member = await memberOf(tx, workspaceId, userId)
      if (!member || member.revokedAt !== null) throw new Problem(notFound, 'Reload the list of members.')
      const { token, secretHash } = newToken('password_reset', workspaceId)
      const expiresAt = now + RESET_OPEN_FOR
      await addPasswordReset(tx, {
        workspaceId,
        id: newId(now),
        userId,
        secretHash,
        createdBy: actor.id,
        createdAt: now,
        expiresAt,
      })
      audit({ subject: userId, summary: `Made a password reset link for ${member.name}` })
      return { url: `${deps.baseUrl}/reset-password#${token}`, expiresAt }
    }),
  ]
}

async function keepOneAdministrator({ tx, workspaceId }: Context, leavingUserId: string): Promise<void> {
  const administrators = await lockAdministrators(tx, workspaceId)
  if (administrators.length === 1 && administrators[0] === leavingUserId) {
    throw new Problem(lastAdministrator, 'Make someone else an administrator first.')
  }
}
