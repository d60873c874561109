import type { z } from 'zod'
import { OPEN_STATES } from '../rules/states.ts'
import type {
  CampaignOutcome as CampaignOutcomeSchema,
  Dispute as DisputeSchema,
  HandOffEvent as HandOffEventSchema,
  HandOffItem as HandOffItemSchema,
  HandOff as HandOffSchema,
  SellerLoad as SellerLoadSchema,
} from '../schema.ts'

/** Hand-offs as pages hold them. */

export type HandOff = z.output<typeof HandOffSchema>
export type HandOffItem = z.output<typeof HandOffItemSchema>
export type HandOffEvent = z.output<typeof HandOffEventSchema>
export type SellerLoad = z.output<typeof SellerLoadSchema>
export type CampaignOutcome = z.output<typeof CampaignOutcomeSchema>
export type Dispute = z.output<typeof DisputeSchema>

/** Whether a seller still has something to do with it. */
export const isOpen = ({ state }: Pick<HandOffItem, 'state'>): boolean =>
  (OPEN_STATES as readonly string[]).includes(state)
