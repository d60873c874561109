import { lazy, Suspense } from 'react'
import { useOperation } from '#platform/ui/index.ts'
import { readHandOff } from '../contract.ts'
import type { Asking, Question, RecordActions } from './record-actions.ts'
import { REASON_LISTS, type ReasonList } from './words.ts'

const loadReason = () => import('./reason-dialog.tsx').then((file) => ({ default: file.ReasonDialog }))
const loadAttempt = () => import('./attempt-dialog.tsx').then((file) => ({ default: file.AttemptDialog }))
const loadPause = () => import('./pause-dialog.tsx').then((file) => ({ default: file.PauseDialog }))
const loadConvert = () => import('./convert-dialog.tsx').then((file) => ({ default: file.ConvertDialog }))

const ReasonDialog = lazy(loadReason)
const AttemptDialog = lazy(loadAttempt)
const PauseDialog = lazy(loadPause)
const ConvertDialog = lazy(loadConvert)

/** Fetches the dialogs ahead; one that cannot be fetched is fetched when it is asked for. */
export function fetchDialogs(): void {
  for (const load of [loadReason, loadAttempt, loadPause, loadConvert]) load().catch(() => {})
}

const isReason = (what: Asking): what is ReasonList => what in REASON_LISTS

/** The question that is open, about its own hand-off whatever else is in view. */
export function AskDialogs({ question, actions }: { question: Question; actions: RecordActions }) {
  const { what, item, given } = question
  const { data } = useOperation(readHandOff, { handOffId: item.id }, { keep: false })
  const shared = { personName: item.personName, onClose: actions.stopAsking }
  return (
    <Suspense>
      {isReason(what) && data && (
        <ReasonDialog
          {...shared}
          list={what}
          reasons={data.reasons[what]}
          given={given && 'note' in given ? given : undefined}
          onChoose={(reason, note) => actions.answer({ what, reason, note })}
        />
      )}
      {what === 'attempt' && (
        <AttemptDialog
          {...shared}
          given={given?.what === 'attempt' ? given.attempt : undefined}
          onLog={(attempt) => actions.answer({ what, attempt })}
        />
      )}
      {what === 'pause' && (
        <PauseDialog
          {...shared}
          given={given?.what === 'pause' ? given : undefined}
          onPause={(until, reason) => actions.answer({ what, until, reason })}
        />
      )}
      {what === 'convert' && (
        <ConvertDialog
          handOff={item}
          given={given?.what === 'convert' ? given.conversion : undefined}
          onClose={actions.stopAsking}
          onConvert={(conversion) => actions.answer({ what, conversion })}
        />
      )}
    </Suspense>
  )
}
