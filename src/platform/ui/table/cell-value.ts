import type { Instant } from '#platform/kernel/instant.ts'

/** What sorts, and is drawn and written, as it is. */
export type PlainValue = string | number | boolean | null | undefined

/** An amount in minor units; without a currency it is written alone. */
interface Amount {
  amountMinor: number
  currency: string | null
}

/** A number that means nothing without its unit: made by `instant`, `duration`, `money` and `amounts`, never by hand. */
type Measured =
  | { unit: 'instant'; at: Instant }
  | { unit: 'duration'; ms: number }
  | { unit: 'money'; amounts: readonly Amount[] }

export type CellValue = PlainValue | Measured

/** Drawn as a time ago; ISO-8601 with its zone in a file. */
export function instant(at: Instant | null | undefined): CellValue {
  return at === null || at === undefined ? at : { unit: 'instant', at }
}

/** Milliseconds; ISO-8601 in a file, as `PT7H30M`. */
export function duration(ms: number | null | undefined): CellValue {
  return ms === null || ms === undefined ? ms : { unit: 'duration', ms }
}

/** Minor units of a currency; in a file a decimal, with the currency in a column beside it. */
export function money(amountMinor: number | null | undefined, currency: string | null): CellValue {
  return amounts(amountMinor === null || amountMinor === undefined ? [] : [{ amountMinor, currency }])
}

/** Sums in several currencies; in a file each is a decimal with its currency beside it. */
export function amounts(sums: readonly Amount[]): CellValue {
  return { unit: 'money', amounts: sums }
}

export const isMeasured = (value: CellValue): value is Measured => typeof value === 'object' && value !== null

/** What a value sorts by; amounts by the first, whatever its currency. */
export function sortKey(value: CellValue): PlainValue {
  if (!isMeasured(value)) return value
  if (value.unit === 'instant') return value.at
  return value.unit === 'duration' ? value.ms : (value.amounts[0]?.amountMinor ?? null)
}
