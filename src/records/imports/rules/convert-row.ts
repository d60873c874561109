import type { Converted, RowView } from './convert.ts'
import { toContactRole, toOpportunity, toStageChange } from './convert-deals.ts'
import { toCampaign, toTouch } from './convert-marketing.ts'
import { toAccount, toPerson, toSeller } from './convert-parties.ts'
import type { FileKind } from './fields.ts'

/** Turns a row of each kind of file into records; lists of products give no record. */
export const CONVERT: Record<FileKind, (view: RowView) => Converted> = {
  seller: toSeller,
  account: toAccount,
  person: toPerson,
  campaign: toCampaign,
  product: (view) => view.give(),
  opportunity: toOpportunity,
  contact_role: toContactRole,
  stage_change: toStageChange,
  touch: toTouch,
}
