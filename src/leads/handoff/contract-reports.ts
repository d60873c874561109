import { z } from 'zod'
import { Id } from '#platform/kernel/ids.ts'
import {
  Download,
  notFound,
  operation,
  Page,
  page,
  unknownPlace,
  wholeList,
} from '#platform/operation/index.ts'
import { handOffTaken } from './problems.ts'
import { CampaignOutcome, Dispute, HandOffItem, HandOffQuery, SellerLoad } from './schema.ts'

export const sellerLoads = operation({
  id: 'handoff.loads',
  method: 'GET',
  path: '/handoffs/loads',
  permission: 'handoff.read',
  summary: 'Work at hand per seller; who is late is shown to the seller and their manager only',
  input: z.object({ team: z.string().max(120).optional() }),
  output: wholeList(SellerLoad),
})

export const followUpBreaches = operation({
  id: 'handoff.breaches',
  method: 'GET',
  path: '/handoffs/breaches',
  permission: 'handoff.read',
  summary:
    "Leads whose follow-up is behind the agreement: the reader's own and those of the people they manage",
  input: z.object({}),
  output: wholeList(
    HandOffItem.extend({ missing: z.number().int().describe('Attempts owed by now and not made') }),
  ).extend({
    others: z
      .number()
      .int()
      .describe('Breaches of sellers whom the reader does not manage, as a number only'),
  }),
})

const Day = z
  .string()
  .regex(/^(?:19|20)\d{2}-\d{2}-\d{2}$/, 'Write a day of the years 1900 to 2099')
  .pipe(z.iso.date())

const CampaignPeriod = z.object({
  from: Day.optional().describe('First day of the offer; absent: 90 days ago'),
  to: Day.optional().describe('Last day of the offer; absent: today'),
})

export const campaignOutcomes = operation({
  id: 'handoff.campaigns',
  method: 'GET',
  path: '/handoffs/campaigns',
  permission: 'handoff.read',
  summary: "What became of marketing's leads, campaign by campaign, with the sellers' reasons",
  input: CampaignPeriod,
  output: wholeList(CampaignOutcome),
  mcp: true,
})

export const exportHandOffs = operation({
  id: 'handoff.export',
  method: 'GET',
  path: '/handoffs/export',
  permission: 'report.export',
  summary: 'Download exactly the hand-offs that a list shows, as CSV',
  input: HandOffQuery,
  output: Download,
  download: true,
})

export const listDisputes = operation({
  id: 'handoff.disputes',
  method: 'GET',
  path: '/handoffs/disputes',
  permission: 'handoff.read',
  summary: 'List rejections that marketing contests, the open ones first',
  input: Page,
  output: page(Dispute),
  errors: [unknownPlace],
})

export const disputeRejection = operation({
  id: 'handoff.dispute',
  method: 'POST',
  path: '/handoffs/:handOffId/dispute',
  permission: 'handoff.dispute',
  summary: 'Contest a rejection, for the next meeting of both leaders',
  input: z.object({ handOffId: Id }).extend({ note: z.string().trim().min(1).max(2_000) }),
  output: Dispute,
  errors: [notFound, handOffTaken],
})

export const settleDispute = operation({
  id: 'handoff.settle',
  method: 'POST',
  path: '/handoffs/disputes/:disputeId/settle',
  permission: 'handoff.settle',
  summary: 'Settle a contested rejection; overturned ones are offered again',
  input: z.object({
    disputeId: Id,
    outcome: z.enum(['upheld', 'overturned']),
    answer: z.string().trim().min(1).max(2_000),
  }),
  output: Dispute,
  errors: [notFound, handOffTaken],
})
