import { newId } from '#platform/kernel/ids.ts'
import { operationNamed, PASSWORD, SETUP_TOKEN } from '../accord.ts'
import { type Example, fixed } from './example.ts'
import { addUserTo, type Side, signedIn } from './world.ts'

/** Set-up, sign-in, members, invitations and keys for the examples of their operations. */

const invited = async (side: Side) => {
  const { id, url } = await side.make('invitation.create', {
    email: `${newId()}@company.test`,
    role: 'sales',
  })
  return { id: id as string, token: (url as string).split('#')[1]! }
}

export const ACCESS_EXAMPLES: Record<string, Example> = {
  'setup.complete': {
    ...fixed({
      token: SETUP_TOKEN,
      name: 'Eve',
      email: 'eve@company.test',
      password: PASSWORD,
      workspaceName: 'Second company',
      timeZone: 'UTC',
      currency: 'EUR',
    }),
    status: 410,
  },
  'session.create': {
    input: (_, caller) => ({ email: caller.email, password: PASSWORD }),
    ownSession: true,
  },
  'session.delete': { ...fixed({}), ownSession: true },
  'session.switch_workspace': {
    input: async (side, caller) => {
      const { body } = await caller.call(operationNamed(side.accord, 'session.read'))
      return { workspaceId: body.workspaces[0]?.id ?? newId() }
    },
    statusWithoutWorkspace: 404,
    ownSession: true,
  },
  'session.revoke': {
    once: true,
    input: async (side, caller) => {
      if (!caller.email) return { sessionId: newId() }
      const other = await signedIn(side.accord, caller.email)
      const { body } = await other.call(operationNamed(side.accord, 'session.list'))
      return { sessionId: body.items.find((one: { current: boolean }) => one.current).id }
    },
  },
  'password.change': { ...fixed({ currentPassword: PASSWORD, newPassword: PASSWORD }), ownSession: true },
  'password.reset': {
    once: true,
    input: async (side) => {
      const userId = await addUserTo(side)
      const { url } = await side.make('member.create_reset_link', { userId })
      return { token: (url as string).split('#')[1], newPassword: PASSWORD }
    },
  },
  'workspace.update': fixed({ name: 'Renamed company' }),
  'member.change_role': {
    input: async (side) => ({ userId: await addUserTo(side), role: 'marketing' }),
  },
  'member.revoke': { input: async (side) => ({ userId: await addUserTo(side) }) },
  'member.restore': { input: async (side) => ({ userId: await addUserTo(side) }) },
  'member.create_reset_link': {
    input: async (side) => ({ userId: await addUserTo(side) }),
    keyStatus: 403,
  },
  'invitation.create': { input: () => ({ email: `${newId()}@company.test`, role: 'sales' }) },
  'invitation.revoke': { input: async (side) => ({ invitationId: (await invited(side)).id }), once: true },
  'invitation.read': { input: async (side) => ({ token: (await invited(side)).token }) },
  'invitation.accept': {
    once: true,
    input: async (side) => ({ token: (await invited(side)).token, name: 'Sam', password: PASSWORD }),
  },
  'api_key.create': {
    ...fixed({ name: 'Script', scopes: ['record.read'], expiresAt: null }),
    keyStatus: 403,
  },
  'api_key.revoke': {
    once: true,
    input: async (side) => {
      const { id } = await side.make('api_key.create', {
        name: 'Script',
        scopes: ['record.read'],
        expiresAt: null,
      })
      return { apiKeyId: id }
    },
  },
}
