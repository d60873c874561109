import { z } from 'zod'
import { Id } from '#platform/kernel/ids.ts'
import {
  notFound,
  operation,
  Page,
  PageById,
  page,
  problem,
  unknownPlace,
  wholeList,
} from '#platform/operation/index.ts'
import {
  Absence,
  AbsenceSpan,
  ClauseProblem,
  DecisionItem,
  DecisionQuery,
  DryRun,
  Routing,
  Simulation,
  TeamMember,
} from './schema.ts'

export const notYourAbsence = problem(
  'absence.not_yours',
  403,
  'You enter your own absences and those of the people you manage',
)
export const absenceEndsEarly = problem('absence.order', 422, 'This absence ends before it begins')
export const unknownSeller = problem('absence.seller', 422, 'This seller is not known')

export const showRouting = operation({
  id: 'routing.show',
  method: 'GET',
  path: '/routing',
  permission: 'routing.read',
  summary:
    'Show the routing rules in force, the pools with members, credit, load and who is away, and the catch-all',
  input: z.object({}),
  output: Routing,
  cli: 'routing show',
  mcp: true,
})

export const listDecisions = operation({
  id: 'routing.list',
  method: 'GET',
  path: '/routing/decisions',
  permission: 'routing.read',
  summary: 'List who got which lead and why, latest first; for example what landed in the catch-all',
  input: PageById.extend(DecisionQuery.shape),
  output: page(DecisionItem),
  cli: 'routing list',
  mcp: true,
})

export const decisionsOfLead = operation({
  id: 'routing.ofLead',
  method: 'GET',
  path: '/leads/:personId/routing',
  permission: 'routing.read',
  summary: 'List the latest 200 routing decisions of one lead, latest first',
  input: z.object({ personId: Id }),
  output: wholeList(DecisionItem),
  errors: [notFound],
})

export const tryRouting = operation({
  id: 'routing.try',
  method: 'GET',
  path: '/leads/:personId/routing/try',
  permission: 'routing.read',
  summary: 'Show who would get a lead now and why, without giving it to anybody',
  input: z.object({ personId: Id }),
  output: DryRun,
  errors: [notFound],
  cli: 'routing try',
  mcp: true,
})

export const readRoutingClause = operation({
  id: 'routing.clause',
  method: 'GET',
  path: '/routing/clause',
  permission: 'routing.read',
  summary: 'The routing clause of the agreement in force, as YAML',
  input: z.object({}),
  output: z.object({ yaml: z.string(), agreementVersion: z.number().int() }),
})

export const simulateRouting = operation({
  id: 'routing.simulate',
  method: 'POST',
  path: '/routing/simulate',
  permission: 'routing.read',
  readOnly: true,
  summary:
    'Push the last leads through a changed routing clause and show who would have got them; nothing is changed',
  input: z.object({
    clause: z.string().max(100_000).describe('YAML that begins with routing:'),
    leads: z.number().int().min(1).max(500).default(100),
  }),
  output: z.object({
    problems: z.array(ClauseProblem).describe('What is wrong in the clause; empty when it was simulated'),
    result: Simulation.nullable(),
  }),
})

export const showTeam = operation({
  id: 'absence.team',
  method: 'GET',
  path: '/absences/team',
  permission: 'routing.read',
  summary: 'Show the sellers with their pools, their load and who is away',
  input: z.object({}),
  output: wholeList(TeamMember).extend({ timeZone: z.string() }),
})

export const listAbsences = operation({
  id: 'absence.list',
  method: 'GET',
  path: '/absences',
  permission: 'routing.read',
  summary: 'List absences of sellers in the order of their beginning',
  input: Page.extend({
    seller: Id.optional(),
    past: z.boolean().default(false).describe('Those that are over, latest first'),
  }),
  output: page(Absence),
  errors: [unknownPlace],
  cli: 'absence list',
  mcp: true,
})

export const createAbsence = operation({
  id: 'absence.create',
  method: 'POST',
  path: '/absences',
  permission: 'absence.change',
  summary: "Enter when a seller is away; sellers enter their own, operations and administrators anyone's",
  input: AbsenceSpan.extend({ sellerId: Id }),
  output: Absence,
  errors: [notYourAbsence, absenceEndsEarly, unknownSeller],
  cli: 'absence add',
  mcp: true,
})

export const changeAbsence = operation({
  id: 'absence.change',
  method: 'PUT',
  path: '/absences/:absenceId',
  permission: 'absence.change',
  summary: 'Change when a seller is away',
  input: AbsenceSpan.extend({ absenceId: Id }),
  output: Absence,
  errors: [notFound, notYourAbsence, absenceEndsEarly],
})

export const removeAbsence = operation({
  id: 'absence.remove',
  method: 'DELETE',
  path: '/absences/:absenceId',
  permission: 'absence.change',
  summary: 'Remove an absence: the seller is in again',
  input: z.object({ absenceId: Id }),
  output: z.object({ absenceId: Id }),
  errors: [notFound, notYourAbsence],
  cli: 'absence remove',
})
