import { fold } from './text.ts'

/** A value that probably means another one. */
export interface NearValue {
  value: string
  rows: number
  meant: string
  reason: string
}

const bare = (text: string): string => fold(text).replace(/[^\p{L}\p{N}]+/gu, '')

/**
 * Edit distance that counts swapped neighbours as one (optimal string alignment), stopping above `most`.
 *
 * @returns a number up to `most`, or `most + 1`
 */
export function editDistance(a: string, b: string, most: number): number {
  if (Math.abs(a.length - b.length) > most) return most + 1
  let before: number[] = []
  let last = Array.from({ length: b.length + 1 }, (_, index) => index)
  for (let i = 1; i <= a.length; i++) {
    const row = [i]
    let least = i
    for (let j = 1; j <= b.length; j++) {
      const cost = a[i - 1] === b[j - 1] ? 0 : 1
      let value = Math.min(last[j]! + 1, row[j - 1]! + 1, last[j - 1]! + cost)
      if (i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1])
        value = Math.min(value, before[j - 2]! + 1)
      row.push(value)
      if (value < least) least = value
    }
    if (least > most) return most + 1
    before = last
    last = row
  }
  return Math.min(last[b.length]!, most + 1)
}

/** How many letters may differ before two names are different names. Numbers never differ by mistake. */
function tolerance(text: string): number {
  return text.length >= 10 ? 2 : text.length >= 7 ? 1 : 0
}

/**
 * Values that are not in a list of right names but nearly are: same letters with other spaces, case or punctuation, or one or
 * two letters off.
 *
 * @param values value → number of rows
 * @param right the right names
 * @example nearValues(new Map([['GTXPro', 1480]]), ['GTX Pro', 'GTX Basic'])[0].meant // 'GTX Pro'
 */
export function nearValues(values: ReadonlyMap<string, number>, right: Iterable<string>): NearValue[] {
  const known = new Map<string, string>()
  const exact = new Set<string>()
  for (const name of right) {
    exact.add(name)
    if (!known.has(bare(name))) known.set(bare(name), name)
  }
  const out: NearValue[] = []
  for (const [value, rows] of values) {
    if (exact.has(value)) continue
    const found = nearest(value, known)
    if (found) out.push({ value, rows, ...found })
  }
  return out
}

function nearest(
  value: string,
  known: ReadonlyMap<string, string>,
): { meant: string; reason: string } | undefined {
  const text = bare(value)
  if (text === '') return undefined
  const same = known.get(text)
  if (same)
    return fold(same) === fold(value)
      ? undefined
      : { meant: same, reason: 'The same letters with other spaces or punctuation.' }
  const most = tolerance(text)
  if (most === 0) return undefined
  const digits = text.replace(/\D+/g, '')
  let best: { meant: string; distance: number } | undefined
  for (const [other, name] of known) {
    if (other.replace(/\D+/g, '') !== digits) continue
    const distance = editDistance(text, other, most)
    if (distance <= most && (!best || distance < best.distance)) best = { meant: name, distance }
  }
  if (!best) return undefined
  return { meant: best.meant, reason: best.distance === 1 ? 'One letter differs.' : 'Two letters differ.' }
}

/**
 * The same inside one column without a list: a rare value that is nearly a common one.
 *
 * @param values value → number of rows; only columns with few different values make sense
 */
export function nearWithin(values: ReadonlyMap<string, number>): NearValue[] {
  const sorted = [...values].sort((a, b) => b[1] - a[1] || (a[0] < b[0] ? -1 : 1))
  const known = new Map<string, string>()
  const out: NearValue[] = []
  for (const [value, rows] of sorted) {
    const found = nearest(value, known)
    const common = found ? (values.get(found.meant) ?? 0) : 0
    if (found && (common > rows || !found.reason.includes('differ'))) out.push({ value, rows, ...found })
    else if (!known.has(bare(value))) known.set(bare(value), value)
  }
  return out
}

const INDUSTRIES =
  'accounting advertising aerospace agriculture automotive banking biotechnology chemicals construction consulting consumer education electronics employment energy engineering entertainment fashion finance financial food government healthcare hospitality insurance legal logistics manufacturing marketing media medical mining nonprofit pharmaceuticals publishing realestate retail security services software sports technology telecommunications tourism transportation travel utilities wholesale'.split(
    ' ',
  )

/** Common names of industries, for finding misspelt ones. */
export const INDUSTRY_NAMES: readonly string[] = INDUSTRIES

let countries: string[] | undefined

/** English names of countries, for finding misspelt ones. */
export function countryNames(): readonly string[] {
  if (countries) return countries
  const names = new Intl.DisplayNames('en', { type: 'region' })
  const letters = [...'ABCDEFGHIJKLMNOPQRSTUVWXYZ']
  countries = letters
    .flatMap((a) => letters.map((b) => a + b))
    .filter((code) => names.of(code) !== code && !['ZZ', 'XA', 'XB', 'EU', 'UN', 'EZ', 'QO'].includes(code))
    .map((code) => names.of(code)!)
  return countries
}

/**
 * The ISO 3166-1 alpha-2 code of a country written as code or English name, or the text as it is.
 *
 * @example countryCode('Germany') // 'DE'
 */
export function countryCode(text: string): string {
  codes ??= codeTable()
  // "UK" is a name that looks like a code.
  return codes.get(fold(text)) ?? (/^[A-Za-z]{2}$/.test(text) ? text.toUpperCase() : text)
}

let codes: Map<string, string> | undefined

function codeTable(): Map<string, string> {
  const table = new Map<string, string>()
  const letters = [...'ABCDEFGHIJKLMNOPQRSTUVWXYZ']
  for (const language of ['en', 'de', 'fr', 'es']) {
    const names = new Intl.DisplayNames(language, { type: 'region' })
    for (const a of letters) {
      for (const b of letters) {
        const name = names.of(a + b)
        // codes that are no longer in use (DD, SU) would shadow those that are
        const isCurrent = new Intl.Locale(`und-${a}${b}`).region === a + b
        if (name && name !== a + b && isCurrent && !table.has(fold(name))) table.set(fold(name), a + b)
      }
    }
  }
  for (const [name, code] of [
    ['usa', 'US'],
    ['united states of america', 'US'],
    ['uk', 'GB'],
    ['england', 'GB'],
    ['korea', 'KR'],
    ['great britain', 'GB'],
    ['czech republic', 'CZ'],
    ['holland', 'NL'],
  ] as const) {
    table.set(name, code)
  }
  return table
}
