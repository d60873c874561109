import { createHash, randomBytes } from 'node:crypto'
import { idOfShort, shortId } from '#platform/kernel/ids.ts'

/** What a secret is for; part of its hash, so that a secret of one purpose is worthless for any other. */
export type TokenPurpose = 'api_key' | 'invitation' | 'password_reset' | 'setup'

export interface Token {
  /** what the user gets, shown once */
  token: string
  /** what is stored, SHA-256 hex */
  secretHash: string
}

const PREFIX: Record<TokenPurpose, string> = {
  api_key: 'accord_key',
  invitation: 'accord_invite',
  password_reset: 'accord_reset',
  setup: 'accord_setup',
}

/** A new secret of 256 bits that names its workspace, so that it can be looked up inside that workspace alone. */
export function newToken(purpose: TokenPurpose, workspaceId: string): Token {
  const secret = randomBytes(32).toString('base64url')
  return {
    token: `${PREFIX[purpose]}_${shortId(workspaceId)}.${secret}`,
    secretHash: hashSecret(purpose, secret),
  }
}

/** The workspace and hash inside a token; null when it is not one of that purpose. */
export function readToken(
  purpose: TokenPurpose,
  token: string,
): { workspaceId: string; secretHash: string } | null {
  const match = /^([a-z_]+)_([\w-]{22})\.([\w-]{43})$/.exec(token)
  if (!match || match[1] !== PREFIX[purpose]) return null
  return { workspaceId: idOfShort(match[2]!), secretHash: hashSecret(purpose, match[3]!) }
}

/** SHA-256 over purpose and secret; enough without salt for secrets of 256 random bits. */
function hashSecret(purpose: TokenPurpose, secret: string): string {
  return createHash('sha256').update(`${purpose}\0${secret}`).digest('hex')
}
