import { Inbox } from 'lucide-react'
import {
  Button,
  CodeBlock,
  type Column,
  DataTable,
  EmptyState,
  ErrorState,
  instant,
  Loading,
  Section,
  useList,
  useMutate,
  useOperation,
} from '#platform/ui/index.ts'
import { SettingsPage, useMay } from '#workspace/access/ui/index.ts'
import { listUnmatched, readMailLog, settleUnmatched, type UnmatchedMail } from '../contract.ts'

export default function MailLogPage() {
  return (
    <SettingsPage
      title="Logged mail"
      description="Copy your mails with leads to an address of your own: they stand on the lead and stop its clock."
    >
      <div className="flex flex-col gap-6">
        <OwnAddress />
        <Unmatched />
      </div>
    </SettingsPage>
  )
}

function OwnAddress() {
  const mayLog = useMay('handoff.work')
  const { data, error, isPending, refetch } = useOperation(readMailLog, {})
  return (
    <Section
      title="Your address"
      description="Put it into To, Cc or Bcc. Whoever knows it can log in your name, so keep it to yourself."
    >
      {isPending && <Loading lines={1} label="Loading your address" />}
      {error && <ErrorState compact error={error} onRetry={() => void refetch()} />}
      {data?.address && <CodeBlock label="Your address">{data.address}</CodeBlock>}
      {data && !mayLog && (
        <p className="text-sm text-ink-2">
          Only those who work on hand-offs log mails: sales, operations and administrators.
        </p>
      )}
      {data && mayLog && !data.address && (
        <p className="text-sm text-ink-2">
          No mail is received here yet. Start Accord with MAIL_IN_PORT and MAIL_IN_DOMAIN, and have mail for
          that domain delivered to the port.
        </p>
      )}
    </Section>
  )
}

function Unmatched() {
  const may = useMay('handoff.work')
  const list = useList(listUnmatched, { limit: 50 })
  const settle = useMutate(settleUnmatched, {
    invalidates: [listUnmatched],
    done: ({ personId }) => (personId ? 'Added, with this mail' : 'Left out'),
  })
  const rows = list.items.flatMap((mail): Row[] =>
    mail.unknown.length === 0 ? [mail] : mail.unknown.map((email) => ({ ...mail, email })),
  )
  return (
    <Section
      plain
      title="Mails without a lead"
      description="People are never made from a mail alone. Add who belongs here; the mail is logged with them. A mail that names nobody outside, such as a forwarded one, you log on the lead by hand."
    >
      <DataTable
        caption="Logged mails without a lead"
        csv="mails-without-a-lead"
        rows={rows}
        rowId={(row) => row.id + (row.email ?? '')}
        columns={columns(may, settle.isPending, (row, add) =>
          settle.mutate({ mailId: row.id, add, ...(row.email ? { email: row.email } : {}) }),
        )}
        loading={list.isPending}
        error={list.error}
        onRetry={list.retry}
        hasMore={list.hasMore}
        onLoadMore={list.loadMore}
        loadingMore={list.loadingMore}
        empty={
          <EmptyState icon={Inbox} title="Everybody is known">
            Logged mails with addresses that belong to no lead, or with none, are listed here.
          </EmptyState>
        }
      />
    </Section>
  )
}

type Row = UnmatchedMail & { email?: string }

function columns(may: boolean, busy: boolean, onSettle: (row: Row, add: boolean) => void): Column<Row>[] {
  return [
    { id: 'email', header: 'Address', card: 'title', value: (row) => row.email ?? 'Nobody outside' },
    {
      id: 'subject',
      header: 'Mail',
      value: (row) => row.subject,
      cell: (row) => row.subject || 'No subject',
    },
    {
      id: 'by',
      header: 'Logged by',
      width: 160,
      value: (row) => row.member,
      cell: (row) => row.member ?? '–',
    },
    {
      id: 'when',
      header: 'When',
      width: 140,
      value: (row) => instant(row.occurredAt),
    },
    {
      id: 'actions',
      header: 'Actions',
      width: 200,
      cell: (row) =>
        may && (
          <span className="flex justify-end gap-1.5">
            {row.email && (
              <Button size="sm" disabled={busy} onClick={() => onSettle(row, true)}>
                Add person
              </Button>
            )}
            <Button size="sm" variant="quiet" disabled={busy} onClick={() => onSettle(row, false)}>
              Leave out
            </Button>
          </span>
        ),
    },
  ]
}
