import { fold } from './text.ts'

/** A sign that several currencies share: alone it names none of them. */
export type SharedSign = '$' | '¥' | 'kr'

/** Currencies that write a shared sign, the likeliest first. */
const SHARED: Record<SharedSign, readonly string[]> = {
  $: ['USD', 'CAD', 'AUD', 'NZD', 'SGD', 'HKD', 'MXN', 'BRL', 'CLP', 'COP', 'ARS', 'TWD'],
  '¥': ['JPY', 'CNY'],
  kr: ['SEK', 'NOK', 'DKK', 'ISK'],
}

/** Signs and everyday words, squashed, beside the codes and full names that every currency has. */
const WORDS: Record<string, string> = {
  '€': 'EUR',
  euros: 'EUR',
  '£': 'GBP',
  pound: 'GBP',
  pounds: 'GBP',
  poundsterling: 'GBP',
  britishpounds: 'GBP',
  pfund: 'GBP',
  '₹': 'INR',
  rs: 'INR',
  '₩': 'KRW',
  '₽': 'RUB',
  '₺': 'TRY',
  '₪': 'ILS',
  '₫': 'VND',
  '₱': 'PHP',
  '₦': 'NGN',
  '₴': 'UAH',
  '฿': 'THB',
  zł: 'PLN',
  kč: 'CZK',
  ft: 'HUF',
  fr: 'CHF',
  sfr: 'CHF',
  franken: 'CHF',
  us$: 'USD',
  usdollars: 'USD',
  c$: 'CAD',
  ca$: 'CAD',
  a$: 'AUD',
  au$: 'AUD',
  nz$: 'NZD',
  s$: 'SGD',
  sg$: 'SGD',
  hk$: 'HKD',
  mx$: 'MXN',
  r$: 'BRL',
  nt$: 'TWD',
  'cn¥': 'CNY',
  'jp¥': 'JPY',
  yen: 'JPY',
  yuan: 'CNY',
  rmb: 'CNY',
  renminbi: 'CNY',
  $: '$',
  dollar: '$',
  dollars: '$',
  '¥': '¥',

  kr: 'kr',
  krone: 'kr',
  kronen: 'kr',
  kroner: 'kr',
  krona: 'kr',
  kronor: 'kr',
}

let known: Map<string, string> | undefined

/** Codes, and the names of every currency in the languages that exports come in. */
function knownNames(): Map<string, string> {
  const table = new Map<string, string>()
  const codes = Intl.supportedValuesOf('currency')
  for (const language of ['en', 'de', 'fr', 'es']) {
    const names = new Intl.DisplayNames(language, { type: 'currency' })
    for (const code of codes) table.set(squashed(names.of(code) ?? code), code)
  }
  for (const [word, meant] of Object.entries(WORDS)) table.set(squashed(word), meant)
  for (const code of codes) table.set(code, code)
  return table
}

/** Without case, accents, spaces and dots, but with its signs. */
const squashed = (text: string): string => fold(text).replace(/[^\p{L}\p{N}\p{Sc}]+/gu, '')

const asked = new Map<string, string | undefined>()

/**
 * The currency that a sign, code or word names.
 *
 * @returns an ISO 4217 code, a shared sign when the text leaves open which of its currencies is meant, `undefined` when it
 *   names none
 * @example currencyMeant('US Dollar') // 'USD'
 * @example currencyMeant('CA$') // 'CAD'
 * @example currencyMeant('$') // '$'
 * @example currencyMeant('TBD') // undefined
 */
export function currencyMeant(text: string): string | undefined {
  if (asked.has(text)) return asked.get(text)
  const meant = named(text) ?? namedTwice(text)
  if (asked.size < 1_000) asked.set(text, meant)
  return meant
}

function named(text: string): string | undefined {
  known ??= knownNames()
  const word = text.trim()
  return known.get(/^[A-Z]{3}$/.test(word) ? word : squashed(word))
}

/** `USD - U.S. Dollar`, `GBP £`, `Euro (€)`: every part names the same currency. */
function namedTwice(text: string): string | undefined {
  const parts = text
    .split(/\s+[-–—:]\s+|[()/]|\s+(?=\p{Sc})|(?<=\p{Sc})\s+|(?<=^[A-Z]{3})\s+|\s+(?=[A-Z]{3}$)/u)
    .filter((part) => part.trim() !== '')
  const meant = parts.map(named)
  const code = meant.find((one) => one !== undefined && !isShared(one)) ?? meant[0]
  return code !== undefined && parts.length > 1 && meant.every((one) => agrees(one, code)) ? code : undefined
}

const agrees = (one: string | undefined, code: string): boolean =>
  one === code || (isShared(one) && SHARED[one].includes(code))

/** Whether a text is written as a code of ISO 4217 is. */
export const isCurrency = (text: string | undefined): text is string => /^[A-Z]{3}$/.test(text ?? '')

/** Whether this is a sign that several currencies share. */
export function isShared(meant: string | undefined): meant is SharedSign {
  return meant !== undefined && Object.hasOwn(SHARED, meant)
}

/** The currencies that write a shared sign, the likeliest first. */
export const currenciesOf = (sign: SharedSign): readonly string[] => SHARED[sign]

/** What a file says of its currencies: that of amounts which name none, and what shared signs stand for. */
export interface FileCurrencies {
  currency: string
  signs?: Readonly<Record<string, string | null>> | undefined
}

/**
 * The currency a shared sign stands for in a file: the one chosen, else the file's own where that is written with the sign.
 *
 * @example signMeans('$', { currency: 'CAD' }) // 'CAD'
 * @example signMeans('$', { currency: 'EUR' }) // undefined
 */
export function signMeans(sign: SharedSign, { currency, signs }: FileCurrencies): string | undefined {
  const chosen = signs && Object.hasOwn(signs, sign) ? signs[sign] : undefined
  return chosen ?? (SHARED[sign].includes(currency) ? currency : undefined)
}

/**
 * The currency of one amount, each side as `currencyMeant` gives it: what stands beside it leads, then its currency column,
 * then the file.
 *
 * @returns `undefined` when it cannot be told, or when sign and column contradict each other
 */
export function currencyOfAmount(
  beside: string | undefined,
  column: string | undefined,
  file: FileCurrencies,
): string | undefined {
  if (beside !== undefined && !isShared(beside)) return beside
  if (column !== undefined && !isShared(column))
    return beside === undefined || agrees(beside, column) ? column : undefined
  const sign = beside ?? column
  return isShared(sign) ? signMeans(sign, file) : file.currency
}
