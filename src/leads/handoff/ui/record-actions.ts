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

/** What is entered in a dialog about a hand-off. */
export type Answer =
  | { what: ReasonList; reason: string; note: string }
  | { what: 'attempt'; attempt: LoggedAttempt }
  | { what: 'pause'; until: number; reason: string }
  | { what: 'convert'; conversion: ConversionInput }

export type Asking = Answer['what']

/** A question about one hand-off, whichever is in view while it is open. */
export interface Question {
  what: Asking
  item: HandOffItem
  /** what was entered before and could not be saved */
  given?: Answer
}

/** What can be done with the hand-off in view, and the question that is open. */
export interface RecordActions {
  question: Question | null
  ask(what: Asking): void
  stopAsking(): void
  answer(given: Answer): void
  accept(): void
  resume(): void
  log(attempt: LoggedAttempt): void
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
 * Questions are about the hand-off that was in view when they were asked. An answer that could not be saved asks again with what was
 * entered, after the question that is open by then.
 *
 * @param leave opens the next hand-off when this one leaves the list
 */
export function useRecordActions(
  item: HandOffItem | undefined,
  work: Work,
  leave: (handOffId: string, change: Partial<HandOffItem>) => void,
): RecordActions {
  const [questions, setQuestions] = useState<readonly Question[]>([])
  return useMemo(() => {
    const question = questions[0] ?? null
    const stopAsking = () => setQuestions((asked) => asked.slice(1))
    const may = (what: Asking | 'accept'): boolean => {
      const why = item ? obstacle(item, what) : 'No hand-off is open'
      if (why !== null) toast({ title: why, tone: 'info' })
      return why === null
    }
    const carryOut: Work['carryOut'] = (deed) => {
      leave(deed.input.handOffId, deed.change ?? {})
      return work.carryOut(deed)
    }
    return {
      question,
      stopAsking,
      // one that is not on screen yet gives way
      ask: (what) => item && may(what) && setQuestions((asked) => [{ what, item }, ...asked.slice(1)]),
      answer: (given) => {
        if (!question) return
        stopAsking()
        void send(carryOut, question.item, given).then((saved) => {
          if (!saved) setQuestions((asked) => [...asked, { ...question, given }])
        })
      },
      accept: () => {
        if (!item || !may('accept')) return
        const change = { state: 'accepted', stateAt: Date.now() } as const
        void carryOut({ ...about(item), operation: acceptHandOff, change, said: 'Accepted' })
      },
      resume: () =>
        item && void carryOut({ ...about(item), operation: resumeHandOff, said: 'The clock runs on' }),
      log: (attempt) => item && void send(carryOut, item, { what: 'attempt', attempt }),
    }
  }, [questions, item, work, leave])
}

const about = ({ id, personName }: HandOffItem) => ({ input: { handOffId: id }, personName })

/** Sends what was entered; resolves to whether it took effect. */
function send(carryOut: Work['carryOut'], item: HandOffItem, given: Answer): Promise<boolean> {
  const { input, personName } = about(item)
  switch (given.what) {
    case 'attempt': {
      const { attempt } = given
      const stops = attempt.kind !== 'note' && item.attemptedAt === null
      const change = stops ? { attemptedAt: Date.now() } : {}
      const said = ATTEMPTS.find(({ kind }) => kind === attempt.kind)?.said ?? 'Logged'
      return carryOut({ operation: logAttempt, input: { ...input, ...attempt }, personName, change, said })
    }
    case 'pause': {
      const change = { standing: 'paused', pausedUntil: given.until } as const
      const asked = { ...input, until: new Date(given.until).toISOString(), reason: given.reason }
      return carryOut({ operation: pauseHandOff, input: asked, personName, change, said: 'Waiting' })
    }
    case 'convert': {
      const change = { state: 'qualified', stateAt: Date.now() } as const
      const asked = { ...input, ...given.conversion }
      return carryOut({ operation: convertHandOff, input: asked, personName, change, said: 'Converted' })
    }
    default: {
      const { what, reason, note } = given
      const { operation, state } = ENDS[what]
      const change = { state, stateAt: Date.now() }
      const asked = { ...input, reason, ...(note && { note }) }
      return carryOut({ operation, input: asked, personName, change, said: REASON_LISTS[what].said })
    }
  }
}
