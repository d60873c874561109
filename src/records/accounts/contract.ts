import { z } from 'zod'
import { Id } from '#platform/kernel/ids.ts'
import { InstantIso } from '#platform/kernel/instant.ts'
import { operation, Page, page, unknownPlace } from '#platform/operation/index.ts'

export const AccountItem = z.object({
  id: Id,
  name: z.string(),
  domain: z.string().nullable(),
  industry: z.string().nullable(),
  country: z.string().nullable(),
  employees: z.number().int().nullable(),
  sellerName: z.string().nullable(),
  people: z.number().int(),
  openOpportunities: z.number().int(),
  /** amount of open opportunities per currency, in minor units */
  pipeline: z.array(z.object({ currency: z.string(), amountMinor: z.number().int() })),
  lastTouchAt: InstantIso.nullable(),
})
export type AccountItem = z.output<typeof AccountItem>

export const listAccounts = operation({
  id: 'account.list',
  method: 'GET',
  path: '/accounts',
  permission: 'record.read',
  summary: 'Companies by name, with their people, open opportunities and last touch',
  input: Page.extend({
    search: z.string().trim().max(120).optional().describe('Part of the name or domain'),
    owner: z.enum(['any', 'none']).default('any').describe('none: only those nobody owns'),
  }),
  output: page(AccountItem),
  errors: [unknownPlace],
  cli: 'account list',
  mcp: true,
})

export const Account = AccountItem.extend({
  region: z.string().nullable(),
  phone: z.string().nullable(),
  postcode: z.string().nullable(),
  annualRevenueMinor: z.number().int().nullable(),
  currency: z.string().nullable(),
  parent: z.object({ id: Id, name: z.string() }).nullable(),
  children: z.array(z.object({ id: Id, name: z.string() })),
  attributes: z.record(z.string(), z.union([z.string(), z.number(), z.boolean(), z.null()])),
  externalIds: z.array(z.object({ system: z.string(), externalId: z.string() })),
  occurredAt: InstantIso,
  contacts: z.array(
    z.object({
      id: Id,
      name: z.string(),
      email: z.string().nullable(),
      jobTitle: z.string().nullable(),
      touches: z.number().int(),
      lastTouchAt: InstantIso.nullable(),
    }),
  ),
  opportunities: z.array(
    z.object({
      id: Id,
      name: z.string(),
      status: z.enum(['open', 'won', 'lost']),
      stage: z.string(),
      amountMinor: z.number().int().nullable(),
      currency: z.string().nullable(),
      occurredAt: InstantIso.nullable(),
      closedAt: InstantIso.nullable(),
    }),
  ),
})
export type Account = z.output<typeof Account>

export const readAccount = operation({
  id: 'account.read',
  method: 'GET',
  path: '/accounts/:accountId',
  permission: 'record.read',
  summary: 'One company with its people, opportunities and the ids it has elsewhere',
  input: z.object({ accountId: Id }),
  output: Account,
  mcp: true,
})
