import type { Attributes } from '#platform/db/columns.ts'
import type { Instant } from '#platform/kernel/instant.ts'
import type { RecordRow } from '#records/imports/index.ts'
import type { TouchColumns } from './touch-columns.ts'

export interface SellerEntry {
  name: string
  team: string | null
}

export interface AccountEntry {
  name: string
  domain: string | null
  industry: string | null
  employees: number | null
  annualRevenueMinor: number | null
  currency: string | null
  country: string | null
  region: string | null
  phone: string | null
  postcode: string | null
  seller: number
  attributes: Attributes
}

export interface PersonEntry {
  name: string
  email: string | null
  jobTitle: string | null
  country: string | null
  source: string | null
  account: number
  seller: number
  occurredAt: Instant | null
  reported: { stage: string; occurredAt: Instant; source: string; reason?: string | undefined }[]
  attributes: Attributes
}

export interface CampaignEntry {
  name: string
  channel: string | null
  costMinor: number
  currency: string | null
}

export interface DealEntry
  extends Pick<Extract<RecordRow, { kind: 'opportunity' }>, 'status' | 'stage' | 'name'> {
  account: number
  seller: number
  amountMinor: number | null
  currency: string | null
  product: string | null
  origin: string | null
  lostReason: string | null
  createdAt: Instant | null
  closedAt: Instant | null
  expectedCloseOn: string | null
  contacts: { person: number; isPrimary: boolean }[]
  moves: { stage: string; occurredAt: Instant }[]
}

/** How far the records of one kind reach. */
export interface Reach {
  records: number
  first: Instant | null
  last: Instant | null
}

/** Everything a folder holds, resolved: records stand in lists and name each other by position; -1 is nobody. */
export interface Collected {
  sellers: SellerEntry[]
  accounts: AccountEntry[]
  people: PersonEntry[]
  campaigns: CampaignEntry[]
  deals: DealEntry[]
  touches: TouchColumns
  reach: Map<RecordRow['kind'], Reach>
  rows: number
  /** touches and roles whose person is in no file */
  strangers: number
  /** dates later than now or before 1990, by kind of record */
  impossibleDates: Map<RecordRow['kind'], number>
}
