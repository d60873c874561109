import { z } from 'zod'
import { Id } from '#platform/kernel/ids.ts'
import { InstantIso } from '#platform/kernel/instant.ts'
import { operation, PageById, page } from '#platform/operation/index.ts'
import { Currency, Email, PermissionName, Role, TimeZone, WorkspaceName } from './fields.ts'
import {
  accountMade,
  credentialsWrong,
  emailTaken,
  invitationGone,
  lastAdministrator,
  passwordWeak,
  scopeTooWide,
} from './problems.ts'

export * from './problems.ts'
export * from './session-contract.ts'

export const updateWorkspace = operation({
  id: 'workspace.update',
  method: 'PATCH',
  path: '/workspace',
  permission: 'workspace.change',
  summary: 'Change the name, time zone or currency of the workspace',
  input: z.object({
    name: WorkspaceName.optional(),
    timeZone: TimeZone.optional(),
    currency: Currency.optional(),
  }),
  output: z.void(),
})

export const Member = z.object({
  userId: Id,
  name: z.string(),
  email: z.string(),
  role: Role,
  createdAt: InstantIso,
  revokedAt: InstantIso.nullable(),
})

export const listMembers = operation({
  id: 'member.list',
  method: 'GET',
  path: '/members',
  permission: 'member.read',
  summary: 'Members of the workspace with their roles',
  input: PageById,
  output: page(Member),
})

export const changeMemberRole = operation({
  id: 'member.change_role',
  method: 'PATCH',
  path: '/members/:userId',
  permission: 'member.change',
  summary: 'Give a member another role',
  input: z.object({ userId: Id, role: Role }),
  output: z.void(),
  errors: [lastAdministrator],
})

export const revokeMember = operation({
  id: 'member.revoke',
  method: 'DELETE',
  path: '/members/:userId',
  permission: 'member.change',
  summary: 'Take away a member’s access at once',
  input: z.object({ userId: Id }),
  output: z.void(),
  errors: [lastAdministrator],
})

export const restoreMember = operation({
  id: 'member.restore',
  method: 'POST',
  path: '/members/:userId/restore',
  permission: 'member.change',
  summary: 'Give a former member their access back',
  input: z.object({ userId: Id }),
  output: z.void(),
})

export const createResetLink = operation({
  id: 'member.create_reset_link',
  method: 'POST',
  path: '/members/:userId/reset-link',
  permission: 'member.change',
  summary: 'Make a one-time link with which a member sets a new password',
  input: z.object({ userId: Id }),
  output: z.object({ url: z.string(), expiresAt: InstantIso }),
})

export const Invitation = z.object({
  id: Id,
  email: z.string(),
  name: z.string().nullable().describe('null: whoever accepts chooses it'),
  role: Role,
  createdAt: InstantIso,
  expiresAt: InstantIso,
})

export const listInvitations = operation({
  id: 'invitation.list',
  method: 'GET',
  path: '/invitations',
  permission: 'member.change',
  summary: 'Open invitations',
  input: PageById,
  output: page(Invitation),
})

export const createInvitation = operation({
  id: 'invitation.create',
  method: 'POST',
  path: '/invitations',
  permission: 'member.change',
  summary: 'Invite someone by a link that works once, for seven days',
  input: z.object({
    email: Email,
    role: Role,
    name: z
      .string()
      .trim()
      .max(120)
      .optional()
      .describe(
        'The name they get, which may say whom they manage; without one they choose it, and it says nothing',
      ),
  }),
  output: z.object({ id: Id, url: z.string(), expiresAt: InstantIso }),
  errors: [emailTaken],
})

export const revokeInvitation = operation({
  id: 'invitation.revoke',
  method: 'DELETE',
  path: '/invitations/:invitationId',
  permission: 'member.change',
  summary: 'Close an open invitation',
  input: z.object({ invitationId: Id }),
  output: z.void(),
})

export const readInvitation = operation({
  id: 'invitation.read',
  method: 'POST',
  path: '/invitations/read',
  permission: 'public',
  readOnly: true,
  summary: 'Whom an invitation link is for',
  input: z.object({ token: z.string().max(200) }),
  output: z.object({
    email: z.string(),
    name: z.string().nullable().describe('null: to be chosen'),
    workspaceName: z.string(),
    role: Role,
    hasAccount: z.boolean(),
  }),
  errors: [invitationGone],
})

export const acceptInvitation = operation({
  id: 'invitation.accept',
  method: 'POST',
  path: '/invitations/accept',
  permission: 'public',
  summary: 'Join a workspace with an invitation link; people who have an account already give its password',
  input: z.object({
    token: z.string().max(200),
    name: z.string().trim().max(120).optional().describe('Not used where the invitation has a name'),
    password: z.string().max(128),
  }),
  output: z.object({ workspaceId: Id }),
  errors: [invitationGone, accountMade, passwordWeak, credentialsWrong],
})

export const ApiKey = z.object({
  id: Id,
  name: z.string(),
  prefix: z.string(),
  scopes: z.array(PermissionName),
  createdByName: z.string(),
  createdAt: InstantIso,
  expiresAt: InstantIso.nullable(),
  lastUsedAt: InstantIso.nullable(),
})

export const listApiKeys = operation({
  id: 'api_key.list',
  method: 'GET',
  path: '/api-keys',
  permission: 'api_key.change',
  summary: 'Keys for scripts and agents',
  input: PageById,
  output: page(ApiKey),
})

export const createApiKey = operation({
  id: 'api_key.create',
  method: 'POST',
  path: '/api-keys',
  permission: 'api_key.change',
  summary: 'Make a key; its token is shown once',
  input: z.object({
    name: z.string().trim().min(1, 'Name the key').max(80),
    scopes: z.array(PermissionName).min(1, 'Choose at least one permission'),
    expiresAt: InstantIso.nullable(),
  }),
  output: z.object({ id: Id, token: z.string() }),
  errors: [scopeTooWide],
})

export const revokeApiKey = operation({
  id: 'api_key.revoke',
  method: 'DELETE',
  path: '/api-keys/:apiKeyId',
  permission: 'api_key.change',
  summary: 'Stop a key at once',
  input: z.object({ apiKeyId: Id }),
  output: z.void(),
})
