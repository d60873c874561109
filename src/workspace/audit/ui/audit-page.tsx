import { ShieldCheck } from 'lucide-react'
import { useState } from 'react'
import { z } from 'zod'
import {
  Banner,
  Button,
  CodeBlock,
  type Column,
  DataTable,
  Drawer,
  EmptyState,
  ErrorState,
  Facts,
  FilterBar,
  formatCount,
  formatExact,
  instant,
  rowsOf,
  SearchInput,
  useList,
  useOperation,
  useSearchState,
} from '#platform/ui/index.ts'
import { SettingsPage } from '#workspace/access/ui/index.ts'
import { type AuditEntry, listAuditEntries, verifyAudit } from '../contract.ts'

type Entry = z.output<typeof AuditEntry>

const Search = z.object({ search: z.string().default('') })

/** Every change in this workspace and every export, in order, and the proof that none was altered. */
export default function AuditPage() {
  const [{ search }, setSearch] = useSearchState(Search)
  const [opened, setOpened] = useState<Entry | null>(null)
  const [checking, setChecking] = useState(false)
  const entries = useList(listAuditEntries, { limit: 100, ...(search && { search }) })
  const columns: Column<Entry>[] = [
    { id: 'what', header: 'What', card: 'title', value: (row) => row.summary },
    { id: 'who', header: 'Who', width: 180, value: (row) => row.actorName },
    {
      id: 'operation',
      header: 'Operation',
      width: 190,
      card: 'hidden',
      value: (row) => row.operation,
      cell: (row) => <code className="font-mono text-xs text-ink-2">{row.operation}</code>,
    },
    {
      id: 'when',
      header: 'When',
      align: 'right',
      width: 130,
      value: (row) => instant(row.occurredAt),
    },
    {
      id: 'seq',
      header: 'Line',
      align: 'right',
      width: 70,
      card: 'hidden',
      value: (row) => row.seq,
      cell: (row) => formatCount(row.seq),
    },
  ]
  return (
    <SettingsPage
      title="Audit trail"
      description="Every change in this workspace and every export, in order. Lines are chained: altering, removing or reordering one is found."
      actions={
        <Button icon={ShieldCheck} onClick={() => setChecking(true)}>
          Check the chain
        </Button>
      }
    >
      {checking && <Verification onDismiss={() => setChecking(false)} />}
      <FilterBar active={search ? 1 : 0} onClear={() => setSearch({ search: '' })}>
        <SearchInput
          value={search}
          onChange={(text) => setSearch({ search: text })}
          label="Search the audit trail"
          placeholder="Search what was done"
        />
      </FilterBar>
      <DataTable
        caption="Audit trail"
        {...rowsOf(entries)}
        columns={columns}
        rowId={(row) => String(row.seq)}
        onRowClick={setOpened}
        csv="audit-trail"
        height="calc(100dvh - 18rem)"
        empty={
          <EmptyState title={search ? 'No line has these words' : 'Nothing was changed yet'}>
            {search
              ? 'Try fewer words, or clear the search.'
              : 'The first change in this workspace becomes the first line.'}
          </EmptyState>
        }
      />
      <Drawer
        title={opened?.summary ?? ''}
        open={opened !== null}
        onOpenChange={(open) => !open && setOpened(null)}
      >
        {opened && <Details entry={opened} />}
      </Drawer>
    </SettingsPage>
  )
}

function Verification({ onDismiss }: { onDismiss: () => void }) {
  const check = useOperation(verifyAudit, {}, { keep: false })
  return (
    <div className="mb-4">
      {check.isFetching ? (
        <Banner>Reading every line of the chain</Banner>
      ) : check.error ? (
        <ErrorState compact error={check.error} onRetry={() => void check.refetch()} />
      ) : check.data?.intact ? (
        <Banner
          tone="good"
          title={`All ${formatCount(check.data.entries)} lines are as they were written`}
          onDismiss={onDismiss}
        />
      ) : (
        <Banner
          tone="bad"
          title={`The chain breaks at line ${formatCount(check.data?.firstBadSeq ?? null)}`}
          onDismiss={onDismiss}
        >
          {check.data?.reason} Compare with a backup from before, and find out who had access to the database.
        </Banner>
      )}
    </div>
  )
}

function Details({ entry }: { entry: Entry }) {
  return (
    <div className="flex flex-col gap-5">
      <Facts
        items={[
          { label: 'When', value: formatExact(entry.occurredAt) },
          { label: 'Who', value: entry.actorName },
          {
            label: 'By',
            value: { user: 'Signed-in person', api_key: 'API key', system: 'Accord itself' }[entry.actorKind],
          },
          { label: 'Operation', value: entry.operation },
          { label: 'About', value: entry.subject ?? '–' },
          { label: 'Line', value: formatCount(entry.seq) },
        ]}
      />
      {Object.keys(entry.detail).length > 0 && (
        <CodeBlock label="Details">{JSON.stringify(entry.detail, null, 2)}</CodeBlock>
      )}
      <CodeBlock label="Chain value of this line">{entry.hash}</CodeBlock>
    </div>
  )
}
