import { idBytes, idOf } from '#platform/kernel/ids.ts'
import { tokensFor } from '#platform/mail/index.ts'

/** The addresses that stand in messages, each signed for one purpose, one workspace and one recipient. */
export interface MailLinks {
  /** where the product is reached, without trailing slash */
  base: string
  /** stands behind the @ of message ids */
  host: string
  unsubscribe(workspaceId: string, messageId: string, emailNorm: string): string
  link(workspaceId: string, messageId: string, index: number, url: string): string
  /** where delivery failures are reported to; undefined without a receiver */
  returnPath(workspaceId: string, messageId: string): string | undefined
  /** what a token names, not yet proven: look up the message, then ask `holds` */
  read(kind: 'unsubscribe' | 'link', token: string): Named | null
  holds(kind: 'unsubscribe' | 'link', token: string, boundTo: string): boolean
  /** the message that an address for delivery failures belongs to; the workspace by the end of its id */
  readReturnPath(localPart: string): { workspaceEnd: string; messageId: string } | null
}

export interface Named {
  workspaceId: string
  messageId: string
  /** place of the link; -1 for the page to unsubscribe */
  link: number
}

/** A message that was sent for a look at it leads here. */
export const TEST_TOKEN = 'test'
const RETURN = 'b+'
const END_BYTES = 5

export interface LinkSettings {
  /** without trailing slash */
  baseUrl: string
  secretKey: string
  mailInDomain: string | undefined
}

export function mailLinks({ baseUrl, secretKey, mailInDomain }: LinkSettings): MailLinks {
  const tokens = { unsubscribe: tokensFor(secretKey, 'unsubscribe'), link: tokensFor(secretKey, 'link') }
  const failures = tokensFor(secretKey, 'return path', 8)
  const ids = (workspaceId: string, messageId: string) =>
    Buffer.concat([idBytes(workspaceId), idBytes(messageId)])
  const length = { unsubscribe: 32, link: 33 }
  return {
    base: baseUrl,
    host: new URL(baseUrl).hostname,
    unsubscribe: (workspaceId, messageId, emailNorm) =>
      `${baseUrl}/u/${tokens.unsubscribe.make(ids(workspaceId, messageId), emailNorm)}`,
    link(workspaceId, messageId, index, url) {
      const carried = Buffer.concat([ids(workspaceId, messageId), Buffer.from([index])])
      return `${baseUrl}/r/${tokens.link.make(carried, url)}`
    },
    returnPath(workspaceId, messageId) {
      if (!mailInDomain) return undefined
      const carried = Buffer.concat([idBytes(messageId), idBytes(workspaceId).subarray(-END_BYTES)])
      return `${RETURN}${failures.make(carried, '')}@${mailInDomain}`
    },
    read(kind, token) {
      const carried = tokens[kind].carried(token, length[kind])
      if (!carried) return null
      return {
        workspaceId: idOf(carried.subarray(0, 16)),
        messageId: idOf(carried.subarray(16, 32)),
        link: carried[32] ?? -1,
      }
    },
    holds(kind, token, boundTo) {
      const carried = tokens[kind].carried(token, length[kind])
      return carried !== null && tokens[kind].holds(token, carried, boundTo)
    },
    readReturnPath(localPart) {
      if (!localPart.toLowerCase().startsWith(RETURN)) return null
      const token = localPart.slice(RETURN.length)
      const carried = failures.carried(token, 16 + END_BYTES)
      if (!carried || !failures.holds(token, carried, '')) return null
      return {
        messageId: idOf(carried.subarray(0, 16)),
        workspaceEnd: Buffer.from(carried.subarray(16)).toString('hex'),
      }
    },
  }
}
