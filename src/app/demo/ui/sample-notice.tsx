import { FlaskConical } from 'lucide-react'
import { Button, ConfirmDialog, useMutate } from '#platform/ui/index.ts'
import { switchWorkspace } from '#workspace/access/contract.ts'
import { useMay, useSession, useWorkspace } from '#workspace/access/ui/index.ts'
import { removeSample } from '../contract.ts'

/** Says on every page of the sample company that nothing here is real, and removes it. */
export function SampleNotice() {
  const workspace = useWorkspace()
  const { workspaces } = useSession()
  const may = useMay('workspace.change')
  const own = workspaces.find((one) => one.kind === 'real')?.id
  const leave = useMutate(switchWorkspace)
  const remove = useMutate(removeSample, { onDone: () => window.location.assign('/') })
  if (workspace.kind !== 'sample') return null
  return (
    <div className="flex flex-wrap items-center justify-center gap-x-3 gap-y-1 border-b bg-warn-soft px-4 py-1 text-xs text-ink">
      <p className="flex items-center gap-1.5">
        <FlaskConical aria-hidden className="size-3.5 text-warn" />
        Sample data: an invented company
      </p>
      {may && (
        <ConfirmDialog
          title="Remove the sample company?"
          description="The workspace goes with everything in it. Your own data is elsewhere and stays; you can load the sample again at any time."
          confirm="Remove it"
          danger
          trigger={
            <Button size="sm" variant="quiet" busy={remove.isPending} className="no-print !h-6">
              Remove
            </Button>
          }
          onConfirm={async () => {
            if (own) await leave.mutateAsync({ workspaceId: own })
            remove.mutate({ workspaceId: workspace.id })
          }}
        />
      )}
    </div>
  )
}
