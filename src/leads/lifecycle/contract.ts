import { z } from 'zod'
import { Id } from '#platform/kernel/ids.ts'
import { InstantIso } from '#platform/kernel/instant.ts'
import {
  Download,
  notFound,
  operation,
  Page,
  page,
  unknownPlace,
  wholeList,
} from '#platform/operation/index.ts'
import {
  Lead,
  LeadChoices,
  LeadItem,
  LeadMove,
  LeadQuery,
  LeadScore,
  TIMELINE_KINDS,
  TimelineItem,
} from './schema.ts'

export {
  LEAD_SORTS,
  type Lead,
  type LeadItem,
  type LeadQuery,
  type LeadScore,
  NONE,
  TIMELINE_KINDS,
  type TimelineItem,
} from './schema.ts'

export const listLeads = operation({
  id: 'lead.list',
  method: 'GET',
  path: '/leads',
  permission: 'lead.read',
  summary: 'List people with their stage, scores and owner',
  input: Page.extend(LeadQuery.shape),
  output: page(LeadItem).extend({
    /** leads that match in all; only with the first page */
    total: z.number().int().nullable(),
  }),
  errors: [unknownPlace],
  cli: 'lead list',
  mcp: true,
})

export const exportLeads = operation({
  id: 'lead.export',
  method: 'GET',
  path: '/leads/export',
  permission: 'report.export',
  summary: 'Download exactly the leads that a list shows, as CSV',
  input: LeadQuery,
  output: Download,
  download: true,
})

export const leadFilters = operation({
  id: 'lead.filters',
  method: 'GET',
  path: '/leads/filters',
  permission: 'lead.read',
  summary: 'Stages, owners, sources and exclusions that leads can be filtered by, with their numbers',
  input: z.object({}),
  output: LeadChoices,
})

export const readLead = operation({
  id: 'lead.read',
  method: 'GET',
  path: '/leads/:personId',
  permission: 'lead.read',
  summary: 'Show where one person stands, with their account, its other people and its opportunities',
  input: z.object({ personId: Id }),
  output: Lead,
  errors: [notFound],
  mcp: true,
})

export const leadTimeline = operation({
  id: 'lead.timeline',
  method: 'GET',
  path: '/leads/:personId/timeline',
  permission: 'lead.read',
  summary:
    "Everything that happened with one person: both teams' touches, moves between stages, opportunities",
  input: Page.extend({
    personId: Id,
    type: z.array(z.enum(TIMELINE_KINDS)).optional(),
    side: z.enum(['marketing', 'sales']).optional().describe("Only one team's touches"),
    machine: z.boolean().default(true).describe('Also what machines did, such as link scanners'),
  }),
  output: page(TimelineItem),
  errors: [notFound, unknownPlace],
})

export const explainScore = operation({
  id: 'lead.explainScore',
  method: 'GET',
  path: '/leads/:personId/score',
  permission: 'lead.read',
  summary: 'Explain every point of the scores of one person, now or at an earlier instant',
  input: z.object({ personId: Id, at: InstantIso.optional() }),
  output: LeadScore,
  errors: [notFound],
  cli: 'lead explain',
  mcp: true,
})

export const leadHistory = operation({
  id: 'lead.history',
  method: 'GET',
  path: '/leads/:personId/history',
  permission: 'lead.read',
  summary: 'Every move of one person between stages, those that were taken back included',
  input: z.object({ personId: Id }),
  output: wholeList(LeadMove),
  errors: [notFound],
})
