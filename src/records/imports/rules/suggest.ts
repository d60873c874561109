import type { Mapping } from '../mapping.ts'
import type { ValueSuggestion } from '../understanding.ts'
import type { Profiled } from './assumptions.ts'
import { countryNames, INDUSTRY_NAMES, type NearValue, nearValues, nearWithin } from './near.ts'
import type { ColumnProfile } from './profile.ts'

/** Field whose values should be among the values of another file's field. */
const REFERENCES: readonly (readonly [field: string, right: string])[] = [
  ['opportunity.product', 'product.name'],
  ['opportunity.accountName', 'account.name'],
  ['person.accountName', 'account.name'],
  ['account.parentName', 'account.name'],
  ['opportunity.sellerName', 'seller.name'],
  ['account.sellerName', 'seller.name'],
  ['person.sellerName', 'seller.name'],
  ['touch.sellerName', 'seller.name'],
  ['touch.campaignName', 'campaign.name'],
]

/** Fields with few different values, where a rare one next to a common one is probably the same. */
const OWN = [
  'account.industry',
  'account.country',
  'person.country',
  'opportunity.stage',
  'opportunity.product',
  'opportunity.origin',
  'person.source',
  'campaign.channel',
  'seller.team',
]

/**
 * Values that probably mean another one: against the list they refer to, against known names, and inside their own column.
 */
export function suggestValues(files: readonly Profiled[], mapping: Mapping): ValueSuggestion[] {
  const columns = files.flatMap(({ file, profiles }) => {
    const made = mapping.files.find((entry) => entry.file === file)
    return (made?.columns ?? []).map((column, index) => ({
      file,
      header: column.header,
      field: column.field,
      profile: profiles[index]!,
      replace: column.replace,
    }))
  })
  const right = new Map<string, string[]>()
  for (const { field, profile } of columns) {
    if (field && !profile.isManyValued)
      right.set(field, [...(right.get(field) ?? []), ...profile.values.keys()])
  }
  const out = new Map<string, ValueSuggestion>()
  for (const { file, header, field, profile, replace } of columns) {
    if (!field) continue
    for (const near of nearFor(field, profile, right)) {
      if (replace && Object.hasOwn(replace, near.value)) continue
      const id = `${file}|${header}|${near.value}`
      if (!out.has(id)) out.set(id, { file, header, ...near })
    }
  }
  return [...out.values()].slice(0, 500)
}

function nearFor(field: string, profile: ColumnProfile, right: ReadonlyMap<string, string[]>): NearValue[] {
  if (profile.isManyValued) return []
  const out: NearValue[] = []
  for (const [from, to] of REFERENCES) {
    const names = from === field ? right.get(to) : undefined
    if (names) out.push(...nearValues(profile.values, names))
  }
  if (field.endsWith('.industry')) out.push(...nearValues(profile.values, INDUSTRY_NAMES))
  if (field.endsWith('.country')) out.push(...nearValues(profile.values, countryNames()))
  if (OWN.includes(field)) out.push(...nearWithin(profile.values))
  return out
}
