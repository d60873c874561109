/** Written where a value is not known. */
export const UNKNOWN = '–'

const counts = new Intl.NumberFormat('en', { maximumFractionDigits: 1 })
const compact = new Intl.NumberFormat('en', { notation: 'compact', maximumFractionDigits: 1 })

export function formatCount(value: number | null): string {
  return value === null || !Number.isFinite(value) ? UNKNOWN : counts.format(value)
}

/** 1,234,567 as `1.2M`: for axes and narrow places. */
export function formatCompact(value: number | null): string {
  return value === null || !Number.isFinite(value) ? UNKNOWN : compact.format(value)
}

/** A share 0-1 as `34.2%`. */
export function formatShare(share: number | null, digits = 1): string {
  if (share === null || !Number.isFinite(share)) return UNKNOWN
  return `${(share * 100).toLocaleString('en', { minimumFractionDigits: digits, maximumFractionDigits: digits })}%`
}

/** Minor units of a currency as `EUR 1,234.50`, or `EUR 1.2M` when short. Whole amounts from 1,000 on carry no decimals. */
export function formatMoney(
  amountMinor: number | null,
  currency: string,
  { short = false }: { short?: boolean } = {},
): string {
  if (amountMinor === null || !Number.isFinite(amountMinor)) return UNKNOWN
  const digits =
    new Intl.NumberFormat('en', { style: 'currency', currency }).resolvedOptions().maximumFractionDigits ?? 2
  const amount = amountMinor / 10 ** digits
  if (short) return `${currency} ${formatCompact(amount)}`
  const whole = Number.isInteger(amount) || Math.abs(amount) >= 1_000
  return `${currency} ${amount.toLocaleString('en', { minimumFractionDigits: whole ? 0 : digits, maximumFractionDigits: whole ? 0 : digits })}`
}

const UNITS = [
  ['d', 86_400_000],
  ['h', 3_600_000],
  ['min', 60_000],
  ['s', 1_000],
] as const

/** Milliseconds as the two largest units, `3 d 4 h`. */
export function formatDuration(milliseconds: number | null): string {
  if (milliseconds === null || !Number.isFinite(milliseconds)) return UNKNOWN
  const parts: string[] = []
  let left = Math.abs(milliseconds)
  for (const [name, size] of UNITS) {
    const many = Math.floor(left / size)
    if (many > 0 || (parts.length === 0 && name === 's')) parts.push(`${many} ${name}`)
    left -= many * size
    if (parts.length === 2) break
  }
  return (milliseconds < 0 ? '-' : '') + parts.join(' ')
}

const dayFormat = new Intl.DateTimeFormat('en-GB', { day: 'numeric', month: 'short', year: 'numeric' })
const exact = new Intl.DateTimeFormat('en-GB', { dateStyle: 'full', timeStyle: 'long' })
const utcDay = new Intl.DateTimeFormat('en-GB', {
  day: 'numeric',
  month: 'short',
  year: 'numeric',
  timeZone: 'UTC',
})

/** An instant (epoch milliseconds) as `22 Nov 2026` in the reader's zone. */
export const formatDate = (at: number): string => dayFormat.format(at)

/** An instant in full, with its zone: the title behind every relative time. */
export const formatExact = (at: number): string => exact.format(at)

/** A calendar day `2026-11-22` as `22 Nov 2026`; it belongs to no zone. */
export const formatDay = (day: string): string => utcDay.format(Date.parse(`${day}T00:00:00Z`))

const relative = new Intl.RelativeTimeFormat('en', { numeric: 'auto' })
const STEPS: readonly [Intl.RelativeTimeFormatUnit, number][] = [
  ['year', 365.25 * 86_400_000],
  ['month', 30.44 * 86_400_000],
  ['week', 7 * 86_400_000],
  ['day', 86_400_000],
  ['hour', 3_600_000],
  ['minute', 60_000],
]

/** `2 hours ago`, `in 3 days`. */
export function formatRelative(at: number, now: number): string {
  const distance = at - now
  for (const [unit, size] of STEPS) {
    if (Math.abs(distance) >= size) return relative.format(Math.trunc(distance / size), unit)
  }
  return distance > 0 ? 'in a moment' : 'just now'
}
