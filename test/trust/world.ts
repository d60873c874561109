import { randomInt } from 'node:crypto'
import { newId } from '#platform/kernel/ids.ts'
import type { Operation } from '#platform/operation/index.ts'
import { addMember, createWorkspace, ROLES, type Role } from '#workspace/access/index.ts'
import { addUser } from '../../src/workspace/access/global-store.ts'
import { operationNamed, PASSWORD, type TestAccord, type TestUser, testAccord } from '../accord.ts'
import { type Records, seedRecords } from './seed.ts'

/** One workspace with an administrator and one record of each kind. */
export interface Side {
  accord: TestAccord
  workspaceId: string
  admin: TestUser
  adminId: string
  records: Records
  /** calls an operation as the administrator and expects it to work */
  make(id: string, input?: Record<string, unknown>): Promise<Record<string, unknown>>
}

/** Two workspaces in one installation; the first has a member of every role and one who was revoked. */
export interface World {
  accord: TestAccord
  home: Side
  foreign: Side
  members: Record<Role, TestUser>
  revoked: TestUser
}

export async function buildWorld(options: Parameters<typeof testAccord>[0] = {}): Promise<World> {
  const accord = await testAccord(options)
  const admin = await accord.setUp()
  const home = await sideOf(accord, admin)
  const members = { administrator: admin } as Record<Role, TestUser>
  for (const role of ROLES) members[role] ??= await accord.join(admin, role)
  const revoked = await accord.join(admin, 'administrator', 'revoked@company.test')
  const userId = await idOf(accord, revoked)
  await home.make('member.revoke', { userId })
  return { accord, home, foreign: await addSide(accord), members, revoked }
}

/** A world of one workspace, for tests that need no more. */
export async function buildHome(options: Parameters<typeof testAccord>[0] = {}): Promise<Side> {
  const accord = await testAccord(options)
  return sideOf(accord, await accord.setUp())
}

/** Another workspace with an administrator of its own. */
export async function addSide(accord: TestAccord, email = 'zoe@other.test'): Promise<Side> {
  const now = accord.clock.now
  const workspaceId = await accord.database.system((tx) =>
    createWorkspace(accord.access, tx, {
      name: 'Other company',
      kind: 'real',
      timeZone: 'UTC',
      currency: 'USD',
      now,
    }),
  )
  const { password } = await accord.access.auth.$context
  await addUserTo({ accord, workspaceId }, 'administrator', email, await password.hash(PASSWORD))
  return sideOf(accord, await signedIn(accord, email))
}

/** Puts a member into a workspace without the way through an invitation; without a password they cannot sign in. */
export async function addUserTo(
  { accord, workspaceId }: Pick<Side, 'accord' | 'workspaceId'>,
  role: Role = 'success',
  email = `${newId()}@company.test`,
  passwordHash = '',
): Promise<string> {
  const now = accord.clock.now
  const userId = newId(now)
  await accord.database.system(async (tx) => {
    await addUser(tx, { id: userId, name: 'Zoe', email, passwordHash, now, credentialId: newId(now) })
    await addMember(tx, { workspaceId, userId, name: 'Zoe', email, role, createdAt: now })
  })
  return userId
}

/** An administrator to be signed out, locked out or changed by what is tried. */
export async function expendable(side: Side): Promise<TestUser> {
  const email = `${newId()}@company.test`
  const { password } = await side.accord.access.auth.$context
  await addUserTo(side, 'administrator', email, await password.hash(PASSWORD))
  return signedIn(side.accord, email)
}

/** A sample company whose administrator is that user. */
export async function addSampleOf({ accord }: Pick<Side, 'accord'>, user: TestUser): Promise<string> {
  const userId = await idOf(accord, user)
  const now = accord.clock.now
  return accord.database.system(async (tx) => {
    const workspaceId = await createWorkspace(accord.access, tx, {
      name: 'Sample company',
      kind: 'sample',
      timeZone: 'UTC',
      currency: 'EUR',
      now,
    })
    const { email } = user
    await addMember(tx, {
      workspaceId,
      userId,
      name: 'Zoe',
      email,
      role: 'administrator',
      createdAt: now,
    })
    return workspaceId
  })
}

/** A new session of an existing user. */
export async function signedIn(accord: TestAccord, email: string): Promise<TestUser> {
  const user = accord.visitor()
  const response = await user.fetch('/api/session', {
    method: 'POST',
    body: JSON.stringify({ email, password: PASSWORD }),
    headers: { 'content-type': 'application/json' },
    // an address of its own, so that limits on guessing never meet the tests themselves
    address: `2001:db8:${randomInt(65_536).toString(16)}:${randomInt(65_536).toString(16)}::1`,
  })
  if (response.status !== 200)
    throw new Error(`Sign-in of ${email} answered ${response.status}: ${await response.text()}`)
  user.email = email
  return user
}

async function sideOf(accord: TestAccord, admin: TestUser): Promise<Side> {
  const session = (await admin.call(operationNamed(accord, 'session.read'))).body
  const workspaceId: string = session.workspace.id
  return {
    accord,
    workspaceId,
    admin,
    adminId: session.user.id,
    records: await seedRecords(accord.database, workspaceId, accord.clock.now),
    async make(id, input = {}) {
      const answer = await admin.call(operationNamed(accord, id), input)
      if (answer.status >= 300) throw new Error(`${id} answered ${answer.status}: ${answer.text}`)
      return answer.body
    },
  }
}

export async function idOf(accord: TestAccord, user: TestUser): Promise<string> {
  return (await user.call(operationNamed(accord, 'session.read'))).body.user.id
}

/** Whether an operation is answered outside any workspace. */
export const isOutside = (operation: Operation) => ['public', 'signed_in'].includes(operation.permission)
