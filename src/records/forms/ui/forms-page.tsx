import { Plus, TextCursorInput } from 'lucide-react'
import { useState } from 'react'
import { z } from 'zod'
import {
  Badge,
  Button,
  type Column,
  Count,
  DataTable,
  Dialog,
  EmptyState,
  ErrorState,
  Field,
  Input,
  instant,
  LoadMore,
  Page,
  PageHeader,
  RelativeTime,
  Select,
  useForm,
  useGo,
  useList,
  useMutate,
} from '#platform/ui/index.ts'
import { useMay } from '#workspace/access/ui/index.ts'
import { createForm, type Form, listForms } from '../contract.ts'
import { FORM_KINDS, type FormKind } from '../rules/fields.ts'
import { KINDS, kindOptions } from './words.ts'

/** Forms that people outside fill in, with what came in through each. */
export default function FormsPage() {
  const list = useList(listForms, { limit: 50 })
  const may = useMay('intake.change')
  const [making, setMaking] = useState(false)
  const make = may && (
    <Button variant="primary" icon={Plus} onClick={() => setMaking(true)}>
      New form
    </Button>
  )
  return (
    <Page>
      <PageHeader
        title="Forms"
        description="Put a form on your site. Whoever sends it becomes a lead at once; what looks like a machine waits for you."
        actions={make}
      />
      <DataTable
        caption="Forms"
        csv="forms"
        rows={list.items}
        columns={COLUMNS}
        rowId={(form) => form.id}
        rowHref={(form) => `/forms/${form.id}`}
        loading={list.isPending}
        error={list.error}
        onRetry={list.retry}
        empty={
          <EmptyState icon={TextCursorInput} title="No forms yet" action={make}>
            A demo or contact request sent through a form is routed to a seller within a second.
          </EmptyState>
        }
      />
      {list.hasMore && (
        <LoadMore shown={list.items.length} hasMore busy={list.loadingMore} onLoadMore={list.loadMore} />
      )}
      <NewForm open={making} onOpenChange={setMaking} />
    </Page>
  )
}

const COLUMNS: Column<Form>[] = [
  {
    id: 'name',
    header: 'Name',
    card: 'title',
    value: (form) => form.name,
    cell: (form) => (
      <span className="inline-flex min-w-0 flex-wrap items-center gap-2">
        <span className="font-medium">{form.name}</span>
        {form.revokedAt !== null && <Badge>Stopped</Badge>}
      </span>
    ),
  },
  { id: 'kind', header: 'Kind', value: (form) => KINDS[form.kind], cell: (form) => KINDS[form.kind] },
  {
    id: 'lately',
    header: 'Last 30 days',
    align: 'right',
    width: 120,
    value: (form) => form.lately,
    cell: (form) => <Count value={form.lately} />,
  },
  {
    id: 'submissions',
    header: 'In all',
    align: 'right',
    width: 90,
    value: (form) => form.submissions,
    cell: (form) => <Count value={form.submissions} />,
  },
  {
    id: 'held',
    header: 'Held',
    align: 'right',
    width: 90,
    value: (form) => form.held,
    cell: (form) => (form.held > 0 ? <Badge tone="warn">{form.held} to look at</Badge> : '0'),
  },
  {
    id: 'last',
    header: 'Last sent',
    align: 'right',
    width: 120,
    value: (form) => instant(form.lastAt),
    cell: (form) => <RelativeTime at={form.lastAt} />,
  },
]

const NewFormInput = z.object({
  name: z.string().trim().min(1, 'Give the form a name.').max(120),
  kind: z.enum(FORM_KINDS),
})

function NewForm({ open, onOpenChange }: { open: boolean; onOpenChange: (open: boolean) => void }) {
  const go = useGo()
  const create = useMutate(createForm, {
    invalidates: [listForms],
    quiet: true,
    onDone: ({ id }) => go(`/forms/${id}`),
  })
  const form = useForm({
    schema: NewFormInput,
    initial: { name: '', kind: 'demo_request' as FormKind },
    submit: (values) => create.mutateAsync(values),
  })
  return (
    <Dialog title="New form" open={open} onOpenChange={onOpenChange} size="sm">
      <form onSubmit={form.onSubmit} className="flex flex-col gap-4" noValidate>
        <Field label="Name" error={form.errors.name} hint="Shown to your team only">
          <Input value={form.values.name} onChange={(name) => form.set('name', name)} autoFocus />
        </Field>
        <Field label="What is it for?">
          <Select
            value={form.values.kind}
            onChange={(kind) => form.set('kind', kind)}
            options={kindOptions}
          />
        </Field>
        {form.failure !== null && <ErrorState error={form.failure} />}
        <Button variant="primary" type="submit" busy={form.busy}>
          Begin the form
        </Button>
      </form>
    </Dialog>
  )
}
