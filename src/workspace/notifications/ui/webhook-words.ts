import type { z } from 'zod'
import type { Tone } from '#platform/ui/index.ts'
import type { Webhook, WebhookMessage } from '../contract.ts'

export type WebhookRow = z.output<typeof Webhook>
export type MessageRow = z.output<typeof WebhookMessage>

/** How a webhook is doing. */
export function stateOf({ state, failingSince }: Pick<WebhookRow, 'state' | 'failingSince'>): {
  tone: Tone
  label: string
} {
  if (state === 'disabled') return { tone: 'neutral', label: 'Off' }
  return failingSince === null ? { tone: 'good', label: 'On' } : { tone: 'warn', label: 'Failing' }
}

/** What became of a message. */
export const MESSAGE_STATES: Record<MessageRow['state'], { tone: Tone; label: string }> = {
  delivered: { tone: 'good', label: 'Delivered' },
  waiting: { tone: 'warn', label: 'Waiting' },
  failed: { tone: 'bad', label: 'Failed' },
}
