import { type InfiniteData, type QueryClient, useQueryClient } from '@tanstack/react-query'
import { useCallback, useMemo, useRef } from 'react'
import type { z } from 'zod'
import { newId } from '#platform/kernel/ids.ts'
import { call } from '#platform/operation/client.ts'
import type { Operation } from '#platform/operation/index.ts'
import { type AnyOperation, faultOf, toast } from '#platform/ui/index.ts'
import { explainScore, leadHistory, leadTimeline, readLead } from '../../lifecycle/contract.ts'
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

/** Answers that are old after anything was done with a hand-off, or with a person who has one. */
export const AFTER_WORK: readonly AnyOperation[] = [
  listHandOffs,
  handOffCounts,
  readHandOff,
  handOffsOfLead,
  sellerLoads,
  followUpBreaches,
  campaignOutcomes,
  readLead,
  leadTimeline,
  leadHistory,
  explainScore,
]

/** Asks anew for everything on screen that hand-offs stand in. */
export const refreshHandOffs = (client: QueryClient): Promise<unknown> =>
  Promise.all(AFTER_WORK.map(({ id }) => client.invalidateQueries({ queryKey: [id] })))

type Pieces = InfiniteData<{ items: HandOffItem[]; nextCursor: string | null }>

/** One thing done with one hand-off. */
export interface Deed<Input extends z.ZodType> {
  operation: Operation<Input, z.ZodType<HandOff>>
  input: z.input<Input> & { handOffId: string }
  /** how it shows before the server has confirmed it */
  change?: Partial<HandOffItem>
  /** what was done, as the toast says it before the name */
  said: string
  personName: string
}

/** What can be taken back: the event of a hand-off. */
interface Undoable {
  handOffId: string
  eventId: string
  personName: string
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
  const last = useRef<Undoable | null>(null)
  const latestReopen = useRef(reopen)
  latestReopen.current = reopen

  const undo = useCallback(
    async ({ handOffId, eventId, personName }: Undoable) => {
      if (last.current?.eventId === eventId) last.current = null
      try {
        const answer = await call(undoHandOff, { handOffId, eventId }, { idempotencyKey: newId() })
        client.setQueryData([readHandOff.id, { handOffId }], answer)
        toast({ id: eventId, title: `Taken back: ${personName}`, tone: 'info' })
        latestReopen.current(handOffId)
      } catch (error) {
        refuse(`Not taken back: ${personName}`, error)
      }
      await refreshHandOffs(client)
    },
    [client],
  )

  return useMemo(
    () => ({
      async carryOut({ operation, input, change, said, personName }) {
        const restore = change ? await showAtOnce(client, input.handOffId, change) : () => {}
        try {
          const answer = (await call(operation, input, { idempotencyKey: newId() })) as HandOff
          client.setQueryData([readHandOff.id, { handOffId: input.handOffId }], answer)
          const done = answer.undoable ? { handOffId: answer.id, eventId: answer.undoable, personName } : null
          last.current = done
          toast({
            title: `${said}: ${personName}`,
            ...(done && { id: done.eventId, undo: () => undo(done) }),
          })
          return true
        } catch (error) {
          restore()
          refuse(`Not saved: ${personName}`, error)
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

function refuse(title: string, error: unknown): void {
  const fault = faultOf(error)
  toast({ tone: 'bad', title, description: `${fault.title}. ${fault.advice}` })
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
