import { lazy, Suspense } from 'react'
import type { HandOff } from './data.ts'
import type { RecordActions } from './record-actions.ts'

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

/** The question that is open about a hand-off. */
export function AskDialogs({ handOff, actions }: { handOff: HandOff; actions: RecordActions }) {
  const { asking } = actions
  const shared = { personName: handOff.personName, onClose: actions.stopAsking }
  return (
    <Suspense>
      {(asking === 'reject' || asking === 'recycle' || asking === 'disqualify') && (
        <ReasonDialog
          {...shared}
          list={asking}
          reasons={handOff.reasons[asking]}
          onChoose={(reason, note) => actions.close(asking, reason, note)}
        />
      )}
      {asking === 'attempt' && <AttemptDialog {...shared} onLog={actions.log} />}
      {asking === 'pause' && <PauseDialog {...shared} onPause={actions.pause} />}
      {asking === 'convert' && (
        <ConvertDialog handOff={handOff} onClose={actions.stopAsking} onConvert={actions.convert} />
      )}
    </Suspense>
  )
}
