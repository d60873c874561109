import { createHash, randomBytes } from 'node:crypto'

/** What stands at the beginning of a write key. */
const PREFIX = { public: 'accord_web', secret: 'accord_server' } as const
export type KeyKind = keyof typeof PREFIX

/** A new write key; it names its workspace, so that it is looked up inside that workspace alone. */
export function newWriteKey(kind: KeyKind, workspaceId: string): { token: string; tokenHash: string } {
  const where = Buffer.from(workspaceId.replaceAll('-', ''), 'hex').toString('base64url')
  const token = `${PREFIX[kind]}_${where}.${randomBytes(kind === 'public' ? 16 : 32).toString('base64url')}`
  return { token, tokenHash: hashOf(token) }
}

/** Workspace and hash of a write key; null when the text is none. */
export function readWriteKey(token: string): { workspaceId: string; tokenHash: string } | null {
  const match = /^accord_(?:web|server)_([\w-]{22})\.[\w-]{22,43}$/.exec(token)
  if (!match) return null
  const hex = Buffer.from(match[1]!, 'base64url').toString('hex')
  const workspaceId = hex.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5')
  return { workspaceId, tokenHash: hashOf(token) }
}

const hashOf = (token: string) => createHash('sha256').update(`write_key\0${token}`).digest('hex')
