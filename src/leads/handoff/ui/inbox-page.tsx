import { Suspense, useCallback, useEffect, useMemo, useRef } from 'react'
import {
  cx,
  ErrorState,
  Loading,
  stringifySearch,
  useList,
  useOperation,
  useSearchState,
} from '#platform/ui/index.ts'
import { useMay } from '#workspace/access/ui/index.ts'
import { handOffCounts, listHandOffs, readHandOff } from '../contract.ts'
import { type HandOffItem, isOpen } from './data.ts'
import { EmptyInbox, NoSellerNotice } from './inbox-empty.tsx'
import { type Counts, InboxFilters, InboxHead } from './inbox-head.tsx'
import { InboxList } from './inbox-list.tsx'
import { InboxSearch, isInGroup, NO_FILTERS, queryOf, type View } from './inbox-search.ts'
import { HandOffRecord } from './record.tsx'
import { useRecordActions } from './record-actions.ts'
import { AskDialogs } from './record-dialogs.tsx'
import { useIsNarrow, useRestOfScreen } from './screen.ts'
import { useGoing, usePinnedFirst, usePrefetched } from './use-going.ts'
import { useLiveHandOffs } from './use-live.ts'
import { usePageKeys } from './use-page-keys.ts'
import { useWork } from './use-work.ts'

/** Rows fetched at once; the next ones come before the end is in sight. */
const PIECE = 500

export default function InboxPage() {
  const [search, setSearch] = useSearchState(InboxSearch)
  const reader = useOperation(handOffCounts, { view: 'mine' })
  const isSeller = reader.data ? reader.data.sellerId !== null : true
  const manages = (reader.data?.manages ?? 0) > 0
  const mayWork = useMay('handoff.work')
  const view: View = search.view || (isSeller ? 'mine' : manages ? 'team' : 'all')
  useEffect(() => {
    document.title = 'Hand-offs · Accord'
  }, [])
  useLiveHandOffs()
  const isNarrow = useIsNarrow()
  const frame = useRef<HTMLDivElement>(null)
  const height = useRestOfScreen(frame)
  const change = (part: Partial<InboxSearch>) => setSearch(part)
  return (
    <div ref={frame} style={{ height }} className="flex min-h-96 flex-col overflow-hidden">
      <InboxHead
        hidden={isNarrow && search.open !== ''}
        search={search}
        view={view}
        manages={manages}
        isSeller={isSeller}
        change={change}
      />
      {reader.data && !isSeller && !manages && mayWork && <NoSellerNotice />}
      {reader.isPending ? (
        <div className="p-5">
          <Loading lines={8} label="Loading hand-offs" />
        </div>
      ) : reader.error ? (
        <ErrorState error={reader.error} onRetry={() => void reader.refetch()} />
      ) : (
        <Inbox search={search} setSearch={setSearch} view={view} liveSince={reader.data.liveSince} />
      )}
    </div>
  )
}

function Inbox({
  search,
  setSearch,
  view,
  liveSince,
}: {
  search: InboxSearch
  setSearch: ReturnType<typeof useSearchState<(typeof InboxSearch)['shape']>>[1]
  view: View
  liveSince: number | null
}) {
  const isNarrow = useIsNarrow()
  const asked = { ...queryOf(search, view), limit: PIECE }
  const list = useList(listHandOffs, asked)
  const counts = useOperation(handOffCounts, { view })
  const work = useWork((id) => go.current.open(id))
  const items = list.items.flatMap((item) => {
    const shown = work.shown(item)
    return shown === item || isInGroup(shown, search.group) ? [shown] : []
  })
  const openId = search.open || (isNarrow ? '' : (items[0]?.id ?? ''))
  const go = useGoing({ items, openId, group: search.group, setSearch, isNarrow })
  const firstId = search.open === '' && !isNarrow ? items[0]?.id : undefined
  usePinnedFirst(asked, firstId, (id) => setSearch({ open: id }))
  const open = useCallback((id: string) => go.current.open(id), [go])
  const leave = useCallback((id: string, what: Partial<HandOffItem>) => go.current.leave(id, what), [go])
  const record = useOperation(readHandOff, { handOffId: openId }, { keep: false, enabled: openId !== '' })
  const item = items.find(({ id }) => id === openId) ?? (record.data && work.shown(record.data))
  const actions = useRecordActions(item, work, leave)
  const { question } = actions
  useEffect(() => {
    // one that could not be saved brings its hand-off back into view
    if (question) go.current.open(question.item.id)
  }, [question, go])
  usePrefetched(items, openId)
  usePageKeys({
    j: () => go.current.step(1),
    k: () => go.current.step(-1),
    a: actions.accept,
    l: () => actions.ask('attempt'),
    r: () => actions.ask('reject'),
    s: () => actions.ask('pause'),
    y: () => actions.ask('recycle'),
    x: () => actions.ask('disqualify'),
    o: () => actions.ask('convert'),
    u: work.undoLast,
    ...(isNarrow && openId !== '' && { Escape: () => go.current.back() }),
  })
  const hrefOf = useMemo(() => {
    const { open: _, ...rest } = search
    return (id: string) => `/handoffs${stringifySearch({ ...rest, open: id })}`
  }, [search])
  const alone = isNarrow && openId !== ''
  return (
    <div className="flex min-h-0 flex-1">
      <section
        aria-label="List of hand-offs"
        className={cx(
          'min-w-0 flex-col lg:w-96 lg:shrink-0 lg:border-r xl:w-[26rem]',
          alone ? 'hidden' : 'flex flex-1 lg:flex-none',
        )}
      >
        <InboxFilters search={search} counts={numbersOf(counts.data)} change={setSearch} />
        {list.error ? (
          <ErrorState error={list.error} onRetry={list.retry} />
        ) : list.isPending ? (
          <div className="p-4">
            <Loading lines={9} label="Loading hand-offs" />
          </div>
        ) : items.length === 0 ? (
          <EmptyInbox
            search={search}
            view={view}
            counts={counts.data}
            liveSince={liveSince}
            clear={() => setSearch({ ...NO_FILTERS, open: '' })}
          />
        ) : (
          <InboxList
            items={items}
            openId={openId}
            withSeller={view !== 'mine'}
            hrefOf={hrefOf}
            onOpen={open}
            hasMore={list.hasMore}
            onLoadMore={list.loadMore}
          />
        )}
      </section>
      <section
        aria-label="Hand-off in view"
        className={cx('min-w-0 flex-1 flex-col bg-surface', alone ? 'flex' : 'hidden lg:flex')}
      >
        {openId !== '' && (
          <Suspense>
            <HandOffRecord
              handOffId={openId}
              shown={work.shown}
              actions={actions}
              onBack={alone ? () => go.current.back() : undefined}
            />
          </Suspense>
        )}
      </section>
      {question && (
        <AskDialogs key={question.what + question.item.id} question={question} actions={actions} />
      )}
      <p aria-live="polite" className="sr-only">
        {item && `${item.personName}, ${isOpen(item) ? 'open' : 'closed'}`}
      </p>
    </div>
  )
}

type Counted = ReturnType<
  typeof useOperation<(typeof handOffCounts)['input'], (typeof handOffCounts)['output']>
>['data']

function numbersOf(counts: Counted): Counts {
  if (!counts) return {}
  const { offered, working, paused, closed } = counts
  return { open: offered + working + paused, offered, working, paused, closed }
}
