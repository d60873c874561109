import { z } from 'zod'
import { Id } from '#platform/kernel/ids.ts'
import { DayIso, InstantIso } from '#platform/kernel/instant.ts'
import { operation, Page, page } from '#platform/operation/index.ts'

export const OpportunityStatus = z.enum(['open', 'won', 'lost'])

export const OpportunityItem = z.object({
  id: Id,
  name: z.string(),
  account: z.object({ id: Id, name: z.string() }).nullable(),
  sellerName: z.string().nullable(),
  status: OpportunityStatus,
  stage: z.string(),
  amountMinor: z.number().int().nullable(),
  currency: z.string().nullable(),
  product: z.string().nullable(),
  origin: z.string().nullable(),
  lostReason: z.string().nullable(),
  occurredAt: InstantIso.nullable(),
  closedAt: InstantIso.nullable(),
  expectedCloseOn: DayIso.nullable(),
  contacts: z.number().int(),
})
export type OpportunityItem = z.output<typeof OpportunityItem>

export const listOpportunities = operation({
  id: 'opportunity.list',
  method: 'GET',
  path: '/opportunities',
  permission: 'record.read',
  summary: 'Opportunities, the latest first, with account, owner, stage and amount',
  input: Page.extend({
    search: z.string().trim().max(120).optional().describe('Part of the name, product or account'),
    status: OpportunityStatus.optional(),
    account: z.enum(['any', 'none']).default('any').describe('none: only those without an account'),
  }),
  output: page(OpportunityItem),
  cli: 'opportunity list',
  mcp: true,
})
