import { z } from 'zod'
import { Id } from '#platform/kernel/ids.ts'
import { InstantIso } from '#platform/kernel/instant.ts'
import { notFound, operation, PageById, page, problem } from '#platform/operation/index.ts'
import { PERMISSIONS, type Permission, ROLES } from './rules/permissions.ts'

export const setupClosed = problem('setup.closed', 410, 'This installation is already set up')
export const setupTokenWrong = problem('setup.token_wrong', 403, 'This set-up link is not the current one')
export const credentialsWrong = problem('session.credentials_wrong', 401, 'E-mail and password do not match')
export const passwordWeak = problem('password.weak', 422, 'This password is too easy to guess')
export const invitationGone = problem('invitation.gone', 410, 'This invitation is no longer open')
export const accountMade = problem('invitation.account_made', 409, 'This address has an account by now')
export const resetGone = problem('password_reset.gone', 410, 'This link is no longer valid')
export const lastAdministrator = problem(
  'member.last_administrator',
  409,
  'A workspace needs at least one administrator',
)
export const resetNotYours = problem(
  'password_reset.other_workspace',
  403,
  'This person also belongs to a workspace of others',
)
export const scopeTooWide = problem('api_key.scope_too_wide', 403, 'A key cannot do more than you can')
export const emailTaken = problem('member.exists', 409, 'This person is already a member')

const Role = z.enum(ROLES)
const PermissionName = z.enum(Object.keys(PERMISSIONS) as [Permission, ...Permission[]])
const Email = z.email('Write an address like name@company.com').max(254)
const PersonName = z.string().trim().min(1, 'Write your name').max(120)
const Password = z.string().min(12, 'Use at least 12 characters').max(128, 'Use at most 128 characters')
const TimeZone = z
  .string()
  .max(60)
  .refine(
    (zone) => Intl.supportedValuesOf('timeZone').includes(zone) || zone === 'UTC',
    'Choose a time zone from the list',
  )
const Currency = z.string().regex(/^[A-Z]{3}$/, 'Write three capital letters, such as EUR')
const WorkspaceName = z.string().trim().min(1, 'Name the workspace').max(80)
const Nothing = z.object({})

const WorkspaceView = z.object({
  id: Id,
  name: z.string(),
  slug: z.string(),
  kind: z.enum(['real', 'sample']),
  timeZone: z.string(),
  currency: z.string(),
  role: Role,
})

export const readSetup = operation({
  id: 'setup.read',
  method: 'GET',
  path: '/setup',
  permission: 'public',
  summary: 'Whether this installation still waits for its first administrator',
  input: Nothing,
  output: z.object({ open: z.boolean() }),
})

export const completeSetup = operation({
  id: 'setup.complete',
  method: 'POST',
  path: '/setup',
  permission: 'public',
  summary: 'Create the first administrator and the first workspace with the one-time link',
  input: z.object({
    token: z.string().min(1).max(200),
    name: PersonName,
    email: Email,
    password: Password,
    workspaceName: WorkspaceName,
    timeZone: TimeZone,
    currency: Currency,
  }),
  output: z.object({ workspaceId: Id }),
  errors: [setupClosed, setupTokenWrong, passwordWeak],
})

export const signIn = operation({
  id: 'session.create',
  method: 'POST',
  path: '/session',
  permission: 'public',
  summary: 'Sign in with e-mail and password',
  input: z.object({ email: z.string().max(254), password: z.string().max(128) }),
  output: z.object({ userId: Id }),
  errors: [credentialsWrong],
})

export const signOut = operation({
  id: 'session.delete',
  method: 'DELETE',
  path: '/session',
  permission: 'signed_in',
  summary: 'Sign out on this device',
  input: Nothing,
  output: z.void(),
})

export const readSession = operation({
  id: 'session.read',
  method: 'GET',
  path: '/session',
  permission: 'signed_in',
  summary: 'Who is signed in, and in which workspaces',
  input: Nothing,
  output: z.object({
    user: z.object({ id: Id, name: z.string(), email: z.string() }),
    workspace: WorkspaceView.nullable(),
    workspaces: z.array(WorkspaceView),
    permissions: z.array(PermissionName),
  }),
})

export const switchWorkspace = operation({
  id: 'session.switch_workspace',
  method: 'PUT',
  path: '/session/workspace',
  permission: 'signed_in',
  summary: 'Look at another of your workspaces',
  input: z.object({ workspaceId: Id }),
  output: z.void(),
  errors: [notFound],
})

export const listSessions = operation({
  id: 'session.list',
  method: 'GET',
  path: '/sessions',
  permission: 'signed_in',
  summary: 'Devices on which you are signed in',
  input: Nothing,
  output: z.object({
    items: z.array(
      z.object({
        id: Id,
        userAgent: z.string().nullable(),
        address: z.string().nullable(),
        createdAt: InstantIso,
        expiresAt: InstantIso,
        current: z.boolean(),
      }),
    ),
  }),
})

export const revokeSession = operation({
  id: 'session.revoke',
  method: 'DELETE',
  path: '/sessions/:sessionId',
  permission: 'signed_in',
  summary: 'Sign out on another device',
  input: z.object({ sessionId: Id }),
  output: z.void(),
})

export const changePassword = operation({
  id: 'password.change',
  method: 'PUT',
  path: '/password',
  permission: 'signed_in',
  summary: 'Change your password and sign out everywhere else',
  input: z.object({ currentPassword: z.string().max(128), newPassword: Password }),
  output: z.void(),
  errors: [credentialsWrong, passwordWeak],
})

export const resetPassword = operation({
  id: 'password.reset',
  method: 'POST',
  path: '/password/reset',
  permission: 'public',
  summary: 'Set a new password with a reset link',
  input: z.object({ token: z.string().max(200), newPassword: Password }),
  output: z.void(),
  errors: [resetGone, resetNotYours, passwordWeak],
})

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
  input: z.object({ email: Email, role: Role }),
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
  output: z.object({ email: z.string(), workspaceName: z.string(), role: Role, hasAccount: z.boolean() }),
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
    name: z.string().trim().max(120).optional(),
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
