import { GitMerge } from 'lucide-react'
import { z } from 'zod'
import {
  Badge,
  Button,
  Card,
  EmptyState,
  ErrorState,
  FilterBar,
  Link,
  Loading,
  LoadMore,
  Page,
  PageHeader,
  Segmented,
  toast,
  useList,
  useMutate,
  useSearchState,
} from '#platform/ui/index.ts'
import { useMay } from '#workspace/access/ui/index.ts'
import { keepApart, listReviewPairs, mergePair, type ReviewPair, undoMerge } from '../contract.ts'

const Search = z.object({ kind: z.enum(['all', 'person', 'account']).default('all') })

export default function ReviewPage() {
  const [{ kind }, setSearch] = useSearchState(Search)
  const list = useList(listReviewPairs, { state: 'open', limit: 50, ...(kind !== 'all' && { kind }) })
  return (
    <Page>
      <PageHeader
        title="Doubtful pairs"
        crumbs={[{ label: 'Imports', href: '/imports' }, { label: 'Doubtful pairs' }]}
        description="Records that may be one, found by an import. Nothing is merged alone; a merge can be taken back."
      />
      <FilterBar>
        <Segmented
          label="Kind of record"
          value={kind}
          onChange={(next) => setSearch({ kind: next })}
          options={[
            { value: 'all', label: 'All' },
            { value: 'person', label: 'People' },
            { value: 'account', label: 'Accounts' },
          ]}
        />
      </FilterBar>
      {list.isPending && <Loading lines={8} label="Loading pairs" />}
      {list.error !== null && <ErrorState error={list.error} onRetry={list.retry} />}
      {!list.isPending && list.items.length === 0 && list.error === null && (
        <EmptyState icon={GitMerge} title="No doubtful pairs">
          After an import, records that are nearly the same are listed here.
        </EmptyState>
      )}
      <ul className="flex flex-col gap-3">
        {list.items.map((pair) => (
          <li key={`${pair.left.id}${pair.right.id}`}>
            <Pair pair={pair} />
          </li>
        ))}
      </ul>
      {list.items.length > 0 && (
        <LoadMore
          shown={list.items.length}
          hasMore={list.hasMore}
          busy={list.loadingMore}
          onLoadMore={list.loadMore}
        />
      )}
    </Page>
  )
}

function Pair({ pair }: { pair: ReviewPair }) {
  const may = useMay('record.change')
  const invalidates = [listReviewPairs]
  const undo = useMutate(undoMerge, { invalidates })
  const merge = useMutate(mergePair, {
    invalidates,
    onDone: ({ mergeId }) =>
      toast({ title: 'Merged into one record', undo: () => undo.mutate({ id: mergeId }) }),
  })
  const apart = useMutate(keepApart, { invalidates, done: 'Kept apart' })
  const ids = { kind: pair.kind, leftId: pair.left.id, rightId: pair.right.id }
  const busy = merge.isPending || apart.isPending
  const into = (survivorId: string) => merge.mutate({ ...ids, survivorId })
  return (
    <Card>
      <p className="mb-3 flex flex-wrap items-center gap-2 wrap-anywhere text-ink-2">
        <Badge>{pair.kind === 'person' ? 'People' : 'Accounts'}</Badge> {pair.evidence}
      </p>
      <div className="grid gap-4 sm:grid-cols-2">
        {[pair.left, pair.right].map((side) => (
          <div key={side.id} className="min-w-0">
            <p className="font-medium">
              <Link quiet href={`/${pair.kind === 'person' ? 'leads' : 'accounts'}/${side.id}`}>
                {side.title}
              </Link>
            </p>
            <p className="truncate text-xs text-ink-3" title={side.lines.join(' · ')}>
              {side.lines.join(' · ')}
            </p>
            {may && (
              <Button size="sm" className="mt-2" disabled={busy} onClick={() => into(side.id)}>
                Merge, keep this one
              </Button>
            )}
          </div>
        ))}
      </div>
      {may && (
        <Button variant="quiet" size="sm" className="mt-3" disabled={busy} onClick={() => apart.mutate(ids)}>
          They are different
        </Button>
      )}
    </Card>
  )
}
