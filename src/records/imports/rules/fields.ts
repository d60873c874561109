import type { Field } from './field.ts'
import { CONTACT_ROLE, OPPORTUNITY, PRODUCT, STAGE_CHANGE } from './fields-of-deals.ts'
import { CAMPAIGN, TOUCH } from './fields-of-marketing.ts'
import { ACCOUNT, PERSON, SELLER } from './fields-of-parties.ts'

export type { Field, FieldType } from './field.ts'

/** What a file can be a list of. `product` is read only as a list of right names. */
export const FILE_KINDS = [
  'seller',
  'account',
  'person',
  'campaign',
  'product',
  'opportunity',
  'contact_role',
  'stage_change',
  'touch',
] as const
export type FileKind = (typeof FILE_KINDS)[number]

/** What the rows of each kind of file are called. */
export const KIND_TITLES: Record<FileKind, string> = {
  seller: 'sellers',
  account: 'accounts',
  person: 'people',
  campaign: 'campaigns and costs',
  product: 'products',
  opportunity: 'opportunities',
  contact_role: 'contact roles',
  stage_change: 'stage history',
  touch: 'touches and activities',
}

/** Every field an import can fill, per kind of file. */
export const FIELDS: Record<FileKind, readonly Field[]> = {
  seller: SELLER,
  account: ACCOUNT,
  person: PERSON,
  campaign: CAMPAIGN,
  product: PRODUCT,
  opportunity: OPPORTUNITY,
  contact_role: CONTACT_ROLE,
  stage_change: STAGE_CHANGE,
  touch: TOUCH,
}

/**
 * The field of a key as it stands in a mapping; stage dates are `person.stage:<stage>` and `opportunity.stage:<stage>`.
 *
 * @returns `undefined` when there is no such field
 */
export function fieldOf(key: string): Field | undefined {
  const stage = /^(person|opportunity)\.stage:(.{1,120})$/.exec(key)
  if (stage) return { key, title: `Entered ${stage[2]}`, type: 'stage_date', labels: [], strength: 2 }
  const kind = key.split('.')[0] as FileKind
  return FIELDS[kind]?.find((entry) => entry.key === key)
}
