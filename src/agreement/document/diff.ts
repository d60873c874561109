import { parseExpression } from './expressions.ts'
import { type Change, diffAgreements } from './rules/diff.ts'
import type { AgreementDocument } from './schema.ts'

/** Differences between two agreements, with changed thresholds named. */
export function diffOf(before: AgreementDocument, after: AgreementDocument): Change[] {
  return diffAgreements(before, after, (text) => {
    const parsed = parseExpression(text)
    return parsed.ok ? parsed.term : null
  })
}
