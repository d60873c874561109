import { Download, RotateCcw, Trash2 } from 'lucide-react'
import { downloadUrl } from '#platform/operation/client.ts'
import {
  Badge,
  Banner,
  Button,
  ButtonLink,
  ConfirmDialog,
  ErrorState,
  formatCount,
  Loading,
  Page,
  PageHeader,
  Progress,
  RelativeTime,
  Section,
  useGo,
  useMutate,
  useOperation,
  usePathParam,
} from '#platform/ui/index.ts'
import { useMay } from '#workspace/access/ui/index.ts'
import {
  cancelImport,
  discardImport,
  downloadImportErrors,
  type ImportView,
  listImports,
  previewImport,
  readImport,
  undoImport,
} from '../contract.ts'
import { CountsTable } from './counts-table.tsx'
import { MoreFiles } from './files.tsx'
import { ImportCheck } from './import-check.tsx'
import { fileSize, isBusy, isOpen, STATES } from './words.ts'

export default function ImportPage() {
  const id = usePathParam('importId')
  const { data, error, isPending, refetch } = useOperation(
    readImport,
    { id },
    { keep: false, everyMilliseconds: 1_500 },
  )
  return (
    <Page>
      {isPending && <Loading lines={8} label="Loading the import" />}
      {error && <ErrorState error={error} onRetry={() => void refetch()} />}
      {data && <Import run={data} />}
    </Page>
  )
}

function Import({ run }: { run: ImportView }) {
  const { label, tone } = STATES[run.state]
  return (
    <>
      <PageHeader
        title={run.name}
        crumbs={[{ label: 'Imports', href: '/imports' }, { label: run.name }]}
        meta={<Badge tone={tone}>{label}</Badge>}
        description={
          <>
            Begun by {run.createdBy}, <RelativeTime at={run.createdAt} />.{' '}
            {run.files.map((file) => `${file.name} (${fileSize(file.bytes)})`).join(', ')}
          </>
        }
        actions={<Actions run={run} />}
      />
      <div className="flex flex-col gap-6">
        {run.problem && (
          <Banner tone="bad" title="The import did not go through">
            {run.problem}
          </Banner>
        )}
        {isBusy(run.state) && <Working run={run} />}
        {(run.state === 'draft' || run.state === 'failed') && <MoreFiles id={run.id} />}
        {run.state === 'ready' && <ImportCheck run={run} />}
        {['done', 'cancelled', 'failed', 'undone', 'running'].includes(run.state) && run.counts && (
          <Result run={run} />
        )}
      </div>
    </>
  )
}

const WORK: Partial<Record<ImportView['state'], string>> = {
  looking: 'Looking at what the files list and how they are written',
  dry_run: 'Counting what would change',
  queued: 'Waiting for its turn',
  running: 'Importing',
  undoing: 'Taking back what this import wrote',
}

/** Progress; the page may be left or loaded again meanwhile. */
function Working({ run }: { run: ImportView }) {
  const isCounted = run.state === 'running' || run.state === 'dry_run'
  const share = isCounted && run.rowsTotal ? Math.min(1, run.rowsDone / run.rowsTotal) : null
  return (
    <Section title="In progress" description="You can leave this page; the work goes on.">
      <Progress
        label={WORK[run.state] ?? ''}
        value={share}
        {...(isCounted && {
          detail: `${formatCount(run.rowsDone)}${run.rowsTotal ? ` of ${formatCount(run.rowsTotal)}` : ''} rows`,
        })}
      />
    </Section>
  )
}

function Result({ run }: { run: ImportView }) {
  const title = run.state === 'running' ? 'So far' : run.state === 'undone' ? 'What it had done' : 'Result'
  return (
    <>
      {run.leftovers && run.leftovers.length > 0 && (
        <Banner tone="warn" title="Some of it stays">
          {run.leftovers.join(' ')}
        </Banner>
      )}
      <Section
        title={title}
        flush
        actions={
          run.errorCount > 0 && (
            <ButtonLink
              size="sm"
              icon={Download}
              href={downloadUrl(downloadImportErrors, { id: run.id })}
              download
            >
              errors.csv
            </ButtonLink>
          )
        }
        {...(run.errorCount > 0 && {
          description: `${formatCount(run.errorCount)} rows or cells were left out; errors.csv says which and why.`,
        })}
      >
        <CountsTable counts={run.counts!} caption="What the import did" />
      </Section>
    </>
  )
}

function Actions({ run }: { run: ImportView }) {
  const may = useMay('import.change')
  const refresh = { invalidates: [readImport, listImports, previewImport] }
  const cancel = useMutate(cancelImport, { ...refresh, done: 'The import stops after the rows it is at' })
  const undo = useMutate(undoImport, { ...refresh, done: 'The import is being taken back' })
  if (!may) return null
  if (run.state === 'queued' || run.state === 'running') {
    return (
      <Button busy={cancel.isPending} onClick={() => cancel.mutate({ id: run.id })}>
        Stop
      </Button>
    )
  }
  if (isOpen(run.state) && !run.counts) return <Discard id={run.id} />
  if (run.state !== 'done' && run.state !== 'cancelled' && run.state !== 'failed') return null
  if (!run.counts) return null
  return (
    <ConfirmDialog
      title="Take this import back?"
      description="What it created is removed and what it changed is as before. Changes that others made since stay, and are named."
      confirm="Take it back"
      danger
      busy={undo.isPending}
      trigger={<Button icon={RotateCcw}>Undo this import</Button>}
      onConfirm={() => undo.mutate({ id: run.id })}
    />
  )
}

function Discard({ id }: { id: string }) {
  const go = useGo()
  const discard = useMutate(discardImport, {
    invalidates: [listImports],
    done: 'The import was discarded; nothing had been written',
    onDone: () => go('/imports'),
  })
  return (
    <ConfirmDialog
      title="Discard this import?"
      description="Nothing of it has been written. Its files and the choices made for them are forgotten."
      confirm="Discard"
      danger
      busy={discard.isPending}
      trigger={<Button icon={Trash2}>Discard</Button>}
      onConfirm={() => discard.mutate({ id })}
    />
  )
}
