import { createHash, timingSafeEqual } from 'node:crypto'
import { newId } from '#platform/kernel/ids.ts'
import { handleOutside, type OutsideContext, Problem } from '#platform/operation/index.ts'
import { recordAudit } from '#workspace/audit/index.ts'
import { completeSetup, readSetup, setupClosed, setupTokenWrong } from './contract.ts'
import type { AccessDeps } from './deps.ts'
import { addUser, claimSetup, isSetUp, sampleWorkspaces } from './global-store.ts'
import { assertStrongPassword } from './password-strength.ts'
import { signInIfPossible } from './sessions.ts'
import { addMember } from './store.ts'
import { createWorkspace } from './workspaces.ts'

/** The first administrator and the first workspace, once. */
export function setupHandlers(deps: AccessDeps) {
  return [
    handleOutside(readSetup, async ({ database }) => ({ open: !(await database.system(isSetUp)) })),

    handleOutside(completeSetup, async (context, input) => {
      if (await context.database.system(isSetUp))
        throw new Problem(setupClosed, 'Sign in, or ask an administrator for an invitation.')
      if (!sameSecret(input.token, deps.setupToken)) {
        throw new Problem(setupTokenWrong, 'Use the link that the server printed at its latest start.')
      }
      assertStrongPassword(input.password, [input.name, input.email, input.workspaceName])
      const workspaceId = await firstWorkspace(deps, context, input)
      await signInIfPossible(deps, context, input.email, input.password)
      return { workspaceId }
    }),
  ]
}

async function firstWorkspace(
  deps: AccessDeps,
  { database, now, requestId }: OutsideContext,
  input: {
    name: string
    email: string
    password: string
    workspaceName: string
    timeZone: string
    currency: string
  },
): Promise<string> {
  const passwordHash = await (await deps.auth.$context).password.hash(input.password)
  const email = input.email.toLowerCase()
  return database.system(async (tx) => {
    if (!(await claimSetup(tx, now)))
      throw new Problem(setupClosed, 'Sign in, or ask an administrator for an invitation.')
    const userId = newId(now)
    const account = { id: userId, name: input.name, email, passwordHash, now, credentialId: newId(now) }
    if (!(await addUser(tx, account)))
      throw new Problem(setupClosed, 'This address has an account. Sign in with it.')
    const workspaceId = await createWorkspace(deps, tx, {
      ...input,
      name: input.workspaceName,
      kind: 'real',
      now,
    })
    await addMember(tx, {
      workspaceId,
      userId,
      name: input.name,
      nameVouched: true,
      email,
      role: 'administrator',
      createdAt: now,
    })
    // A sample company that was loaded on the command line before anyone had an account.
    for (const sample of await sampleWorkspaces(tx)) {
      await addMember(tx, {
        workspaceId: sample.id,
        userId,
        name: input.name,
        email,
        role: 'administrator',
        createdAt: now,
      })
    }
    await recordAudit(tx, {
      workspaceId,
      actor: { kind: 'user', id: userId, name: input.name, role: 'administrator' },
      operation: completeSetup.id,
      summary: `${input.name} set up the workspace ${input.workspaceName}`,
      requestId,
      at: now,
    })
    return workspaceId
  })
}

function sameSecret(given: string, expected: string): boolean {
  const digest = (text: string) => createHash('sha256').update(text).digest()
  return timingSafeEqual(digest(given), digest(expected))
}
