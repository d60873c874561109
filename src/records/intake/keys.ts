import { createHash, randomBytes } from 'node:crypto'
import { idOfShort, shortId } from '#platform/kernel/ids.ts'

/** What stands at the beginning of a write key. */
const PREFIX = { public: 'accord_web', secret: 'accord_server' } as const
export type KeyKind = keyof typeof PREFIX

/** A new write key; it names its workspace, so that it is looked up inside that workspace alone. */
export function newWriteKey(kind: KeyKind, workspaceId: string): { token: string; tokenHash: string } {
  const token = `${PREFIX[kind]}_${shortId(workspaceId)}.${randomBytes(kind === 'public' ? 16 : 32).toString('base64url')}`
  return { token, tokenHash: hashOf(token) }
}

/** Workspace and hash of a write key; null when the text is none. */
export function readWriteKey(token: string): { workspaceId: string; tokenHash: string } | null {
  const match = /^accord_(?:web|server)_([\w-]{22})\.[\w-]{22,43}$/.exec(token)
  if (!match) return null
  return { workspaceId: idOfShort(match[1]!), tokenHash: hashOf(token) }
}

const hashOf = (token: string) => createHash('sha256').update(`write_key\0${token}`).digest('hex')
