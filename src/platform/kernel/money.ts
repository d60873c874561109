/** Number of decimal digits of a currency's minor unit (ISO 4217), e.g. 2 for EUR, 0 for JPY, 3 for KWD. */
export function minorDigits(currency: string): number {
  return (
    new Intl.NumberFormat('en', { style: 'currency', currency }).resolvedOptions().maximumFractionDigits ?? 2
  )
}

/**
 * Splits an amount by weights so that the parts always sum to the amount (largest remainder; ties go to the earlier part).
 *
 * @param amountMinor integer, in minor units (cents)
 * @param weights non-negative; all zero or empty gives no credit to anyone
 * @example splitMinor(100, [1, 1, 1]) // [34, 33, 33]
 */
export function splitMinor(amountMinor: number, weights: readonly number[]): number[] {
  const total = weights.reduce((sum, weight) => sum + weight, 0)
  if (total === 0) return weights.map(() => 0)
  const exact = weights.map((weight) => (amountMinor * weight) / total)
  const parts = exact.map(Math.floor)
  const left = amountMinor - parts.reduce((sum, part) => sum + part, 0)
  const byRemainder = exact
    .map((value, index) => ({ index, remainder: value - Math.floor(value) }))
    .sort((a, b) => b.remainder - a.remainder || a.index - b.index)
  for (const { index } of byRemainder.slice(0, left)) parts[index] = parts[index]! + 1
  return parts
}

const digits = new Map<string, number>()

/**
 * Minor units as a number of whole units. A currency that does not exist counts with two digits, a missing one too.
 *
 * @example wholeUnits(1_500, 'JPY') // 1500
 */
export function wholeUnits(amountMinor: number, currency: string | null): number
export function wholeUnits(amountMinor: number | null, currency: string | null): number | null
export function wholeUnits(amountMinor: number | null, currency: string | null): number | null {
  if (amountMinor === null) return null
  const code = currency ?? 'EUR'
  if (!digits.has(code)) digits.set(code, digitsOf(code))
  return amountMinor / 10 ** digits.get(code)!
}

function digitsOf(code: string): number {
  try {
    return minorDigits(code)
  } catch {
    return 2
  }
}
