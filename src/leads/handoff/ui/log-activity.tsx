import { PhoneCall } from 'lucide-react'
import { lazy, Suspense, useState } from 'react'
import { Button, Kbd, useMutate } from '#platform/ui/index.ts'
import { useMay } from '#workspace/access/ui/index.ts'
import { explainScore, leadHistory, leadTimeline, readLead } from '../../lifecycle/contract.ts'
import { handOffCounts, handOffsOfLead, listHandOffs, logActivity, readHandOff } from '../contract.ts'
import { usePageKeys } from './use-page-keys.ts'
import { ATTEMPTS } from './words.ts'

const AttemptDialog = lazy(() =>
  import('./attempt-dialog.tsx').then((file) => ({ default: file.AttemptDialog })),
)

/** Logs what a seller did with any person, handed over or not; an attempt stops the clock that runs. */
export function LogActivity({ personId, personName }: { personId: string; personName: string }) {
  const may = useMay('handoff.work')
  const [asking, setAsking] = useState(false)
  const log = useMutate(logActivity, {
    invalidates: [
      ...[leadTimeline, readLead, explainScore, leadHistory],
      ...[handOffsOfLead, listHandOffs, handOffCounts, readHandOff],
    ],
    done: ({ stoppedClock }, { kind }) => {
      const said = ATTEMPTS.find((one) => one.kind === kind)?.said ?? 'Logged'
      return stoppedClock ? `${said}. The response clock stopped` : said
    },
  })
  usePageKeys(may ? { l: () => setAsking(true) } : {})
  if (!may) return null
  return (
    <>
      <Button icon={PhoneCall} busy={log.isPending} onClick={() => setAsking(true)}>
        Log an activity <Kbd>l</Kbd>
      </Button>
      {asking && (
        <Suspense>
          <AttemptDialog
            personName={personName}
            onClose={() => setAsking(false)}
            onLog={(attempt) => {
              setAsking(false)
              log.mutate({ personId, ...attempt })
            }}
          />
        </Suspense>
      )}
    </>
  )
}
