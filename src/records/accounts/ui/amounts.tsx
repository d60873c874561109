import { Money, UNKNOWN } from '#platform/ui/index.ts'

/** Sums per currency; a dash when there is none. */
export function Amounts({ amounts }: { amounts: readonly { currency: string; amountMinor: number }[] }) {
  if (amounts.length === 0) return <span className="text-ink-3">{UNKNOWN}</span>
  return (
    <span className="inline-flex flex-wrap justify-end gap-x-2">
      {amounts.map(({ currency, amountMinor }) => (
        <Money key={currency} amountMinor={amountMinor} currency={currency} short />
      ))}
    </span>
  )
}
