import type { Handler } from '#platform/operation/index.ts'
import { apiKeyHandlers } from './api-keys.ts'
import type { AccessDeps } from './deps.ts'
import { invitationHandlers } from './invitations.ts'
import { memberHandlers } from './members.ts'
import { sessionHandlers } from './sessions.ts'
import { setupHandlers } from './setup.ts'
import { workspaceHandlers } from './workspaces.ts'

export { type Auth, createAuth } from './auth.ts'
export { actorIn, actorMay, authenticate } from './authenticate.ts'
export type { AccessDeps } from './deps.ts'
export { MEMBER_REVOKED, type MemberRevoked } from './events.ts'
export { isSetUp, workspaceList, workspacesOfUser } from './global-store.ts'
export { createGuessLimits } from './limits.ts'
export { may, PERMISSIONS, type Permission, ROLES, type Role } from './rules/permissions.ts'
export { addMember, lockWorkspace, membersWithRole } from './store.ts'
export { createWorkspace, type NewWorkspace } from './workspaces.ts'

/** Every operation of set-up, sign-in, members, invitations and API keys. */
export function accessOperations(deps: AccessDeps): Handler[] {
  return [
    ...setupHandlers(deps),
    ...sessionHandlers(deps),
    ...memberHandlers(deps),
    ...invitationHandlers(deps),
    ...apiKeyHandlers,
    ...workspaceHandlers,
  ]
}
