import type { Figure, Trust } from '../schema.ts'
import type { MeasureKey } from './catalogue.ts'
import type { TrustFacts } from './facts.ts'
import { count } from './figure.ts'

/** Fields whose completeness is kept, by kind of record; the order is the one they are shown in. */
export const FIELDS = {
  person: ['email', 'account', 'seller', 'source', 'country', 'jobTitle'],
  account: ['domain', 'industry', 'employees', 'country', 'seller'],
  opportunity: ['createdAt', 'amount', 'account', 'seller', 'origin', 'contacts'],
  open_opportunity: ['amount', 'account', 'seller', 'createdAt'],
  closed_opportunity: ['closedAt', 'amount'],
  marketing_touch: ['channel', 'campaign'],
} as const satisfies Record<string, readonly string[]>

const MISSING: readonly (readonly [MeasureKey, keyof typeof FIELDS, string])[] = [
  ['people_without_owner', 'person', 'seller'],
  ['people_without_account', 'person', 'account'],
  ['deals_without_owner', 'opportunity', 'seller'],
  ['deals_without_account', 'opportunity', 'account'],
  ['open_deals_without_account', 'open_opportunity', 'account'],
  ['deals_without_creation', 'opportunity', 'createdAt'],
]

/** How far the data reach, how complete they are, and what is wrong with them. */
export function presentTrust(facts: TrustFacts): Trust {
  const fieldOf = (record: string, field: string) =>
    facts.fields.find((line) => line.record === record && line.field === field) ?? {
      record,
      field,
      filled: 0,
      total: 0,
    }
  const missing = MISSING.map(([key, record, field]): Figure => {
    const { filled, total } = fieldOf(record, field)
    return count(key, total - filled, {
      denominator: total,
      cases: { numerator: total - filled, denominator: total },
    })
  })
  return {
    freshness: [...facts.freshness].sort((a, b) =>
      `${a.source} ${a.kind}` < `${b.source} ${b.kind}` ? -1 : 1,
    ),
    completeness: Object.entries(FIELDS).flatMap(([record, fields]) =>
      fields.map((field) => fieldOf(record, field)),
    ),
    figures: [
      ...missing,
      count('rows_refused', facts.rowsRefused, {
        denominator: facts.rowsRead,
        cases: { numerator: facts.rowsRefused, denominator: facts.rowsRead },
      }),
      count('duplicates_under_review', facts.duplicatesUnderReview),
    ],
  }
}
