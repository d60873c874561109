import { PhoneCall } from 'lucide-react'
import { lazy, Suspense, useState } from 'react'
import { Button, Kbd, useMutate } from '#platform/ui/index.ts'
import { useMay } from '#workspace/access/ui/index.ts'
import { logActivity } from '../contract.ts'
import { usePageKeys } from './use-page-keys.ts'
import { AFTER_WORK } from './use-work.ts'
import { ATTEMPTS } from './words.ts'

const AttemptDialog = lazy(() =>
  import('./attempt-dialog.tsx').then((file) => ({ default: file.AttemptDialog })),
)

/** Logs what a seller did with any person, handed over or not; an attempt stops the clock that runs. */
export function LogActivity({ personId, personName }: { personId: string; personName: string }) {
  const may = useMay('handoff.work')
  const [asking, setAsking] = useState(false)
  const log = useMutate(logActivity, {
    invalidates: AFTER_WORK,
    done: ({ stoppedClock }, { kind }) => {
      const said = ATTEMPTS.find((one) => one.kind === kind)?.said ?? 'Logged'
      return stoppedClock ? `${said}. The response clock stopped` : said
    },
    onDone: () => setAsking(false),
  })
  usePageKeys(may ? { l: () => setAsking(true) } : {})
  if (!may) return null
  return (
    <>
      <Button icon={PhoneCall} onClick={() => setAsking(true)}>
        Log an activity{' '}
        <span className="max-sm:hidden">
          <Kbd>l</Kbd>
        </span>
      </Button>
      {asking && (
        <Suspense>
          <AttemptDialog
            personName={personName}
            onClose={() => setAsking(false)}
            busy={log.isPending}
            onLog={(attempt) => log.mutate({ personId, ...attempt })}
          />
        </Suspense>
      )}
    </>
  )
}
