import type { Attributes } from '#platform/db/columns.ts'
import type { Instant } from '#platform/kernel/instant.ts'
import type { TouchKind } from '../../touches/tables.ts'

/**
 * Records as they leave a reader (CSV export, sample company, later a connector) and enter the record store or the audit:
 * typed, in our units, and pointing at each other by what the source gave, not by our ids.
 */

/** How a row names another record: the source's id where it has one, else what identifies it by the matching rules. */
export interface Reference {
  key?: string | undefined
  email?: string | undefined
  domain?: string | undefined
  name?: string | undefined
  /** of an opportunity: the name of its account, since its own may be that of several */
  accountName?: string | undefined
}

interface Row {
  /** the source's own id, unique per kind; absent in plain spreadsheets */
  key?: string | undefined
  /** where `key` and the keys of references come from: `hubspot`, `salesforce`, or a name given to a spreadsheet source */
  system?: string | undefined
  attributes?: Attributes
}

export interface SellerRow extends Row {
  kind: 'seller'
  name: string
  email?: string | undefined
  team?: string | undefined
  manager?: string | undefined
}

export interface AccountRow extends Row {
  kind: 'account'
  name: string
  /** as the source wrote it; matching makes it registrable */
  domain?: string | undefined
  industry?: string | undefined
  employees?: number | undefined
  annualRevenueMinor?: number | undefined
  currency?: string | undefined
  country?: string | undefined
  region?: string | undefined
  phone?: string | undefined
  postcode?: string | undefined
  seller?: Reference | undefined
  parent?: Reference | undefined
  occurredAt?: Instant | undefined
}

export interface PersonRow extends Row {
  kind: 'person'
  email?: string | undefined
  firstName?: string | undefined
  lastName?: string | undefined
  jobTitle?: string | undefined
  phone?: string | undefined
  country?: string | undefined
  account?: Reference | undefined
  seller?: Reference | undefined
  /** original source as the CRM states it */
  source?: string | undefined
  reportedStage?: string | undefined
  /** stages that the source dates: agreement stage key (or the source's own name), when it was entered, and why in its words */
  stageDates?: { stage: string; occurredAt: Instant; source: string; reason?: string | undefined }[]
  occurredAt?: Instant | undefined
}

export interface CampaignRow extends Row {
  kind: 'campaign'
  name: string
  channel?: string | undefined
  campaignKind?: string | undefined
  /** calendar days, `2026-10-26` */
  startsOn?: string | undefined
  endsOn?: string | undefined
  costs?: { spentOn: string; kind: string; amountMinor: number; currency: string }[]
}

export interface TouchRow extends Row {
  kind: 'touch'
  touchKind: TouchKind
  side: 'marketing' | 'sales'
  direction: 'inbound' | 'outbound'
  person: Reference
  campaign?: Reference | undefined
  seller?: Reference | undefined
  channel?: string | undefined
  subject?: string | undefined
  machine?: boolean
  occurredAt: Instant
  /** the source names a day and no time */
  isDayOnly?: boolean
  /** touches before it in its file that nothing tells apart from it */
  repeats?: number
}

export interface OpportunityRow extends Row {
  kind: 'opportunity'
  name: string
  account?: Reference | undefined
  seller?: Reference | undefined
  contacts?: { person: Reference; role?: string | undefined; isPrimary?: boolean }[]
  status: 'open' | 'won' | 'lost'
  stage: string
  amountMinor?: number | undefined
  currency?: string | undefined
  product?: string | undefined
  origin?: string | undefined
  lostReason?: string | undefined
  occurredAt?: Instant | undefined
  closedAt?: Instant | undefined
  expectedCloseOn?: string | undefined
  stageChanges?: {
    toStage: string
    fromStage?: string | undefined
    occurredAt: Instant
    amountMinor?: number | undefined
  }[]
}

/** A part in a deal that stands in a file of its own (opportunity contact roles). */
export interface ContactRoleRow extends Row {
  kind: 'contact_role'
  opportunity: Reference
  person: Reference
  role?: string | undefined
  isPrimary?: boolean
}

/** A move of a deal that stands in a file of its own (opportunity history). */
export interface StageChangeRow extends Row {
  kind: 'stage_change'
  opportunity: Reference
  toStage: string
  fromStage?: string | undefined
  amountMinor?: number | undefined
  occurredAt: Instant
}

export type RecordRow =
  | SellerRow
  | AccountRow
  | PersonRow
  | CampaignRow
  | OpportunityRow
  | ContactRoleRow
  | StageChangeRow
  | TouchRow
export type RecordKind = RecordRow['kind']

/** What several records of a kind are called. */
export const RECORD_TITLES: Record<RecordKind, string> = {
  seller: 'sellers',
  campaign: 'campaigns',
  account: 'accounts',
  person: 'people',
  opportunity: 'opportunities',
  contact_role: 'contact roles',
  stage_change: 'stage changes',
  touch: 'touches',
}
