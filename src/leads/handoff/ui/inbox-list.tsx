import { useVirtualizer } from '@tanstack/react-virtual'
import { useEffect, useRef } from 'react'
import type { HandOffItem } from './data.ts'
import { InboxRow, ROW_HEIGHT } from './inbox-row.tsx'

/**
 * The hand-offs of a group, only those in sight drawn. The list goes to the one that is chosen, and stays where it is when that one is sorted
 * elsewhere.
 */
export function InboxList({
  items,
  openId,
  withSeller,
  hrefOf,
  onOpen,
  hasMore,
  onLoadMore,
}: {
  items: readonly HandOffItem[]
  openId: string
  withSeller: boolean
  hrefOf: (id: string) => string
  onOpen: (id: string) => void
  hasMore: boolean
  onLoadMore: () => void
}) {
  const area = useRef<HTMLDivElement>(null)
  const rows = useVirtualizer({
    count: items.length,
    getScrollElement: () => area.current,
    estimateSize: () => ROW_HEIGHT,
    getItemKey: (index) => items[index]?.id ?? index,
    overscan: 6,
  })
  const drawn = rows.getVirtualItems()
  const lastDrawn = drawn.at(-1)?.index ?? 0
  useEffect(() => {
    if (hasMore && lastDrawn >= items.length - 30) onLoadMore()
  }, [hasMore, lastDrawn, items.length, onLoadMore])
  const at = items.findIndex((item) => item.id === openId)
  const scrollTo = useRef(rows.scrollToIndex)
  scrollTo.current = rows.scrollToIndex
  const goneTo = useRef('')
  useEffect(() => {
    if (at < 0 || goneTo.current === openId) return
    goneTo.current = openId
    scrollTo.current(at, { align: 'auto' })
  }, [at, openId])
  return (
    <div ref={area} className="min-h-0 flex-1 overflow-y-auto overscroll-contain" data-inbox-list="">
      <ol aria-label="Hand-offs" className="relative" style={{ height: rows.getTotalSize() }}>
        {drawn.map(({ index, key, start }) => {
          const item = items[index]!
          return (
            <li
              key={key}
              aria-setsize={hasMore ? -1 : items.length}
              aria-posinset={index + 1}
              className="absolute inset-x-0 top-0"
              style={{ height: ROW_HEIGHT, transform: `translateY(${start}px)` }}
            >
              <InboxRow
                item={item}
                chosen={item.id === openId}
                withSeller={withSeller}
                href={hrefOf(item.id)}
                onOpen={onOpen}
              />
            </li>
          )
        })}
      </ol>
    </div>
  )
}
