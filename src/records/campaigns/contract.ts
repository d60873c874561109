import { z } from 'zod'
import { Id } from '#platform/kernel/ids.ts'
import { DayIso, InstantIso } from '#platform/kernel/instant.ts'
import { operation, Page, page, unknownPlace } from '#platform/operation/index.ts'

export const CampaignItem = z.object({
  id: Id,
  name: z.string(),
  channel: z.string().nullable(),
  kind: z.string().nullable(),
  startsOn: DayIso.nullable(),
  endsOn: DayIso.nullable(),
  /** what it cost per currency, in minor units */
  costs: z.array(z.object({ currency: z.string(), amountMinor: z.number().int() })),
  touches: z.number().int(),
  people: z.number().int(),
  lastTouchAt: InstantIso.nullable(),
})
export type CampaignItem = z.output<typeof CampaignItem>

export const listCampaigns = operation({
  id: 'campaign.list',
  method: 'GET',
  path: '/campaigns',
  permission: 'record.read',
  summary: 'Campaigns by name, with cost, touches and people reached',
  input: Page.extend({
    search: z.string().trim().max(120).optional().describe('Part of the name or channel'),
  }),
  output: page(CampaignItem),
  errors: [unknownPlace],
  cli: 'campaign list',
  mcp: true,
})
