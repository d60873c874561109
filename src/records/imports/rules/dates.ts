import { DAY, HOUR, type Instant, MINUTE, SECOND } from '#platform/kernel/instant.ts'

/** How `a/b/year` is meant. */
export type DateOrder = 'dmy' | 'mdy'

/** A day or a wall-clock time as it stands in a cell. */
export interface Civil {
  year: number
  /** 1-12 */
  month: number
  day: number
  /** milliseconds since midnight; absent when the cell names a day only */
  time?: number
  /** minutes east of UTC; absent when the cell does not say */
  offsetMinutes?: number
}

/** What a cell proves about its date order. */
export type DateEvidence = 'iso' | 'named' | 'dmy' | 'mdy' | 'either' | 'epoch' | 'none'

const MONTHS = new Map<string, number>()
for (const [index, names] of [
  'jan januar january janvier enero jän',
  'feb februar february février fevrier febrero fév',
  'mar mär march märz mars marzo mrz',
  'apr april avril abril avr',
  'may mai mayo',
  'jun june juni juin junio',
  'jul july juli juillet julio juil',
  'aug august août aout agosto',
  'sep sept september septembre septiembre',
  'oct okt october oktober octobre octubre',
  'nov november novembre noviembre',
  'dec dez december dezember décembre decembre diciembre dic',
].entries()) {
  for (const name of names.split(' ')) MONTHS.set(name, index + 1)
}

/** Long enough for a weekday, a month and a time zone in words; the patterns below are slow on much longer texts. */
const LONGEST_DATE = 80
const ISO = /^(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})(?:[T ,]+(.+))?$/
const COMPACT = /^(\d{4})(\d{2})(\d{2})(?:T?(\d{6}))?Z?$/
const NUMERIC = /^(\d{1,2})([./-])(\d{1,2})\2(\d{4}|\d{2})(?:[T ,]+(.+))?$/
const NAMED_DAY_FIRST =
  /^(?:\p{L}{2,9}\.?,?\s+)?(\d{1,2})(?:st|nd|rd|th)?[.\s-]+(?:de\s+)?(\p{L}{3,10})\.?[\s,-]+(?:de\s+)?(\d{4}|\d{2})(?:[T ,]+(.+))?$/u
const NAMED_MONTH_FIRST =
  /^(?:\p{L}{2,9}\.?,\s+)?(\p{L}{3,10})\.?\s+(\d{1,2})(?:st|nd|rd|th)?,?\s+(\d{4})(?:[T ,]+(.+))?$/u
const CLOCK =
  /^(?:at\s+|um\s+)?(\d{1,2})[:.h](\d{2})(?:[:.](\d{2})(?:[.,](\d{1,9}))?)?\s*([ap]\.?m\.?)?\s*(.*)$/i
const ZONE = /^(?:(Z|UTC|GMT)|(?:UTC|GMT)?([+-])(\d{1,2}):?(\d{2})?)$/i

function clock(text: string | undefined): Pick<Civil, 'time' | 'offsetMinutes'> | undefined {
  if (text === undefined) return {}
  const found = CLOCK.exec(text.trim())
  if (!found) return undefined
  let hour = Number(found[1])
  const isAfternoon = found[5]?.toLowerCase().startsWith('p')
  if (found[5]) hour = (hour % 12) + (isAfternoon ? 12 : 0)
  const minute = Number(found[2])
  const second = Number(found[3] ?? 0)
  if (hour > 24 || minute > 59 || second > 60) return undefined
  const milliseconds = Math.floor(Number(`0.${found[4] ?? 0}`) * 1_000)
  const time = hour * HOUR + minute * MINUTE + second * SECOND + milliseconds
  const rest = found[6]!.trim()
  if (rest === '') return { time }
  const zone = ZONE.exec(rest)
  if (!zone) return undefined
  if (zone[1]) return { time, offsetMinutes: 0 }
  const east = Number(zone[3]) * 60 + Number(zone[4] ?? 0)
  return { time, offsetMinutes: zone[2] === '-' ? -east : east }
}

function civil(year: number, month: number, day: number, rest: string | undefined): Civil | undefined {
  if (month < 1 || month > 12 || day < 1 || day > daysInMonth(year, month) || year < 1900 || year > 2200)
    return undefined
  const time = clock(rest)
  return time && { year, month, day, ...time }
}

function daysInMonth(year: number, month: number): number {
  if (month === 2) return year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0) ? 29 : 28
  return [4, 6, 9, 11].includes(month) ? 30 : 31
}

const fullYear = (text: string): number =>
  text.length === 4 ? Number(text) : Number(text) + (Number(text) < 70 ? 2000 : 1900)

/**
 * What the way a date is written proves about the order of day and month.
 *
 * @example dateEvidence('13/02/2024') // 'dmy'
 * @example dateEvidence('02/03/2024') // 'either'
 */
export function dateEvidence(cell: string): DateEvidence {
  const length = cell.length
  if (length < 6 || length > 40) return 'none'
  const first = cell.charCodeAt(0)
  if (first >= 48 && first <= 57) {
    if (ISO.test(cell)) return parseDate(cell, 'dmy') ? 'iso' : 'none'
    const found = NUMERIC.exec(cell)
    if (found) return orderOf(Number(found[1]), found[2]!, Number(found[3]))
    if (/^1\d{9}(?:\d{3})?$/.test(cell)) return 'epoch'
    if (COMPACT.test(cell)) return parseDate(cell, 'dmy') ? 'iso' : 'none'
  }
  return parseDate(cell, 'dmy') ? 'named' : 'none'
}

