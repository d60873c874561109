/** What other systems can be told about. Nothing here says how late one person is. */
export const WEBHOOK_EVENTS = {
  'lead.qualified': 'A lead qualified under the agreement',
  'lead.stage_changed': 'A lead moved to another stage',
  'handoff.offered': 'A lead was offered to a seller',
  'handoff.accepted': 'A seller accepted a lead',
  'handoff.rejected': 'A seller rejected a lead, with the reason',
  'handoff.reassigned': 'A lead went to another seller',
  'handoff.recycled': 'A lead went back to be nurtured',
  'handoff.disqualified': 'A lead was disqualified',
  'handoff.converted': 'A lead became an opportunity',
  'handoff.disputed': 'Marketing contested a rejection',
  'agreement.adopted': 'A new version of the agreement holds',
  'import.finished': 'An import is done',
} as const satisfies Record<string, string>

/** Type of an outgoing event. */
export type WebhookEvent = keyof typeof WEBHOOK_EVENTS

/** Every type, in the order they are shown. */
export const EVENTS = Object.keys(WEBHOOK_EVENTS) as [WebhookEvent, ...WebhookEvent[]]

/** Sent by the test button, to its endpoint only. */
export const TEST_EVENT = 'webhook.test'

/**
 * Whether an endpoint wants an event; `*` stands for every one.
 *
 * @example wantsEvent(['*'], 'handoff.accepted') // true
 */
export function wantsEvent(chosen: readonly string[], event: string): boolean {
  return chosen.includes('*') || chosen.includes(event)
}
