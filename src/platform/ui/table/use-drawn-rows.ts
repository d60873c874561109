import { useVirtualizer, useWindowVirtualizer } from '@tanstack/react-virtual'
import { type RefObject, useLayoutEffect, useState, useSyncExternalStore } from 'react'

/** Shorter lists are drawn whole. */
const FEW = 60

const phone = typeof matchMedia === 'undefined' ? null : matchMedia('(width < 40rem)')

function useIsPhone(): boolean {
  return useSyncExternalStore(
    (changed) => {
      phone?.addEventListener('change', changed)
      return () => phone?.removeEventListener('change', changed)
    },
    () => phone?.matches ?? false,
    () => false,
  )
}

/** Lists in a dialog, or where a page asks for it, keep their own scrolled area on a phone too. */
function useIsBounded(scroller: RefObject<HTMLElement | null>): boolean {
  const [bounded, setBounded] = useState(false)
  useLayoutEffect(
    () => setBounded(Boolean(scroller.current?.closest('[role="dialog"], [data-bounded]'))),
    [scroller],
  )
  return bounded
}

export interface DrawnRows {
  /** indexes of the rows to draw */
  indexes: number[]
  /** pixels of undrawn rows above and below */
  above: number
  below: number
  /** whether the list scrolls in an area of its own; on a phone it scrolls with the page */
  ownArea: boolean
  scrollTo: (index: number) => void
  measure: ((node: HTMLTableRowElement | null) => void) | undefined
}

/** Which rows of a long list are in sight: of its own scrolled area, or of the page on a phone. */
export function useDrawnRows(
  scroller: RefObject<HTMLElement | null>,
  { count, keyOf, long }: { count: number; keyOf: (index: number) => string; long: boolean },
): DrawnRows {
  const isPhone = useIsPhone()
  const isBounded = useIsBounded(scroller)
  const onPhone = isPhone && !isBounded
  const some = long && count > FEW
  const shared = { count, overscan: 12, getItemKey: keyOf }
  const inArea = useVirtualizer({
    ...shared,
    enabled: some && !onPhone,
    getScrollElement: () => scroller.current,
    estimateSize: () => 37,
  })
  const offset = scroller.current ? scroller.current.getBoundingClientRect().top + window.scrollY : 0
  const onPage = useWindowVirtualizer({
    ...shared,
    enabled: some && onPhone,
    estimateSize: () => 180,
    scrollMargin: offset,
  })
  const ownArea = long && !onPhone
  if (!some) {
    const indexes = Array.from({ length: count }, (_, index) => index)
    return { indexes, above: 0, below: 0, ownArea, scrollTo: () => {}, measure: undefined }
  }
  const used = onPhone ? onPage : inArea
  const items = used.getVirtualItems()
  const margin = onPhone ? offset : 0
  const above = Math.max(0, (items[0]?.start ?? margin) - margin)
  const end = items.at(-1)?.end ?? margin
  return {
    indexes: items.map((item) => item.index),
    above,
    below: Math.max(0, used.getTotalSize() - (end - margin)),
    ownArea,
    scrollTo: (index) => used.scrollToIndex(index, { align: 'auto' }),
    measure: used.measureElement,
  }
}
