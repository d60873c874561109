import { Droplets } from 'lucide-react'
import { z } from 'zod'
import {
  cx,
  EmptyState,
  ErrorState,
  formatCount,
  formatMoney,
  Loading,
  Page,
  PageHeader,
  useOperation,
  useSearchState,
} from '#platform/ui/index.ts'
import { type LeakCount, listLeaks } from '../contract.ts'
import { LEAK_KINDS } from '../rules/kinds.ts'
import { LeakPeople } from './leak-people.tsx'

const Search = z.object({ kind: z.enum(['', ...LEAK_KINDS]).default('') })

/** Where leads fall through: how many, what is at stake, who they are, and what mends it. */
export default function LeaksPage() {
  const [{ kind }, setSearch] = useSearchState(Search)
  const { data, error, isPending, refetch } = useOperation(listLeaks, {})
  const items = data?.items ?? []
  const shown = items.find(({ key }) => key === kind) ?? items.find(({ count }) => count > 0) ?? items[0]
  const isDry = items.length > 0 && items.every(({ count }) => count === 0)
  return (
    <Page width="full">
      <PageHeader
        title="Leaks"
        description="Leads that fall through between marketing and sales, the open amounts behind them, and what mends it."
      />
      {isPending && <Loading lines={8} label="Looking for leaks" />}
      {error && <ErrorState error={error} onRetry={() => void refetch()} />}
      {isDry && (
        <EmptyState icon={Droplets} title="Nothing leaks">
          Every qualified lead has a seller, every seller has tried, and everyone given back is on a track.
        </EmptyState>
      )}
      {shown && (
        <div className="grid grid-cols-[minmax(0,1fr)] gap-x-8 gap-y-6 lg:grid-cols-[19rem_minmax(0,1fr)]">
          <nav aria-label="Leaks">
            <ul className="flex flex-col gap-px">
              {items.map((leak) => (
                <li key={leak.key}>
                  <Entry
                    leak={leak}
                    chosen={leak.key === shown.key}
                    onChoose={() => setSearch({ kind: leak.key })}
                  />
                </li>
              ))}
            </ul>
          </nav>
          <LeakPeople key={shown.key} leak={shown} />
        </div>
      )}
    </Page>
  )
}

function Entry({ leak, chosen, onChoose }: { leak: LeakCount; chosen: boolean; onChoose: () => void }) {
  return (
    <button
      type="button"
      aria-current={chosen ? 'true' : undefined}
      onClick={onChoose}
      className={cx(
        'flex w-full flex-col gap-0.5 rounded-md border-l-2 px-3 py-2 text-left',
        chosen ? 'border-l-accent bg-hover' : 'border-l-transparent hover:bg-hover',
      )}
    >
      <span className="flex items-baseline justify-between gap-3">
        <span className={cx('min-w-0', leak.count > 0 ? 'font-medium' : 'text-ink-2')}>{leak.name}</span>
        <span className={cx('num', leak.count > 0 ? 'text-base font-semibold' : 'text-ink-3')}>
          {formatCount(leak.count)}
        </span>
      </span>
      <span className="num text-xs text-ink-3">{stakeWords(leak)}</span>
    </button>
  )
}

/** What is known of the amount behind a leak, and that nothing is known where nothing is. */
export function stakeWords({ count, amounts, withoutAmount }: LeakCount): string {
  if (count === 0) return 'None'
  if (amounts.length === 0) return 'No open amount known'
  const sums = amounts.map(({ currency, amountMinor }) => formatMoney(amountMinor, currency, { short: true }))
  const unknown = withoutAmount > 0 ? `, none known for ${formatCount(withoutAmount)}` : ''
  return `${sums.join(' + ')} open${unknown}`
}
