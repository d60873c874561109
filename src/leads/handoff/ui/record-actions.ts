import { useMemo, useState } from 'react'
import { toast } from '#platform/ui/index.ts'
import {
  acceptHandOff,
  convertHandOff,
  disqualifyHandOff,
  logAttempt,
  pauseHandOff,
  recycleHandOff,
  rejectHandOff,
  resumeHandOff,
} from '../contract.ts'
import type { LoggedAttempt } from './attempt-dialog.tsx'
import type { ConversionInput } from './convert-dialog.tsx'
import { type HandOffItem, isOpen } from './data.ts'
import type { Work } from './use-work.ts'
import { ATTEMPTS, REASON_LISTS, type ReasonList } from './words.ts'

export type Asking = ReasonList | 'attempt' | 'pause' | 'convert'

/** What can be done with a hand-off, and the question that is open about it. */
export interface RecordActions {
  asking: Asking | null
  ask(what: Asking): void
  stopAsking(): void
  accept(): void
  resume(): void
  log(attempt: LoggedAttempt): void
  close(list: ReasonList, reason: string, note: string): void
  pause(until: number, reason: string): void
  convert(conversion: ConversionInput): void
}

const ENDS = {
  reject: { operation: rejectHandOff, state: 'rejected' },
  recycle: { operation: recycleHandOff, state: 'recycled' },
  disqualify: { operation: disqualifyHandOff, state: 'disqualified' },
} as const

/** Why something cannot be done now, in words; null when it can. */
export function obstacle(item: HandOffItem, what: Asking | 'accept'): string | null {
  if (!item.mine) return `This hand-off belongs to ${item.sellerName ?? 'nobody yet'}`
  if (!isOpen(item)) return 'This hand-off is closed'
  if (what === 'accept' && item.state !== 'offered') return 'It is accepted already'
  const needsAcceptance = what === 'recycle' || what === 'disqualify' || what === 'convert'
  if (needsAcceptance && item.state === 'offered') return 'Accept it first (a), or reject it (r)'
  return null
}

/**
 * @param leave opens the next hand-off when this one leaves the list
 */
export function useRecordActions(
  item: HandOffItem | undefined,
  work: Work,
  leave: (handOffId: string, change: Partial<HandOffItem>) => void,
): RecordActions {
  const [asking, setAsking] = useState<Asking | null>(null)
  return useMemo(() => {
    const may = (what: Asking | 'accept'): boolean => {
      const why = item ? obstacle(item, what) : 'No hand-off is open'
      if (why !== null) toast({ title: why, tone: 'info' })
      return why === null
    }
    const input = { handOffId: item?.id ?? '' }
    const name = item?.personName ?? ''
    const begin = (change: Partial<HandOffItem>) => {
      setAsking(null)
      leave(input.handOffId, change)
      return change
    }
    return {
      asking,
      ask: (what) => may(what) && setAsking(what),
      stopAsking: () => setAsking(null),
      accept: () => {
        if (!may('accept')) return
        const change = begin({ state: 'accepted', stateAt: Date.now() })
        void work.carryOut({ operation: acceptHandOff, input, change, said: `Accepted: ${name}` })
      },
      resume: () =>
        void work.carryOut({ operation: resumeHandOff, input, said: `The clock runs on: ${name}` }),
      log: (attempt) => {
        const stops = attempt.kind !== 'note' && item?.attemptedAt === null
        const change = begin(stops ? { attemptedAt: Date.now() } : {})
        const said = ATTEMPTS.find(({ kind }) => kind === attempt.kind)?.said ?? 'Logged'
        void work.carryOut({
          operation: logAttempt,
          input: { ...input, ...attempt },
          change,
          said: `${said}: ${name}`,
        })
      },
      close: (list, reason, note) => {
        const { operation, state } = ENDS[list]
        const change = begin({ state, stateAt: Date.now() })
        const given = { ...input, reason, ...(note && { note }) }
        void work.carryOut({ operation, input: given, change, said: `${REASON_LISTS[list].said}: ${name}` })
      },
      pause: (until, reason) => {
        const change = begin({ standing: 'paused', pausedUntil: until })
        const given = { ...input, until: new Date(until).toISOString(), reason }
        void work.carryOut({ operation: pauseHandOff, input: given, change, said: `Waiting: ${name}` })
      },
      convert: (conversion) => {
        const change = begin({ state: 'qualified', stateAt: Date.now() })
        const given = { ...input, ...conversion }
        void work.carryOut({ operation: convertHandOff, input: given, change, said: `Converted: ${name}` })
      },
    }
  }, [asking, item, work, leave])
}
