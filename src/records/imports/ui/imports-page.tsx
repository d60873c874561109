import { FileUp } from 'lucide-react'
import {
  Badge,
  ButtonLink,
  type Column,
  Count,
  DataTable,
  EmptyState,
  FileDrop,
  instant,
  Page,
  PageHeader,
  Progress,
  rowsOf,
  useList,
} from '#platform/ui/index.ts'
import { useMay } from '#workspace/access/ui/index.ts'
import { type ImportView, listImports } from '../contract.ts'
import { useUpload } from './use-upload.ts'
import { STATES } from './words.ts'

const COLUMNS: Column<ImportView>[] = [
  {
    id: 'name',
    header: 'Import',
    card: 'title',
    value: (run) => run.name,
    cell: (run) => (
      <span className="block truncate sm:max-w-[32rem]" title={run.name}>
        {run.name}
      </span>
    ),
  },
  {
    id: 'state',
    header: 'Step',
    width: 150,
    value: (run) => STATES[run.state].label,
    cell: (run) => <Badge tone={STATES[run.state].tone}>{STATES[run.state].label}</Badge>,
  },
  {
    id: 'rows',
    header: 'Rows',
    align: 'right',
    width: 110,
    value: (run) => run.rowsDone,
    cell: (run) => <Count value={run.rowsDone} />,
  },
  {
    id: 'errors',
    header: 'Left out',
    align: 'right',
    width: 100,
    value: (run) => run.errorCount,
    cell: (run) => <Count value={run.errorCount} />,
  },
  { id: 'by', header: 'By', width: 160, value: (run) => run.createdBy, cell: (run) => run.createdBy },
  {
    id: 'at',
    header: 'Begun',
    align: 'right',
    width: 140,
    value: (run) => instant(run.createdAt),
  },
]

export default function ImportsPage() {
  const list = useList(listImports, { limit: 50 })
  const may = useMay('import.change')
  return (
    <Page>
      <PageHeader
        title="Imports"
        description="CSV exports of your CRM, marketing automation or spreadsheets. Nothing is written before you have seen what it would do."
        actions={<ButtonLink href="/review">Doubtful pairs</ButtonLink>}
      />
      {may && <Drop />}
      <DataTable
        caption="Imports"
        csv="imports"
        {...rowsOf(list)}
        columns={COLUMNS}
        rowId={(run) => run.id}
        rowHref={(run) => `/imports/${run.id}`}
        empty={
          <EmptyState icon={FileUp} title="Nothing has been imported yet">
            Drop the exports above: people, accounts, opportunities, campaigns and activities, all at once, in
            any order.
          </EmptyState>
        }
      />
    </Page>
  )
}

function Drop() {
  const { send, sending } = useUpload()
  return (
    <div className="mb-6">
      <FileDrop
        label="Drop CSV files here, or choose them"
        hint="HubSpot and Salesforce exports and plain spreadsheets saved as CSV; several files form one import"
        accept=".csv,.tsv,.txt,text/csv"
        multiple
        disabled={sending !== null}
        onFiles={send}
      />
      {sending !== null && (
        <div className="mt-3">
          <Progress label={`Sending ${sending}`} value={null} />
        </div>
      )}
    </div>
  )
}
