/** Which sign parts whole numbers from decimals. */
export type Decimal = 'point' | 'comma'

/** What the way a number is written proves: one sign, both readings possible, or nothing to decide. */
export type NumberEvidence = Decimal | 'either' | 'integer' | 'none'

const CURRENCY =
  /^(?:[\p{Sc}]|[A-Z]{2,3}\s?\$|[A-Z]{3}(?=[\s\d-])|CHF|Fr\.|kr\.?|zł|R\$)\s*|\s*(?:[\p{Sc}]|[A-Z]{3}|kr\.?|zł)$/gu
const SIGNS: Record<string, string> = {
  '€': 'EUR',
  '£': 'GBP',
  '¥': 'JPY',
  '₹': 'INR',
  '₩': 'KRW',
  '₽': 'RUB',
  '₺': 'TRY',
  '₪': 'ILS',
  zł: 'PLN',
  R$: 'BRL',
  CHF: 'CHF',
}

interface Written {
  digits: string
  isNegative: boolean
  isPercent: boolean
}

function strip(cell: string): Written | undefined {
  if (!/\d/.test(cell)) return undefined
  let text = cell.replace(/[\s\u00a0\u202f'’]/g, ' ').trim()
  const isPercent = text.endsWith('%')
  if (isPercent) text = text.slice(0, -1).trim()
  let isNegative = false
  if (/^\(.*\)$/.test(text)) {
    isNegative = true
    text = text.slice(1, -1)
  }
  text = text.replace(/−/g, '-').replace(/^([+-]?)\s*/, '$1')
  if (text.startsWith('-')) isNegative = true
  text = text.replace(/^[+-]/, '').replace(CURRENCY, '').trim()
  if (text.startsWith('-')) isNegative = true
  text = text.replace(/^[+-]\s*/, '')
  text = text.replace(/(\d) (?=\d{3}(?!\d))/g, '$1')
  return /^\d[\d.,]*(?:e[+-]?\d+)?$|^[.,]\d+$/i.test(text)
    ? { digits: text, isNegative, isPercent }
    : undefined
}

/**
 * What one cell proves about decimal commas and points.
 *
 * @example numberEvidence('1.234,50') // 'comma'
 * @example numberEvidence('1,234') // 'either'
 */
export function numberEvidence(cell: string): NumberEvidence {
  const written = strip(cell)
  if (!written) return 'none'
  const { digits } = written
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
 * @example parseNumber('1.234,50 €', 'comma') // 1234.5
 * @example parseNumber('(3)', 'point') // -3
 */
export function parseNumber(cell: string, decimal: Decimal): number | undefined {
  const written = strip(cell)
  if (!written) return undefined
  const [thousands, point] = decimal === 'comma' ? ['.', ','] : [',', '.']
  const parts = written.digits.split(point)
  if (parts.length > 2) return undefined
  const groups = parts[0]!.split(thousands)
  if (groups.length > 1 && !groups.slice(1).every((group) => group.length === 3 || group.length === 2))
    return undefined
  if (parts[1]?.includes(thousands)) return undefined
  const value = Number(`${groups.join('')}${parts[1] === undefined ? '' : `.${parts[1]}`}`)
  return Number.isFinite(value) ? (written.isNegative ? -value : value) : undefined
}

/**
 * The currency a cell names beside its number, ISO 4217; `$` alone names none.
 *
 * @example currencyOf('€ 1,200') // 'EUR'
 */
export function currencyOf(cell: string): string | undefined {
  const sign = /zł|R\$|\p{Sc}/u.exec(cell)?.[0]
  if (sign && SIGNS[sign]) return SIGNS[sign]
  const code = /(?:^|[\d\s])([A-Z]{3})(?=$|[\d\s-])/.exec(cell)?.[1]
  return code && /\d/.test(cell) ? code : undefined
}
