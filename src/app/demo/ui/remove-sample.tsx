import { Button, ConfirmDialog, useMutate } from '#platform/ui/index.ts'
import { switchWorkspace } from '#workspace/access/contract.ts'
import { useSession, useWorkspace } from '#workspace/access/ui/index.ts'
import { removeSample } from '../contract.ts'

/** Button that removes the sample company in view, after asking once more, and goes back to the own workspace. */
export default function RemoveSample() {
  const workspace = useWorkspace()
  const { workspaces } = useSession()
  const own = workspaces.find((one) => one.kind === 'real')?.id
  const leave = useMutate(switchWorkspace)
  const remove = useMutate(removeSample, { onDone: () => window.location.assign('/') })
  return (
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
  )
}
