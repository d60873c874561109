import { Plus, Tags } from 'lucide-react'
import { useState } from 'react'
import { z } from 'zod'
import {
  Badge,
  Button,
  type Column,
  Combobox,
  DataTable,
  Dialog,
  EmptyState,
  ErrorState,
  Field,
  formatCount,
  Input,
  useForm,
  useMutate,
  useOperation,
} from '#platform/ui/index.ts'
import { useMay } from '#workspace/access/ui/index.ts'
import { listEventKinds, setEventKind } from '../contract.ts'
import { KIND_WORDS } from './words.ts'

type Row = z.output<typeof listEventKinds.output>['items'][number]
type Kind = Row['kind']

const OPTIONS = Object.entries(KIND_WORDS).map(([value, label]) => ({ value, label }))
const BY = { own: 'Decided here', known: 'Usual meaning', guessed: 'From its words' }

/** Names of events, and the kind of touch each is. */
export function NamesTab() {
  const may = useMay('intake.change')
  const [adding, setAdding] = useState(false)
  const { data, error, isPending, refetch } = useOperation(listEventKinds, {})
  const add = may && (
    <Button icon={Plus} onClick={() => setAdding(true)}>
      Add a name
    </Button>
  )
  return (
    <>
      <DataTable
        caption="Names of events"
        rows={data?.items ?? []}
        columns={columnsFor(may)}
        rowId={(row) => row.nameNorm}
        loading={isPending}
        error={error}
        onRetry={() => void refetch()}
        csv="event-names"
        toolbar={add}
        empty={
          <EmptyState icon={Tags} title="No names yet" action={add}>
            Names of track events are listed here as they arrive. What you decide counts for events from then
            on.
          </EmptyState>
        }
      />
      <Dialog title="Add a name" open={adding} onOpenChange={setAdding}>
        <NameForm onDone={() => setAdding(false)} />
      </Dialog>
    </>
  )
}

function columnsFor(may: boolean): Column<Row>[] {
  return [
    {
      id: 'name',
      header: 'Name',
      card: 'title',
      value: (row) => row.name,
      cell: (row) => <span className="font-medium">{row.name}</span>,
    },
    {
      id: 'kind',
      header: 'Counts as',
      width: 260,
      value: (row) => KIND_WORDS[row.kind],
      cell: (row) => (may ? <KindChoice row={row} /> : KIND_WORDS[row.kind]),
    },
    {
      id: 'by',
      header: 'Because',
      value: (row) => BY[row.by],
      cell: (row) => <Badge tone={row.by === 'own' ? 'accent' : 'neutral'}>{BY[row.by]}</Badge>,
    },
    {
      id: 'events',
      header: 'Of the last 10,000',
      align: 'right',
      width: 150,
      sortFirst: 'desc',
      value: (row) => row.events,
      cell: (row) => formatCount(row.events),
    },
  ]
}

function KindChoice({ row }: { row: Row }) {
  const undo = useMutate(setEventKind, { invalidates: [listEventKinds] })
  const set = useMutate(setEventKind, {
    invalidates: [listEventKinds],
    done: 'Counts from now on',
    undo: () => undo.mutate({ name: row.name, kind: row.by === 'own' ? row.kind : null }),
  })
  return (
    <Combobox
      label={`What ${row.name} counts as`}
      value={row.kind}
      options={OPTIONS}
      clearable={row.by === 'own'}
      onChange={(kind) => set.mutate({ name: row.name, kind: kind as Kind | null })}
    />
  )
}

const Form = z.object({
  name: z.string().trim().min(1, 'Write the name as it is sent').max(200),
  kind: z.string({ error: 'Choose what it counts as' }).min(1, 'Choose what it counts as'),
})

function NameForm({ onDone }: { onDone: () => void }) {
  const set = useMutate(setEventKind, {
    invalidates: [listEventKinds],
    done: 'Counts from now on',
    quiet: true,
  })
  const {
    values,
    errors,
    set: change,
    onSubmit,
    failure,
    busy,
  } = useForm({
    schema: Form,
    initial: { name: '', kind: 'form_submit' },
    submit: async ({ name, kind }) => {
      await set.mutateAsync({ name, kind: kind as Kind })
      onDone()
    },
  })
  return (
    <form noValidate onSubmit={onSubmit} className="flex flex-col gap-4">
      <Field label="Name of the event" error={errors.name}>
        <Input
          autoFocus
          placeholder="Trial Booked"
          value={values.name}
          onChange={(name) => change('name', name)}
        />
      </Field>
      <Field label="Counts as" error={errors.kind}>
        <Combobox value={values.kind} options={OPTIONS} onChange={(kind) => change('kind', kind ?? '')} />
      </Field>
      {failure !== null && <ErrorState compact error={failure} />}
      <Button type="submit" variant="primary" busy={busy}>
        Save
      </Button>
    </form>
  )
}
