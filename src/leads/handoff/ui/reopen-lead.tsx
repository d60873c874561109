import { RotateCcw } from 'lucide-react'
import { lazy, Suspense, useState } from 'react'
import type { Lead } from '#leads/lifecycle/contract.ts'
import { Button, useMutate } from '#platform/ui/index.ts'
import { useMay } from '#workspace/access/ui/index.ts'
import { reopenLead } from '../contract.ts'
import { AFTER_WORK } from './use-work.ts'

const ReasonDialog = lazy(() =>
  import('./reason-dialog.tsx').then((file) => ({ default: file.ReasonDialog })),
)

/** Lets a person whose cycle has ended begin anew, with a reason of the agreement. */
export function ReopenLead({ lead }: { lead: Pick<Lead, 'personId' | 'name' | 'reopenReasons'> }) {
  const may = useMay('handoff.work')
  const [asking, setAsking] = useState(false)
  const reopen = useMutate(reopenLead, {
    invalidates: AFTER_WORK,
    done: ({ stageName, cycle }) => `Reopened: ${stageName}, cycle ${cycle}`,
    onDone: () => setAsking(false),
  })
  const { personId, name, reopenReasons } = lead
  if (!may || reopenReasons.length === 0) return null
  return (
    <>
      <Button icon={RotateCcw} onClick={() => setAsking(true)}>
        Reopen
      </Button>
      {asking && (
        <Suspense>
          <ReasonDialog
            list="reopen"
            personName={name}
            reasons={reopenReasons}
            busy={reopen.isPending}
            onClose={() => setAsking(false)}
            onChoose={(reason, note) => reopen.mutate({ personId, reason, ...(note && { note }) })}
          />
        </Suspense>
      )}
    </>
  )
}
