/**
 * Calendar days as text, `2026-10-26`: what reports count in. Pure arithmetic of the Gregorian calendar, no time zone, so that
 * the browser can use it without the time zone library.
 */

/** Sizes of bucket a trend can be drawn in. Weeks begin on Monday. */
export type Bucket = 'day' | 'week' | 'month' | 'quarter' | 'year'

const DAY_MS = 86_400_000

/** Days since 1970-01-01 of a calendar day. */
export function dayNumber(day: string): number {
  return Date.parse(`${day}T00:00:00Z`) / DAY_MS
}

/** The calendar day that lies so many days after 1970-01-01. */
export function dayOfNumber(number: number): string {
  return new Date(number * DAY_MS).toISOString().slice(0, 10)
}

/** `addDays('2026-02-28', 1)` is `2026-03-01`. */
export function addDays(day: string, days: number): string {
  return dayOfNumber(dayNumber(day) + days)
}

/** Whole days from one calendar day to another; negative when `to` is earlier. */
export function daysBetween(from: string, to: string): number {
  return dayNumber(to) - dayNumber(from)
}

/** The same day some months later, held back to the end of a shorter month: `addMonths('2026-01-31', 1)` is `2026-02-28`. */
export function addMonths(day: string, months: number): string {
  const month = Number(day.slice(0, 4)) * 12 + Number(day.slice(5, 7)) - 1 + months
  const [year, monthOfYear] = [Math.floor(month / 12), month % 12]
  const last = new Date(Date.UTC(year, monthOfYear + 1, 0)).getUTCDate()
  const date = Math.min(Number(day.slice(8, 10)), last)
  return new Date(Date.UTC(year, monthOfYear, date)).toISOString().slice(0, 10)
}

/** First day of the bucket that a day lies in: `bucketOf('2026-11-22', 'week')` is Monday, `2026-11-16`. */
export function bucketOf(day: string, bucket: Bucket): string {
  if (bucket === 'day') return day
  if (bucket === 'week') return addDays(day, -((((dayNumber(day) + 3) % 7) + 7) % 7))
  const month = Number(day.slice(5, 7))
  if (bucket === 'month') return `${day.slice(0, 7)}-01`
  if (bucket === 'year') return `${day.slice(0, 4)}-01-01`
  return `${day.slice(0, 4)}-${String(month - ((month - 1) % 3)).padStart(2, '0')}-01`
}

/** First day of the next bucket. */
export function nextBucket(start: string, bucket: Bucket): string {
  if (bucket === 'day') return addDays(start, 1)
  if (bucket === 'week') return addDays(start, 7)
  return addMonths(start, { month: 1, quarter: 3, year: 12 }[bucket])
}

/**
 * First days of all buckets that a range of days touches, in order.
 *
 * @param from first day
 * @param to last day, included; earlier than `from` gives none
 * @example bucketsOf('2026-01-15', '2026-03-01', 'month') // ['2026-01-01', '2026-02-01', '2026-03-01']
 */
export function bucketsOf(from: string, to: string, bucket: Bucket): string[] {
  const starts: string[] = []
  if (to < from) return starts
  for (let start = bucketOf(from, bucket); start <= to; start = nextBucket(start, bucket)) starts.push(start)
  return starts
}
