import { FlaskConical } from 'lucide-react'
import { lazy, Suspense } from 'react'
import { useMay, useWorkspace } from '#workspace/access/ui/index.ts'

const RemoveSample = lazy(() => import('./remove-sample.tsx'))

/** Says on every page of the sample company that nothing here is real, and removes it. */
export function SampleNotice() {
  const workspace = useWorkspace()
  const may = useMay('workspace.change')
  if (workspace.kind !== 'sample') return null
  return (
    <div className="flex min-h-8 flex-wrap items-center justify-center gap-x-3 gap-y-1 border-b bg-warn-soft px-4 py-1 text-xs text-ink">
      <p className="flex items-center gap-1.5">
        <FlaskConical aria-hidden className="size-3.5 text-warn" />
        Sample data: an invented company
      </p>
      {may && (
        <Suspense>
          <RemoveSample />
        </Suspense>
      )}
    </div>
  )
}
