import { useQueryClient } from '@tanstack/react-query'
import { useEffect, useRef } from 'react'
import { call } from '#platform/operation/client.ts'
import { listHandOffs, readHandOff } from '../contract.ts'
import type { HandOffItem } from './data.ts'
import { type InboxSearch, isInGroup } from './inbox-search.ts'

interface Going {
  open(id: string): void
  back(): void
  step(by: 1 | -1): void
  leave(id: string, change: Partial<HandOffItem>): void
}

/**
 * Walking through the list: by keys, and on to the next hand-off when one leaves it. One that stays and is sorted elsewhere by what was
 * done with it stays in view; the next key goes on from the place it had.
 */
export function useGoing({
  items,
  openId,
  group,
  setSearch,
  isNarrow,
}: {
  items: readonly HandOffItem[]
  openId: string
  group: InboxSearch['group']
  setSearch: (change: Partial<InboxSearch>, options?: { push?: boolean }) => void
  isNarrow: boolean
}) {
  const place = useRef<{ id: string; nextId: string } | null>(null)
  const at = items.findIndex(({ id }) => id === openId)
  const going: Going = {
    open: (id) => id !== openId && setSearch({ open: id }, { push: isNarrow && openId === '' }),
    back: () => setSearch({ open: '' }),
    step: (by) => {
      const others = items.filter(({ id }) => id !== openId)
      const nextId = place.current?.id === openId ? place.current.nextId : ''
      const kept = others.findIndex(({ id }) => id === nextId)
      const from = kept >= 0 ? kept : Math.max(0, at)
      const next = others[by > 0 ? from : from - 1]
      if (next) setSearch({ open: next.id })
    },
    leave: (id, change) => {
      const item = items[at]
      const nextId = items[at + 1]?.id
      if (!item || id !== openId) return
      if (!isInGroup({ ...item, ...change }, group)) {
        setSearch({ open: nextId ?? items[at - 1]?.id ?? '' })
      } else if (place.current?.id !== id && nextId) {
        // from the first thing done with it, until another is opened
        place.current = { id, nextId }
      }
    },
  }
  useEffect(() => {
    if (place.current?.id !== openId) place.current = null
  }, [openId])
  const latest = useRef(going)
  latest.current = going
  return latest
}

/**
 * Puts the first hand-off of a list into the address once it is shown, so that it stays in view when another comes to stand above it.
 *
 * @param asked the question to the server; while its answer is on its way the list still shows that of the one before
 */
export function usePinnedFirst(
  asked: Record<string, unknown>,
  firstId: string | undefined,
  pin: (id: string) => void,
): void {
  const client = useQueryClient()
  const isAnswered = client.getQueryData([listHandOffs.id, asked]) !== undefined
  const latest = useRef(pin)
  latest.current = pin
  useEffect(() => {
    if (isAnswered && firstId) latest.current(firstId)
  }, [isAnswered, firstId])
}

/** The hand-offs beside the one in view are fetched before they are asked for. */
export function usePrefetched(items: readonly HandOffItem[], openId: string): void {
  const client = useQueryClient()
  useEffect(() => {
    const at = items.findIndex(({ id }) => id === openId)
    for (const near of [items[at + 1], items[at - 1]]) {
      if (!near) continue
      const asked = { handOffId: near.id }
      void client.prefetchQuery({
        queryKey: [readHandOff.id, asked],
        queryFn: ({ signal }) => call(readHandOff, asked, { signal }),
        staleTime: 30_000,
      })
    }
  }, [client, items, openId])
}
