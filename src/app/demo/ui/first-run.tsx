import { FileUp, FlaskConical } from 'lucide-react'
import { type ReactNode, useEffect, useRef } from 'react'
import {
  Button,
  ButtonLink,
  ErrorState,
  PageHeader,
  Progress,
  useMutate,
  useOperation,
} from '#platform/ui/index.ts'
import { switchWorkspace } from '#workspace/access/contract.ts'
import { useMay, useSession, useWorkspace } from '#workspace/access/ui/index.ts'
import { loadSample, readSample } from '../contract.ts'

function Choice({
  icon,
  title,
  text,
  children,
}: {
  icon: ReactNode
  title: string
  text: string
  children: ReactNode
}) {
  return (
    <section className="flex flex-col rounded-lg border bg-surface p-5">
      <span className="mb-3 flex size-9 items-center justify-center rounded-lg border text-ink-3">
        {icon}
      </span>
      <h2 className="text-base font-semibold">{title}</h2>
      <p className="mt-1 mb-5 flex-1 text-pretty text-ink-2">{text}</p>
      {children}
    </section>
  )
}

/** What a workspace without any record shows: bring your own, or look at an invented company first. */
export function FirstRun() {
  const workspace = useWorkspace()
  const mayImport = useMay('import.change')
  const mayLoad = useMay('workspace.change')
  return (
    <>
      <PageHeader
        title={`Welcome to ${workspace.name}`}
        description="There are no records yet. With them, this page shows one funnel that both teams read the same way."
      />
      <div className="grid max-w-4xl gap-4 md:grid-cols-2">
        <Choice
          icon={<FileUp aria-hidden className="size-4.5" strokeWidth={1.5} />}
          title="Import your exports"
          text="Drop the CSV exports of your CRM or a spreadsheet. Accord shows what it understood, asks what is unclear, and changes nothing until you say so."
        >
          {mayImport ? (
            <ButtonLink variant="primary" href="/imports">
              Import your exports
            </ButtonLink>
          ) : (
            <p className="text-ink-3">An administrator or someone in operations can import.</p>
          )}
        </Choice>
        <Choice
          icon={<FlaskConical aria-hidden className="size-4.5" strokeWidth={1.5} />}
          title="Load the sample company"
          text="Eighteen months of an invented business-to-business company, in a workspace of its own: campaigns of different quality, an overloaded team, duplicates and dirt. Removed with one click."
        >
          {mayLoad ? <SampleLoader /> : <p className="text-ink-3">An administrator can load it.</p>}
        </Choice>
      </div>
    </>
  )
}

/** Loads the sample company, shows how far it is (also after a reload), and opens it. */
export function SampleLoader() {
  const { workspaces } = useSession()
  const sample = useOperation(readSample, {}, { everyMilliseconds: 1_000 })
  const load = useMutate(loadSample, { invalidates: [readSample] })
  const open = useMutate(switchWorkspace, { onDone: () => window.location.assign('/') })
  const asked = useRef(false)
  const there = workspaces.find((one) => one.kind === 'sample')?.id
  const state = sample.data?.state
  const made = sample.data?.workspaceId
  useEffect(() => {
    if (asked.current && state === 'ready' && made) {
      asked.current = false
      open.mutate({ workspaceId: made })
    }
  }, [state, made, open])

  if (there)
    return (
      <Button onClick={() => open.mutate({ workspaceId: there })} busy={open.isPending}>
        Open the sample company
      </Button>
    )
  if (sample.error) return <ErrorState compact error={sample.error} onRetry={() => void sample.refetch()} />
  if (state === 'loading' || load.isPending || (asked.current && state !== 'failed')) {
    return (
      <Progress
        label={sample.data?.doing ?? 'Preparing the sample company'}
        value={sample.data?.share ?? null}
      />
    )
  }
  return (
    <div className="flex flex-col gap-3">
      {state === 'failed' && (
        <ErrorState
          compact
          error={{
            status: 500,
            title: 'The sample company could not be loaded',
            detail: sample.data?.reason ?? 'Try again.',
          }}
        />
      )}
      <Button
        onClick={() => {
          asked.current = true
          load.mutate({})
        }}
      >
        Load the sample company
      </Button>
    </div>
  )
}
