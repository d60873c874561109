import { operations as agreement } from '#agreement/document/index.ts'
import { lexiconOperations } from '#agreement/lexicon/index.ts'
import { operations as handOffs, keptBy, loadsNow } from '#leads/handoff/index.ts'
import { operations as leaks } from '#leads/leaks/index.ts'
import { operations as leads } from '#leads/lifecycle/index.ts'
import { nurtureOperations } from '#leads/nurture/index.ts'
import { routingOperations } from '#leads/routing/index.ts'
import type { Config } from '#platform/config.ts'
import type { Handler } from '#platform/operation/index.ts'
import { createSealer } from '#platform/sealing.ts'
import { operations as accounts } from '#records/accounts/index.ts'
import { operations as campaigns } from '#records/campaigns/index.ts'
import { correspondenceOperations, logAddresses } from '#records/correspondence/index.ts'
import { operations as opportunities } from '#records/deals/index.ts'
import { formOperations } from '#records/forms/index.ts'
import { operations as imports } from '#records/imports/index.ts'
import { operations as intake } from '#records/intake/index.ts'
import { operations as matching } from '#records/matching/index.ts'
import { operations as people } from '#records/people/index.ts'
import { operations as search } from '#records/search/index.ts'
import { CATALOGUE, operations as kpi } from '#reports/kpi/index.ts'
import { type AccessDeps, accessOperations } from '#workspace/access/index.ts'
import { auditOperations, type Witness } from '#workspace/audit/index.ts'
import { notificationOperations } from '#workspace/notifications/index.ts'
import { sampleOperations } from './demo/service.ts'
import { touchesRecorded } from './flow.ts'

export interface OperationDeps {
  access: AccessDeps
  witness: Witness
  config: Config
}

/** Every operation of the product, in the order of the areas. The only list: HTTP, OpenAPI, MCP, CLI and tests are made from it. */
export function allOperations(deps: OperationDeps): Handler[] {
  return [
    ...accessOperations(deps.access),
    ...auditOperations((workspaceId) => deps.witness.headOf(workspaceId)),
    ...notificationOperations({
      sealer: createSealer(deps.config.secretKey),
      allow: deps.config.outboundAllow,
      mailConfigured: deps.config.smtpUrl !== undefined,
    }),
    ...agreement,
    ...lexiconOperations(Object.values(CATALOGUE)),
    ...accounts,
    ...campaigns,
    ...correspondenceOperations({
      addresses: logAddresses(deps.config),
      mailInDomain: deps.config.mailInDomain,
      onTouches: touchesRecorded,
    }),
    ...opportunities,
    ...imports,
    ...intake,
    ...formOperations({ baseUrl: deps.config.baseUrl, canReply: deps.config.smtpUrl !== undefined }),
    ...matching,
    ...people,
    ...search,
    ...leads,
    ...routingOperations({ loadsOf: loadsNow, keptBy }),
    ...handOffs,
    ...nurtureOperations({ mailFrom: deps.config.mailFrom, onTouches: touchesRecorded }),
    ...leaks,
    ...kpi,
    ...sampleOperations,
  ]
}
