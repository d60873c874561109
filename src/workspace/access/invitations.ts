import type { Tx } from '#platform/db/index.ts'
import { addressBlock } from '#platform/http/address.ts'
import { newId } from '#platform/kernel/ids.ts'
import {
  handle,
  handleOutside,
  notFound,
  type OutsideContext,
  Problem,
  pageOf,
} from '#platform/operation/index.ts'
import { recordAudit } from '#workspace/audit/index.ts'
import { INVITATION_OPEN_FOR } from './auth.ts'
import {
  acceptInvitation,
  accountMade,
  createInvitation,
  credentialsWrong,
  emailTaken,
  invitationGone,
  listInvitations,
  readInvitation,
  revokeInvitation,
} from './contract.ts'
import type { AccessDeps } from './deps.ts'
import { addUser, passwordHash, userByEmail } from './global-store.ts'
import { assertStrongPassword } from './password-strength.ts'
import { signInIfPossible } from './sessions.ts'
import {
  addInvitation,
  addMember,
  claimInvitation,
  invitationBySecret,
  lockWorkspace,
  memberByEmail,
  openInvitations,
  revokeInvitation as revokeInvitationRow,
  revokeInvitationsTo,
  workspaceRow,
} from './store.ts'
import { newToken, readToken } from './tokens.ts'

const gone = () =>
  new Problem(invitationGone, 'It was used, withdrawn or has expired. Ask an administrator for a new one.')

export function invitationHandlers(deps: AccessDeps) {
  return [
    handle(listInvitations, async ({ tx, workspaceId, now }, { cursor, limit }) => {
      const rows = await openInvitations(tx, workspaceId, now, cursor, limit + 1)
      const { shown, nextCursor } = pageOf(rows, limit, (last) => last.id)
      return { items: shown.map((row) => ({ ...row, email: row.emailNorm })), nextCursor }
    }),
    handle(createInvitation, async ({ tx, workspaceId, now, actor, audit }, input) => {
      const email = input.email.toLowerCase()
      await lockWorkspace(tx, workspaceId)
      if (await memberByEmail(tx, workspaceId, email))
        throw new Problem(emailTaken, `${email} already has access to this workspace.`)
      await revokeInvitationsTo(tx, workspaceId, email, now)
      const { token, secretHash } = newToken('invitation', workspaceId)
      const id = newId(now)
      const expiresAt = now + INVITATION_OPEN_FOR
      await addInvitation(tx, {
        workspaceId,
        id,
        emailNorm: email,
        name: input.name || null,
        role: input.role,
        secretHash,
        invitedBy: actor.id,
        createdAt: now,
        expiresAt,
      })
      audit({ subject: id, summary: `Invited ${email} as ${input.role}`, detail: { role: input.role } })
      return { id, url: `${deps.baseUrl}/invitation#${token}`, expiresAt }
    }),
    handle(revokeInvitation, async ({ tx, workspaceId, now, audit }, { invitationId }) => {
      const row = await revokeInvitationRow(tx, workspaceId, invitationId, now)
      if (!row) throw new Problem(notFound, 'Reload the list of invitations.')
      audit({ subject: invitationId, summary: `Withdrew the invitation of ${row.email}` })
    }),
    handleOutside(readInvitation, async ({ database, now }, { token }) => {
      const read = readToken('invitation', token)
      if (!read) throw gone()
      return database.system(async (tx) => {
        const row = await invitationBySecret(tx, read.workspaceId, read.secretHash, now)
        const workspace = row && (await workspaceRow(tx, read.workspaceId))
        if (!row || !workspace) throw gone()
        const hasAccount = (await userByEmail(tx, row.emailNorm)) !== null
        const { emailNorm: email, name, role } = row
        return { email, name, workspaceName: workspace.name, role, hasAccount }
      })
    }),
    handleOutside(acceptInvitation, (context, input) => accept(deps, context, input)),
  ]
}

async function accept(
  deps: AccessDeps,
  context: OutsideContext,
  input: { token: string; name?: string | undefined; password: string },
) {
  const { database, now } = context
  const read = readToken('invitation', input.token)
  if (!read) throw gone()
  const { workspaceId } = read
  const invited = await database.system((tx) => invitationBySecret(tx, workspaceId, read.secretHash, now))
  if (!invited) throw gone()
  const email = invited.emailNorm
  const existing = await database.system((tx) => userByEmail(tx, email))
  const name = invited.name ?? existing?.name ?? (input.name || email)
  if (existing) await provePassword(deps, context, existing, input.password)
  else assertStrongPassword(input.password, [name, email])
  const newHash = existing ? null : await (await deps.auth.$context).password.hash(input.password)
  const userId = existing?.id ?? newId(now)
  await database.system((tx) => join(tx, context, invited, { userId, name, newHash }))
  await signInIfPossible(deps, context, email, input.password)
  return { workspaceId }
}

/** Claims the invitation and makes the member, with an account when they have none. */
async function join(
  tx: Tx,
  { now, requestId }: OutsideContext,
  invited: NonNullable<Awaited<ReturnType<typeof invitationBySecret>>>,
  { userId, name, newHash }: { userId: string; name: string; newHash: string | null },
): Promise<void> {
  const { workspaceId, emailNorm: email, role } = invited
  if (!(await claimInvitation(tx, workspaceId, invited.id, now))) throw gone()
  const account = newHash && { id: userId, name, email, passwordHash: newHash, now, credentialId: newId(now) }
  if (account && !(await addUser(tx, account)))
    throw new Problem(accountMade, 'Open the link again and give the password of that account.')
  const nameVouched = invited.name !== null
  await addMember(tx, { workspaceId, userId, name, nameVouched, email, role, createdAt: now })
  await recordAudit(tx, {
    workspaceId,
    actor: { kind: 'user', id: userId, name, role },
    operation: acceptInvitation.id,
    subject: invited.id,
    summary: `${name} joined as ${role}`,
    requestId,
    at: now,
  })
}

async function provePassword(
  deps: AccessDeps,
  context: OutsideContext,
  user: { id: string; email: string },
  password: string,
) {
  await deps.limits.take(user.email, addressBlock(context.address))
  const hash = await context.database.system((tx) => passwordHash(tx, user.id))
  if (hash && (await (await deps.auth.$context).password.verify({ hash, password }))) return
  throw new Problem(credentialsWrong, 'This address already has an account here. Use its password.', {
    errors: [{ pointer: '/password', detail: 'Not the password of this account' }],
  })
}
