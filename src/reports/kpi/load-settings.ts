import {
  type AgreementDocument,
  type AgreementInForce,
  agreementInForce,
  type CompiledAgreement,
} from '#agreement/document/index.ts'
import type { Tx } from '#platform/db/index.ts'
import type { Instant } from '#platform/kernel/instant.ts'
import type { LeadingMeaning } from './rules/frame.ts'
import type { HandRaiseRule, ReportSettings } from './settings.ts'
import { workspaceBasics } from './state-store.ts'

const LEADING: Record<AgreementDocument['attribution']['sourced'], LeadingMeaning> = {
  origin_field: 'sourced_origin',
  first_touch: 'sourced_first_touch',
  touch_before_sales: 'sourced_before_sales',
}

/**
 * What an agreement says about counting: its stages in order, between which sales accepts, how deals are credited, on which channels sales tries people, who raises a
 * hand, and the signed meaning of sourced.
 */
function countingRules({
  document,
  compiled,
}: AgreementInForce): Omit<ReportSettings, 'timeZone' | 'currency' | 'agreementVersion'> {
  const { lookbackDays, mode, marketingOrigins, sourced } = document.attribution
  return {
    stages: document.stages.map(({ key, name, kind, owner, optional }) => ({
      key,
      name,
      kind,
      owner,
      optional,
    })),
    handOff: { from: document.handOff.from, to: document.handOff.to },
    handRaise: handRaiseRule(document, compiled),
    channels: document.followUp.channels,
    crediting: { lookbackDays, mode, marketingOrigins },
    leading: LEADING[sourced],
  }
}

function handRaiseRule(
  { qualification, lists }: AgreementDocument,
  { handRaiseReads, isHandRaise }: CompiledAgreement,
): HandRaiseRule {
  const usesLists = handRaiseReads.some((field) => field.startsWith('lists'))
  return {
    text: JSON.stringify([qualification.handRaise, usesLists ? lists : []]),
    reads: handRaiseReads,
    holds: isHandRaise,
  }
}

/** The workspace's time zone and currency, and the agreement in force at an instant. */
export async function reportSettings(tx: Tx, workspaceId: string, at: Instant): Promise<ReportSettings> {
  const basics = await workspaceBasics(tx, workspaceId)
  const inForce = await agreementInForce(tx, workspaceId, at)
  return { ...basics, ...countingRules(inForce), agreementVersion: inForce.version }
}
