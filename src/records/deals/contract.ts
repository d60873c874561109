import { z } from 'zod'
import { Id } from '#platform/kernel/ids.ts'
import { DayIso, InstantIso } from '#platform/kernel/instant.ts'
import { notFound, operation, Page, page, unknownPlace } from '#platform/operation/index.ts'

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
  errors: [unknownPlace],
  cli: 'opportunity list',
  mcp: true,
})

/** One opportunity with who takes part in it and how it moved. */
export const Opportunity = OpportunityItem.omit({ contacts: true }).extend({
  contacts: z.array(
    z.object({
      personId: Id,
      name: z.string(),
      jobTitle: z.string().nullable(),
      email: z.string().nullable(),
      role: z.string().nullable().describe('Part of the person in the deal, e.g. Decision maker'),
      isPrimary: z.boolean(),
      lastTouchAt: InstantIso.nullable(),
    }),
  ),
  history: z
    .array(
      z.object({
        fromStage: z.string().nullable(),
        toStage: z.string(),
        amountMinor: z.number().int().nullable(),
        occurredAt: InstantIso,
      }),
    )
    .describe('Moves between stages, the latest first'),
  externalIds: z.array(z.object({ system: z.string(), externalId: z.string() })),
  attributes: z.record(z.string(), z.union([z.string(), z.number(), z.boolean(), z.null()])),
})
export type Opportunity = z.output<typeof Opportunity>

export const readOpportunity = operation({
  id: 'opportunity.read',
  method: 'GET',
  path: '/opportunities/:opportunityId',
  permission: 'record.read',
  summary: 'Show one opportunity: its facts, who takes part in it and how it moved between stages',
  input: z.object({ opportunityId: Id }),
  output: Opportunity,
  errors: [notFound],
  mcp: true,
})
