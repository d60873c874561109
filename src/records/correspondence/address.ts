import { idBytes, idOf } from '#platform/kernel/ids.ts'
import { tokensFor } from '#platform/mail/index.ts'

const PREFIX = 'log+'
const END_BYTES = 5

/** The address of each member that mails are logged through. Whoever knows it may log in that member's name, and nothing else. */
export interface LogAddresses {
  /** null without a receiver */
  of(workspaceId: string, userId: string): string | null
  /** who is behind the part before the @; the workspace by the end of its id */
  read(localPart: string): { userId: string; workspaceEnd: string } | null
}

export function logAddresses({
  secretKey,
  mailInDomain,
}: {
  secretKey: string
  mailInDomain: string | undefined
}): LogAddresses {
  const tokens = tokensFor(secretKey, 'log address', 8)
  return {
    of(workspaceId, userId) {
      if (!mailInDomain) return null
      const carried = Buffer.concat([idBytes(userId), idBytes(workspaceId).subarray(-END_BYTES)])
      return `${PREFIX}${tokens.make(carried, '')}@${mailInDomain}`
    },
    read(localPart) {
      if (!localPart.toLowerCase().startsWith(PREFIX)) return null
      const token = localPart.slice(PREFIX.length)
      const carried = tokens.carried(token, 16 + END_BYTES)
      if (!carried || !tokens.holds(token, carried, '')) return null
      return {
        userId: idOf(carried.subarray(0, 16)),
        workspaceEnd: Buffer.from(carried.subarray(16)).toString('hex'),
      }
    },
  }
}
