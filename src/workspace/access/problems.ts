import { problem } from '#platform/operation/index.ts'

/** Refusals of this slice. */
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
