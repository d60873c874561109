import { Check, Inbox, X } from 'lucide-react'
import {
  Badge,
  Button,
  Card,
  type Column,
  DataTable,
  EmptyState,
  ErrorState,
  formatExact,
  instant,
  Link,
  Loading,
  LoadMore,
  RelativeTime,
  toast,
  useList,
  useMutate,
} from '#platform/ui/index.ts'
import { useMay } from '#workspace/access/ui/index.ts'
import {
  discardSubmission,
  type Form,
  holdSubmission,
  listForms,
  listSubmissions,
  readForm,
  releaseSubmission,
  type Submission,
} from '../contract.ts'
import { SIGNS } from '../rules/signs.ts'
import { STATES, TONES } from './words.ts'

/** Everything that was sent, whatever became of it. */
export function Submissions({ form }: { form: Form }) {
  const list = useList(listSubmissions, { formId: form.id, limit: 50 })
  return (
    <>
      <DataTable
        caption="Submissions"
        rows={list.items}
        columns={columnsFor(form)}
        rowId={(row) => row.id}
        loading={list.isPending}
        error={list.error}
        onRetry={list.retry}
        csv="submissions"
        empty={
          <EmptyState icon={Inbox} title="Nothing was sent yet">
            Put the form on a page and send it once yourself.
          </EmptyState>
        }
      />
      {list.hasMore && (
        <LoadMore shown={list.items.length} hasMore busy={list.loadingMore} onLoadMore={list.loadMore} />
      )}
    </>
  )
}

const columnsFor = (form: Form): Column<Submission>[] => [
  {
    id: 'email',
    header: 'From',
    card: 'title',
    value: (row) => row.email,
    cell: (row) =>
      row.personId ? (
        <Link quiet href={`/leads/${row.personId}`} className="font-medium break-all">
          {row.email}
        </Link>
      ) : (
        <span className="font-medium break-all">{row.email}</span>
      ),
  },
  {
    id: 'answers',
    header: 'Answers',
    value: (row) =>
      answersOf(form, row)
        .map(([label, text]) => `${label}: ${text}`)
        .join('; '),
    cell: (row) => (
      <span className="line-clamp-2 text-ink-2">
        {answersOf(form, row)
          .map(([, text]) => text)
          .join(' · ')}
      </span>
    ),
  },
  {
    id: 'state',
    header: 'State',
    width: 110,
    value: (row) => STATES[row.state],
    cell: (row) => <Badge tone={TONES[row.state]}>{STATES[row.state]}</Badge>,
  },
  {
    id: 'at',
    header: 'Sent',
    align: 'right',
    width: 110,
    value: (row) => instant(row.recordedAt),
  },
]

/** Answers in the order and with the labels of the form; of fields that are gone at the end, with their names. */
function answersOf(form: Form, { answers }: Submission): [string, string][] {
  const labels = new Map(form.fields.map(({ name, label }) => [name, label]))
  const names = [...labels.keys(), ...Object.keys(answers).filter((name) => !labels.has(name))]
  return names
    .filter((name) => name !== 'email' && answers[name] !== undefined)
    .map((name) => [labels.get(name) ?? name.replaceAll('_', ' '), answers[name]!])
}

/** What looks as if a machine had sent it: each with the signs, to be let through or discarded. */
export function HeldSubmissions({ form }: { form: Form }) {
  const list = useList(listSubmissions, { formId: form.id, state: ['held'], limit: 50 })
  if (list.isPending) return <Loading lines={6} label="Loading what is held" />
  if (list.error !== null) return <ErrorState error={list.error} onRetry={list.retry} />
  if (list.items.length === 0)
    return (
      <EmptyState icon={Inbox} title="Nothing is held">
        Submissions that look as if a machine had sent them wait here. Nothing is thrown away.
      </EmptyState>
    )
  return (
    <>
      <ul className="flex flex-col gap-3">
        {list.items.map((row) => (
          <li key={row.id}>
            <Held form={form} row={row} />
          </li>
        ))}
      </ul>
      <LoadMore
        shown={list.items.length}
        hasMore={list.hasMore}
        busy={list.loadingMore}
        onLoadMore={list.loadMore}
      />
    </>
  )
}

function Held({ form, row }: { form: Form; row: Submission }) {
  const may = useMay('intake.change')
  const invalidates = [listSubmissions, readForm, listForms]
  const release = useMutate(releaseSubmission, {
    invalidates,
    done: 'Let through: it counts from when it was sent',
  })
  const back = useMutate(holdSubmission, { invalidates })
  const discard = useMutate(discardSubmission, {
    invalidates,
    onDone: ({ id }) => toast({ title: 'Discarded', undo: () => back.mutate({ id }) }),
  })
  const busy = release.isPending || discard.isPending
  return (
    <Card>
      <div className="flex flex-wrap items-start justify-between gap-x-6 gap-y-2">
        <div className="min-w-0">
          <p className="font-medium break-all">{row.email}</p>
          <p className="text-xs text-ink-3" title={formatExact(row.recordedAt)}>
            <RelativeTime at={row.recordedAt} />
            {row.pageUrl && ` · ${row.pageUrl}`}
          </p>
        </div>
        {may && (
          <div className="flex gap-2">
            <Button size="sm" icon={Check} disabled={busy} onClick={() => release.mutate({ id: row.id })}>
              Let through
            </Button>
            <Button size="sm" icon={X} disabled={busy} onClick={() => discard.mutate({ id: row.id })}>
              Discard
            </Button>
          </div>
        )}
      </div>
      <ul className="mt-2 flex list-disc flex-col gap-0.5 pl-4 text-sm text-warn">
        {row.signs.map((sign) => (
          <li key={sign}>{SIGNS[sign]}</li>
        ))}
      </ul>
      <dl className="mt-3 grid gap-x-6 gap-y-2 sm:grid-cols-2">
        {answersOf(form, row).map(([label, text]) => (
          <div key={label} className="min-w-0">
            <dt className="text-xs text-ink-3">{label}</dt>
            <dd className="break-words whitespace-pre-line">{text}</dd>
          </div>
        ))}
      </dl>
    </Card>
  )
}
