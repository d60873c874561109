import { lazy, Suspense } from 'react'
import type { HandOff } from './data.ts'
import type { RecordActions } from './record-actions.ts'

const ReasonDialog = lazy(() =>
  import('./reason-dialog.tsx').then((file) => ({ default: file.ReasonDialog })),
)
const AttemptDialog = lazy(() =>
  import('./attempt-dialog.tsx').then((file) => ({ default: file.AttemptDialog })),
)
const PauseDialog = lazy(() => import('./pause-dialog.tsx').then((file) => ({ default: file.PauseDialog })))
const ConvertDialog = lazy(() =>
  import('./convert-dialog.tsx').then((file) => ({ default: file.ConvertDialog })),
)

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
