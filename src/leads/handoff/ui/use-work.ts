import { type InfiniteData, type QueryClient, useQueryClient } from '@tanstack/react-query'
import { useCallback, useMemo, useRef } from 'react'
import type { z } from 'zod'
import { newId } from '#platform/kernel/ids.ts'
import { call } from '#platform/operation/client.ts'
import type { Operation } from '#platform/operation/index.ts'
import { faultOf, toast } from '#platform/ui/index.ts'
import {
  campaignOutcomes,
  followUpBreaches,
  handOffCounts,
  handOffsOfLead,
  listHandOffs,
  readHandOff,
  sellerLoads,
  undoHandOff,
} from '../contract.ts'
import type { HandOff, HandOffItem } from './data.ts'
import { type Group, isInGroup } from './inbox-search.ts'

/** Answers that are old after anything was done with a hand-off. */
const READS: readonly Pick<Operation, 'id'>[] = [
  listHandOffs,
  handOffCounts,
  readHandOff,
  handOffsOfLead,
  sellerLoads,
  followUpBreaches,
  campaignOutcomes,
  { id: 'lead.read' },
  { id: 'lead.timeline' },
]

/** Asks anew for everything on screen that hand-offs stand in. */
export const refreshHandOffs = (client: QueryClient): Promise<unknown> =>
  Promise.all(READS.map(({ id }) => client.invalidateQueries({ queryKey: [id] })))

type Pieces = InfiniteData<{ items: HandOffItem[]; nextCursor: string | null }>

/** One thing done with one hand-off. */
export interface Deed<Input extends z.ZodType> {
  operation: Operation<Input, z.ZodType<HandOff>>
  input: z.input<Input> & { handOffId: string }
  /** how it shows before the server has confirmed it */
  change?: Partial<HandOffItem>
  /** what the toast says */
  said: string
}

export interface Work {
  /** resolves to whether it took effect */
  carryOut<Input extends z.ZodType>(deed: Deed<Input>): Promise<boolean>
  /** takes back what was done last on this page */
  undoLast(): void
}

/**
 * Carries out what a seller does: it shows at once, can be taken back, and when the server refuses everything stands as before, with
 * the reason said.
 *
 * @param reopen shows a hand-off that was taken back
 */
export function useWork(reopen: (handOffId: string) => void): Work {
  const client = useQueryClient()
  const last = useRef<{ handOffId: string; eventId: string } | null>(null)
  const latestReopen = useRef(reopen)
  latestReopen.current = reopen

  const undo = useCallback(
    async (what: { handOffId: string; eventId: string }) => {
      if (last.current?.eventId === what.eventId) last.current = null
      try {
        const answer = await call(undoHandOff, what, { idempotencyKey: newId() })
        client.setQueryData([readHandOff.id, { handOffId: what.handOffId }], answer)
        toast({ title: `Taken back: ${answer.personName}`, tone: 'info' })
        latestReopen.current(what.handOffId)
      } catch (error) {
        refuse(error)
      }
      await refreshHandOffs(client)
    },
    [client],
  )

  return useMemo(
    () => ({
      async carryOut({ operation, input, change, said }) {
        const restore = change ? await showAtOnce(client, input.handOffId, change) : () => {}
        try {
          const answer = (await call(operation, input, { idempotencyKey: newId() })) as HandOff
          client.setQueryData([readHandOff.id, { handOffId: input.handOffId }], answer)
          const done = answer.undoable ? { handOffId: answer.id, eventId: answer.undoable } : null
          last.current = done
          toast({ title: said, ...(done && { undo: () => undo(done) }) })
          return true
        } catch (error) {
          restore()
          refuse(error)
          return false
        } finally {
          void refreshHandOffs(client)
        }
      },
      undoLast() {
        if (last.current) void undo(last.current)
        else toast({ title: 'There is nothing to take back', tone: 'info' })
      },
    }),
    [client, undo],
  )
}

function refuse(error: unknown): void {
  const fault = faultOf(error)
  toast({ tone: 'bad', title: fault.title, description: fault.advice })
}

/** Changes the hand-off wherever it is on screen and takes it out of lists it no longer belongs to; answers the way back. */
async function showAtOnce(
  client: QueryClient,
  handOffId: string,
  change: Partial<HandOffItem>,
): Promise<() => void> {
  await Promise.all([
    client.cancelQueries({ queryKey: [listHandOffs.id] }),
    client.cancelQueries({ queryKey: [readHandOff.id] }),
  ])
  const before: [readonly unknown[], unknown][] = []
  for (const [key, data] of client.getQueriesData<Pieces>({ queryKey: [listHandOffs.id] })) {
    if (!data) continue
    before.push([key, data])
    const group = (key[1] as { group?: Group }).group ?? 'open'
    client.setQueryData(key, withChange(data, handOffId, change, group))
  }
  const recordKey = [readHandOff.id, { handOffId }]
  const record = client.getQueryData<HandOff>(recordKey)
  if (record) {
    before.push([recordKey, record])
    client.setQueryData(recordKey, { ...record, ...change })
  }
  return () => {
    for (const [key, data] of before) client.setQueryData(key, data)
  }
}

function withChange(data: Pieces, handOffId: string, change: Partial<HandOffItem>, group: Group): Pieces {
  const pages = data.pages.map((page) => ({
    ...page,
    items: page.items
      .map((item) => (item.id === handOffId ? { ...item, ...change } : item))
      .filter((item) => item.id !== handOffId || isInGroup(item, group)),
  }))
  return { ...data, pages }
}
