import { type AgreementDocument, agreementInForce } from '#agreement/document/index.ts'
import type { Tx } from '#platform/db/index.ts'
import type { Instant } from '#platform/kernel/instant.ts'
import type { Crediting } from './rules/build.ts'
import type { LeadingMeaning } from './rules/frame.ts'
import type { ReportSettings } from './settings.ts'
import { workspaceBasics } from './state-store.ts'

const LEADING: Record<AgreementDocument['attribution']['sourced'], LeadingMeaning> = {
  origin_field: 'sourced_origin',
  first_touch: 'sourced_first_touch',
  touch_before_sales: 'sourced_before_sales',
}

/** What an agreement says about counting: its stages in order, how deals are credited, and the signed meaning of sourced. */
function countingRules(document: AgreementDocument): {
  stages: ReportSettings['stages']
  crediting: Crediting
  leading: LeadingMeaning
} {
  const { lookbackDays, mode, marketingOrigins, sourced } = document.attribution
  return {
    stages: document.stages.map(({ key, name, kind, owner, optional }) => ({
      key,
      name,
      kind,
      owner,
      optional,
    })),
    crediting: { lookbackDays, mode, marketingOrigins },
    leading: LEADING[sourced],
  }
}

/** The workspace's time zone and currency, and the agreement in force at an instant. */
export async function reportSettings(tx: Tx, workspaceId: string, at: Instant): Promise<ReportSettings> {
  const basics = await workspaceBasics(tx, workspaceId)
  const { document, version } = await agreementInForce(tx, workspaceId, at)
  return { ...basics, ...countingRules(document), agreementVersion: version }
}
