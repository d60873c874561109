import { createHmac, randomBytes } from 'node:crypto'
import type { Sealer } from '#platform/sealing.ts'
import type { EndpointRow } from './webhook-store.ts'

const PREFIX = 'whsec_'
const SECRET_BYTES = 32

/** A new signing secret as Standard Webhooks writes them. */
export function newSecret(): string {
  return PREFIX + randomBytes(SECRET_BYTES).toString('base64')
}

/** `webhook-id` of a message. */
export const webhookIdOf = (messageId: string) => `msg_${messageId.replaceAll('-', '')}`

const placeOf = (workspaceId: string, endpointId: string) => `webhook_endpoint ${workspaceId} ${endpointId}`

export function sealSecret(sealer: Sealer, workspaceId: string, endpointId: string, secret: string): string {
  return sealer.seal(secret, placeOf(workspaceId, endpointId))
}

/**
 * The secrets that sign now: the current one, and for a day after a change the one before. None when they cannot be opened,
 * because they were altered or SECRET_KEY is another one.
 */
export function signingSecrets(sealer: Sealer, row: EndpointRow, now: number): string[] {
  const place = placeOf(row.workspaceId, row.id)
  const oldSigns = row.oldSecretUntil !== null && row.oldSecretUntil > now
  const current = openSealed(sealer, row.secretSealed, place)
  const old = oldSigns && row.oldSecretSealed !== null ? openSealed(sealer, row.oldSecretSealed, place) : null
  return current === null ? [] : [current, ...(old === null ? [] : [old])]
}

function openSealed(sealer: Sealer, sealed: string, place: string): string | null {
  try {
    return sealer.open(sealed, place)
  } catch {
    return null
  }
}

/** Headers of one attempt by Standard Webhooks: the id stays, the timestamp is the attempt's. */
export function signedHeaders(
  messageId: string,
  body: string,
  secrets: readonly string[],
  now: number,
): Record<string, string> {
  const id = webhookIdOf(messageId)
  const timestamp = String(Math.floor(now / 1_000))
  const signatures = secrets.map((secret) => {
    const key = Buffer.from(secret.slice(PREFIX.length), 'base64')
    return `v1,${createHmac('sha256', key).update(`${id}.${timestamp}.${body}`).digest('base64')}`
  })
  return {
    'webhook-id': id,
    'webhook-timestamp': timestamp,
    'webhook-signature': signatures.join(' '),
  }
}
