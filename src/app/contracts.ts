import * as agreement from '#agreement/document/contract.ts'
import * as lexicon from '#agreement/lexicon/contract.ts'
import * as handOffs from '#leads/handoff/contract.ts'
import * as leaks from '#leads/leaks/contract.ts'
import * as leads from '#leads/lifecycle/contract.ts'
import * as nurture from '#leads/nurture/contract.ts'
import * as routing from '#leads/routing/contract.ts'
import type { Operation } from '#platform/operation/index.ts'
import * as accounts from '#records/accounts/contract.ts'
import * as campaigns from '#records/campaigns/contract.ts'
import * as correspondence from '#records/correspondence/contract.ts'
import * as opportunities from '#records/deals/contract.ts'
import * as forms from '#records/forms/contract.ts'
import * as imports from '#records/imports/contract.ts'
import * as intake from '#records/intake/contract.ts'
import * as matching from '#records/matching/contract.ts'
import * as people from '#records/people/contract.ts'
import * as search from '#records/search/contract.ts'
import * as kpi from '#reports/kpi/contract.ts'
import * as notifications from '#workspace/notifications/contract.ts'

/** The operations that command line and MCP may offer, without the code that carries them out, so that `--help` starts fast. */
export const contracts: readonly Operation[] = [
  notifications,
  agreement,
  lexicon,
  accounts,
  campaigns,
  correspondence,
  opportunities,
  imports,
  intake,
  forms,
  matching,
  people,
  search,
  leads,
  routing,
  handOffs,
  nurture,
  leaks,
  kpi,
].flatMap(operationsIn)

function operationsIn(contract: Record<string, unknown>): Operation[] {
  return Object.values(contract).filter(isOperation)
}

function isOperation(value: unknown): value is Operation {
  return typeof value === 'object' && value !== null && 'permission' in value && 'path' in value
}
