import { cx } from './cx.ts'
import { formatCount, formatMoney, formatShare } from './format.ts'

/** A count with thousands separated, in tabular figures; a dash for what is not known. `unit` is the word for one: `day`. */
export function Count({ value, unit }: { value: number | null; unit?: string }) {
  return (
    <span className="num whitespace-nowrap">
      {formatCount(value)}
      {unit && value !== null && <span className="text-ink-3"> {value === 1 ? unit : `${unit}s`}</span>}
    </span>
  )
}

/** An amount in minor units with its currency; `short` writes thousands and millions as k and M. */
export function Money({
  amountMinor,
  currency,
  short = false,
}: {
  amountMinor: number | null
  currency: string
  short?: boolean
}) {
  return (
    <span
      className="num whitespace-nowrap"
      title={short && amountMinor !== null ? formatMoney(amountMinor, currency) : undefined}
    >
      {formatMoney(amountMinor, currency, { short })}
    </span>
  )
}

/** A share 0-1 as percent; greyed when it rests on fewer than 30 cases. */
export function Share({
  share,
  cases,
  digits = 1,
}: {
  share: number | null
  cases?: number
  digits?: number
}) {
  const thin = cases !== undefined && cases < 30
  return (
    <span
      className={cx('num whitespace-nowrap', thin && 'text-ink-3')}
      title={thin ? `Only ${cases} cases: read with care` : undefined}
    >
      {formatShare(share, digits)}
    </span>
  )
}
