import { type InfiniteData, type QueryClient, useQueryClient } from '@tanstack/react-query'
import { useCallback, useMemo, useRef, useState } from 'react'
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

/** What a deed changes, shown over every answer of the server until one that was given after it is there. */
interface Underway {
  handOffId: string
  change: Partial<HandOffItem>
}

export interface Work {
  /** a hand-off as the deeds that are under way leave it */
  shown<Item extends HandOffItem>(item: Item): Item
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
  const [underway, setUnderway] = useState<readonly Underway[]>([])
  const last = useRef<Undoable | null>(null)
  const latestReopen = useRef(reopen)
  latestReopen.current = reopen

  const undo = useCallback(
    async ({ handOffId, eventId, personName }: Undoable) => {
      if (last.current?.eventId === eventId) last.current = null
      try {
        const answer = await call(undoHandOff, { handOffId, eventId }, { idempotencyKey: newId() })
        setUnderway((deeds) => deeds.filter((one) => one.handOffId !== handOffId))
        keepAnswer(client, answer)
        toast({ id: eventId, title: `Taken back: ${personName}`, tone: 'info' })
        latestReopen.current(handOffId)
      } catch (error) {
        refuse(`Not taken back: ${personName}`, error)
      }
      await refreshHandOffs(client)
    },
    [client],
  )

  const carryOut: Work['carryOut'] = useCallback(
    async ({ operation, input, change = {}, said, personName }) => {
      const deed = { handOffId: input.handOffId, change }
      const settled = () => setUnderway((deeds) => deeds.filter((one) => one !== deed))
      setUnderway((deeds) => [...deeds, deed])
      try {
        const answer = (await call(operation, input, { idempotencyKey: newId() })) as HandOff
        keepAnswer(client, answer)
        const done = answer.undoable ? { handOffId: answer.id, eventId: answer.undoable, personName } : null
        last.current = done
        toast({
          title: `${said}: ${personName}`,
          ...(done && { id: done.eventId, undo: () => undo(done) }),
        })
        void refreshHandOffs(client).finally(settled)
        return true
      } catch (error) {
        settled()
        refuse(`Not saved: ${personName}`, error)
        void refreshHandOffs(client)
        return false
      }
    },
    [client, undo],
  )

  return useMemo(
    () => ({
      shown: (item) => {
        if (underway.length === 0) return item
        const changes = underway.filter(({ handOffId }) => handOffId === item.id).map(({ change }) => change)
        return changes.length === 0 ? item : Object.assign({}, item, ...changes)
      },
      carryOut,
      undoLast() {
        if (last.current) void undo(last.current)
        else toast({ title: 'There is nothing to take back', tone: 'info' })
      },
    }),
    [underway, carryOut, undo],
  )
}

function refuse(title: string, error: unknown): void {
  const fault = faultOf(error)
  toast({ tone: 'bad', title, description: `${fault.title}. ${fault.advice}` })
}

/** Puts what the server answered wherever the hand-off is on screen, and takes it out of lists it no longer belongs to. */
function keepAnswer(client: QueryClient, answer: HandOff): void {
  client.setQueryData([readHandOff.id, { handOffId: answer.id }], answer)
  for (const [key, data] of client.getQueriesData<Pieces>({ queryKey: [listHandOffs.id] })) {
    if (!data) continue
    const group = (key[1] as { group?: Group }).group ?? 'open'
    const pages = data.pages.map((page) => ({
      ...page,
      items: page.items
        .map((item) => (item.id === answer.id ? answer : item))
        .filter((item) => item.id !== answer.id || isInGroup(item, group)),
    }))
    client.setQueryData(key, { ...data, pages })
  }
}
