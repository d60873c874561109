import { z } from 'zod'
import { Id } from '#platform/kernel/ids.ts'
import { InstantIso } from '#platform/kernel/instant.ts'
import { notFound, operation, wholeList } from '#platform/operation/index.ts'
import {
  Currency,
  Email,
  Nothing,
  Password,
  PermissionName,
  PersonName,
  Role,
  TimeZone,
  WorkspaceName,
} from './fields.ts'
import {
  credentialsWrong,
  passwordWeak,
  resetGone,
  resetNotYours,
  setupClosed,
  setupTokenWrong,
} from './problems.ts'

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
  output: wholeList(
    z.object({
      id: Id,
      userAgent: z.string().nullable(),
      address: z.string().nullable(),
      createdAt: InstantIso,
      expiresAt: InstantIso,
      current: z.boolean(),
    }),
  ),
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
