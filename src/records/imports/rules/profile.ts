import { type DateEvidence, dateEvidence } from './dates.ts'
import { currencyOf, type NumberEvidence, numberEvidence } from './numbers.ts'
import { cleanText, emailIn, isMissing, parseFlag } from './text.ts'

/** A cell that proves something, and where it stands. */
export interface Proof {
  value: string
  row: number
}

/** What the cells of one column look like. Counts are of cells that hold something. */
export interface ColumnProfile {
  header: string
  filled: number
  missing: number
  samples: string[]
  /** counts per value, up to 1,000 different ones; `isManyValued` when there are more */
  values: Map<string, number>
  isManyValued: boolean
  emails: number
  domains: number
  numbers: number
  flags: number
  salesforceIds: number
  /** date shapes and the first cell of each */
  dates: {
    all: number
    timed: number
    zoned: number
    dmy?: Proof
    mdy?: Proof
    iso?: Proof
    either: number
    eitherAt?: Proof
  }
  decimals: { point?: Proof; comma?: Proof; either: number; eitherAt?: Proof }
  currencies: Map<string, number>
}

const MOST_VALUES = 1_000
const DOMAIN = /^(?:https?:\/\/)?(?:[\p{L}\d](?:[\p{L}\d-]*[\p{L}\d])?\.)+[\p{L}]{2,24}(?:[/:?#].*)?$/iu
const SALESFORCE_ID = /^(?=.*\d)[a-zA-Z0-9]{3}[a-zA-Z0-9]{12}(?:[A-Z0-5]{3})?$/

export function emptyProfile(header: string): ColumnProfile {
  return {
    header,
    filled: 0,
    missing: 0,
    samples: [],
    values: new Map(),
    isManyValued: false,
    emails: 0,
    domains: 0,
    numbers: 0,
    flags: 0,
    salesforceIds: 0,
    dates: { all: 0, timed: 0, zoned: 0, either: 0 },
    decimals: { either: 0 },
    currencies: new Map(),
  }
}

/** Takes one cell into account. `row` counts as a spreadsheet does. */
export function observe(profile: ColumnProfile, cell: string, row: number): void {
  const value = cleanText(cell)
  if (value === '') return
  if (isMissing(value)) {
    profile.missing++
    return
  }
  profile.filled++
  countValue(profile, value)
  if (value.length > 120) return
  observeDate(profile, value, row)
  observeNumber(profile, value, row)
  if (parseFlag(value) !== undefined) profile.flags++
  if (value.length < 4) return
  if (emailIn(value) !== undefined) profile.emails++
  else if (DOMAIN.test(value)) profile.domains++
  else if (SALESFORCE_ID.test(value)) profile.salesforceIds++
}

function countValue(profile: ColumnProfile, value: string): void {
  const times = profile.values.get(value)
  if (times !== undefined) profile.values.set(value, times + 1)
  else if (profile.values.size < MOST_VALUES) {
    profile.values.set(value, 1)
    if (profile.samples.length < 5) profile.samples.push(value.slice(0, 120))
  } else profile.isManyValued = true
}

function observeDate(profile: ColumnProfile, value: string, row: number): void {
  const evidence = dateEvidence(value)
  if (evidence === 'none') return
  const { dates } = profile
  dates.all++
  noteOrder(profile, evidence, value, row)
  if (/\d[:.h]\d\d/.test(value.slice(8)) || evidence === 'epoch') dates.timed++
  if (evidence === 'epoch' || /(?:Z|UTC|GMT|[+-]\d\d:?\d\d)$/.test(value.slice(10))) dates.zoned++
}

function noteOrder({ dates }: ColumnProfile, evidence: DateEvidence, value: string, row: number): void {
  if (evidence === 'dmy') dates.dmy ??= { value, row }
  else if (evidence === 'mdy') dates.mdy ??= { value, row }
  else if (evidence === 'iso') dates.iso ??= { value, row }
  else if (evidence === 'either') {
    dates.either++
    dates.eitherAt ??= { value, row }
  }
}

function observeNumber(profile: ColumnProfile, value: string, row: number): void {
  const evidence = numberEvidence(value)
  if (evidence === 'none') return
  profile.numbers++
  noteSign(profile, evidence, value, row)
  const currency = currencyOf(value)
  if (currency) profile.currencies.set(currency, (profile.currencies.get(currency) ?? 0) + 1)
}

function noteSign({ decimals }: ColumnProfile, evidence: NumberEvidence, value: string, row: number): void {
  if (evidence === 'point') decimals.point ??= { value, row }
  else if (evidence === 'comma') decimals.comma ??= { value, row }
  else if (evidence === 'either') {
    decimals.either++
    decimals.eitherAt ??= { value, row }
  }
}

/** Whether later rows could change how this column is read: one that holds dates or numbers, or nothing yet. */
export function canTurn({ filled, dates, numbers }: ColumnProfile): boolean {
  return filled === 0 || dates.all > 0 || numbers > 0
}

/** Whole numbers and dates that begin with the year prove nothing. */
const PROVES_NOTHING = /^(?:\d*|\d{4}-.*)$/

/** Takes a cell beyond the counted rows into account, as far as it proves an order of day and month or a decimal sign. */
export function watch(profile: ColumnProfile, cell: string, row: number): void {
  if (cell.length > 120 || PROVES_NOTHING.test(cell)) return
  const value = cleanText(cell)
  noteOrder(profile, dateEvidence(value), value, row)
  noteSign(profile, numberEvidence(value), value, row)
}
