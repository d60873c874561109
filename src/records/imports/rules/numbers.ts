import { currencyMeant } from './currencies.ts'

/** Which sign parts whole numbers from decimals. */
export type Decimal = 'point' | 'comma'

/** What the way a number is written proves: one sign, both readings possible, or nothing to decide. */
export type NumberEvidence = Decimal | 'either' | 'integer' | 'none'

/** A sign, what stands before the number, a sign, the number, what stands behind it. */
const WRITTEN = /^([+-]?)\s*(\D*?)\s*([+-]?)\s*(\d[\d.,]*(?:e[+-]?\d+)?|[.,]\d+)\s*(\D*)$/i
const PLAIN = /^\d[\d.,]*$/

/** With its currency and spaces; the patterns here are slow on much longer texts. */
const LONGEST_NUMBER = 120

interface Written {
  digits: string
  isNegative: boolean
  /** code or shared sign beside the number, see `currencyMeant` */
  currency?: string | undefined
}

function strip(cell: string): Written | undefined {
  if (cell.length > LONGEST_NUMBER) return undefined
  if (PLAIN.test(cell)) return { digits: cell, isNegative: false }
  if (!/\d/.test(cell)) return undefined
  let text = cell.replace(/[\s\u00a0\u202f'’]/g, ' ').trim()
  if (text.endsWith('%')) text = text.slice(0, -1).trim()
  const isBracketed = /^\(.*\)$/.test(text)
  if (isBracketed) text = text.slice(1, -1)
  text = text.replace(/−/g, '-').replace(/(\d) (?=\d{3}(?!\d))/g, '$1')
  const found = WRITTEN.exec(text)
  if (!found) return undefined
  const [, first, before, second, digits, behind] = found as unknown as string[]
  const mark = [before, behind].filter(Boolean).join(' ')
  // A word that is no currency makes a text of the cell: nobody knows what "1000 TBD" counts.
  const currency = mark === '' ? undefined : currencyMeant(mark)
  if (mark !== '' && currency === undefined) return undefined
  return { digits: digits!, isNegative: isBracketed || first === '-' || second === '-', currency }
}

/**
 * What one cell proves about decimal commas and points.
 *
 * @example numberEvidence('1.234,50') // 'comma'
 * @example numberEvidence('1,234') // 'either'
 */
export function numberEvidence(cell: string): NumberEvidence {
  const written = strip(cell)
  return written ? evidenceOf(written) : 'none'
}

function evidenceOf({ digits }: Written): Exclude<NumberEvidence, 'none'> {
  const commas = digits.split(',').length - 1
  const points = digits.split('.').length - 1
  if (commas === 0 && points === 0) return 'integer'
  if (commas > 0 && points > 0) return digits.lastIndexOf(',') > digits.lastIndexOf('.') ? 'comma' : 'point'
  const sign = commas > 0 ? ',' : '.'
  if (commas + points > 1) return sign === ',' ? 'point' : 'comma'
  const after = digits.length - digits.indexOf(sign) - 1
  const before = digits.indexOf(sign)
  const isThousand = after === 3 && before >= 1 && before <= 3 && !digits.startsWith('0')
  if (isThousand) return 'either'
  return sign === ',' ? 'comma' : 'point'
}

/**
 * The number a cell holds, `undefined` when it is none; per cent stays per cent (`12 %` is 12).
 *
 * @param decimal absent: only what can be read in one way is a number
 * @example parseNumber('1.234,50 €', 'comma') // 1234.5
 * @example parseNumber('(3)', 'point') // -3
 */
export function parseNumber(cell: string, decimal: Decimal | undefined): number | undefined {
  const written = strip(cell)
  if (!written) return undefined
  const sign = decimal ?? evidenceOf(written)
  if (sign === 'either') return undefined
  const [thousands, point] = sign === 'comma' ? ['.', ','] : [',', '.']
  const parts = written.digits.split(point)
  if (parts.length > 2) return undefined
  const groups = parts[0]!.split(thousands)
  if (groups.length > 1 && !areThousands(groups)) return undefined
  if (parts[1]?.includes(thousands)) return undefined
  const value = Number(`${groups.join('')}${parts[1] === undefined ? '' : `.${parts[1]}`}`)
  return Number.isFinite(value) ? (written.isNegative ? -value : value) : undefined
}

/** `1,234,567` and `1,00,000`; `12,50` is no whole number. */
function areThousands(groups: readonly string[]): boolean {
  const [first, ...rest] = groups as [string, ...string[]]
  const last = rest.at(-1)!
  return first.length <= 3 && last.length === 3 && rest.every(({ length }) => length === 3 || length === 2)
}

/**
 * The currency a cell names beside its number: an ISO 4217 code, or a sign that several currencies share.
 *
 * @example currencyOf('€ 1,200') // 'EUR'
 * @example currencyOf('CA$1,000') // 'CAD'
 * @example currencyOf('$5') // '$'
 */
export function currencyOf(cell: string): string | undefined {
  return strip(cell)?.currency
}