function orderOf(a: number, sign: string, b: number): DateEvidence {
  if (a > 31 || b > 31 || a === 0 || b === 0 || (a > 12 && b > 12)) return 'none'
  if (a > 12) return 'dmy'
  if (b > 12) return 'mdy'
  // Dots are used with the day first only.
  return sign === '.' ? 'dmy' : a === b ? 'iso' : 'either'
}

/**
 * The day or time a cell names, `undefined` when it names none.
 *
 * @param order for `a/b/year`; a date that is only possible the other way round is refused; absent: one that is possible both
 *   ways is refused
 * @example parseDate('13/02/2024', 'dmy') // { year: 2024, month: 2, day: 13 }
 */
export function parseDate(cell: string, order: DateOrder | undefined): Civil | undefined {
  const text = cell.trim()
  if (text.length > LONGEST_DATE) return undefined
  const iso = ISO.exec(text)
  if (iso) return civil(Number(iso[1]), Number(iso[2]), Number(iso[3]), iso[4])
  const numeric = NUMERIC.exec(text)
  if (numeric) {
    const [a, b] = [Number(numeric[1]), Number(numeric[3])]
    const meant = order ?? orderOf(a, numeric[2]!, b)
    if (meant === 'either') return undefined
    const isDayFirst = meant === 'dmy' || numeric[2] === '.'
    return civil(fullYear(numeric[4]!), isDayFirst ? b : a, isDayFirst ? a : b, numeric[5])
  }
  if (/^1\d{12}$/.test(text)) return fromEpoch(Number(text))
  if (/^1\d{9}$/.test(text)) return fromEpoch(Number(text) * SECOND)
  // Day number of a spreadsheet: 25569 is 1970-01-01.
  if (/^[2-7]\d{4}(?:\.\d+)?$/.test(text)) return serial(Number(text))
  const compact = COMPACT.exec(text)
  if (compact) {
    const time = compact[4]?.replace(/(..)(..)(..)/, '$1:$2:$3')
    return civil(Number(compact[1]), Number(compact[2]), Number(compact[3]), time)
  }
  return named(text)
}

function named(text: string): Civil | undefined {
  if (!/\p{L}/u.test(text)) return undefined
  const dayFirst = NAMED_DAY_FIRST.exec(text)
  const monthFirst = dayFirst && MONTHS.get(dayFirst[2]!.toLowerCase()) ? null : NAMED_MONTH_FIRST.exec(text)
  if (monthFirst) {
    const month = MONTHS.get(monthFirst[1]!.toLowerCase())
    return month ? civil(Number(monthFirst[3]), month, Number(monthFirst[2]), monthFirst[4]) : undefined
  }
  const month = dayFirst && MONTHS.get(dayFirst[2]!.toLowerCase())
  return month ? civil(fullYear(dayFirst[3]!), month, Number(dayFirst[1]), dayFirst[4]) : undefined
}

/** Days from 1970-01-01 to a day of the proleptic Gregorian calendar. */
export function epochDay(year: number, month: number, day: number): number {
  const shifted = month <= 2 ? year - 1 : year
  const era = Math.floor(shifted / 400)
  const yearOfEra = shifted - era * 400
  const dayOfYear = Math.floor((153 * (month + (month > 2 ? -3 : 9)) + 2) / 5) + day - 1
  return (
    era * 146_097 +
    yearOfEra * 365 +
    Math.floor(yearOfEra / 4) -
    Math.floor(yearOfEra / 100) +
    dayOfYear -
    719_468
  )
}

function serial(days: number): Civil {
  const { year, month, day, time } = fromEpoch(Math.round((days - 25_569) * DAY))
  return Number.isInteger(days)
    ? { year, month, day }
    : { year, month, day, ...(time === undefined ? {} : { time }) }
}

function fromEpoch(at: Instant): Civil {
  const days = Math.floor(at / DAY)
  const shifted = days + 719_468
  const era = Math.floor(shifted / 146_097)
  const dayOfEra = shifted - era * 146_097
  const yearOfEra = Math.floor(
    (dayOfEra -
      Math.floor(dayOfEra / 1_460) +
      Math.floor(dayOfEra / 36_524) -
      Math.floor(dayOfEra / 146_096)) /
      365,
  )
  const dayOfYear = dayOfEra - (365 * yearOfEra + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100))
  const part = Math.floor((5 * dayOfYear + 2) / 153)
  const month = part < 10 ? part + 3 : part - 9
  const day = dayOfYear - Math.floor((153 * part + 2) / 5) + 1
  return {
    year: yearOfEra + era * 400 + (month <= 2 ? 1 : 0),
    month,
    day,
    time: at - days * DAY,
    offsetMinutes: 0,
  }
}

/** Milliseconds to subtract from a wall time (given as if it were UTC) to get the instant in a zone. */
export type ZoneOffset = (wallTime: number) => number

/**
 * The instant a civil time names; a day alone is its midnight. Without an offset of its own it is a wall time of the zone.
 */
export function toInstant(date: Civil, zone: ZoneOffset): Instant {
  const wall = epochDay(date.year, date.month, date.day) * DAY + (date.time ?? 0)
  return date.offsetMinutes === undefined ? wall - zone(wall) : wall - date.offsetMinutes * MINUTE
}

/** `2026-10-26` */
export function toDay(date: Civil): string {
  return `${date.year}-${String(date.month).padStart(2, '0')}-${String(date.day).padStart(2, '0')}`
}
