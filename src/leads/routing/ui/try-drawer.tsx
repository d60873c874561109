import { useState } from 'react'
import type { z } from 'zod'
import {
  Badge,
  Combobox,
  Drawer,
  EmptyState,
  ErrorState,
  Facts,
  Field,
  Loading,
  useOperation,
  useRested,
} from '#platform/ui/index.ts'
import { findRecords } from '#records/search/contract.ts'
import { tryRouting } from '../contract.ts'
import type { DryRun } from '../schema.ts'
import { Reasons } from './reasons.tsx'

/** Who would get a lead now, and why; nothing is given to anybody. `personId` is empty until somebody is chosen. */
export function TryDrawer({
  personId,
  onChoose,
  onClose,
}: {
  personId: string
  onChoose: (personId: string) => void
  onClose: () => void
}) {
  return (
    <Drawer
      open
      onOpenChange={(open) => !open && onClose()}
      title="Who would get a lead now"
      description="A dry run under the rules in force: nothing is given, no turn is taken."
    >
      <div className="flex flex-col gap-6">
        <Chooser autoFocus={personId === ''} onChoose={onChoose} />
        {personId === '' ? (
          <EmptyState title="Choose a lead">Type a name, an e-mail address or a company above.</EmptyState>
        ) : (
          <Outcome personId={personId} />
        )}
      </div>
    </Drawer>
  )
}

function Chooser({ autoFocus, onChoose }: { autoFocus: boolean; onChoose: (personId: string) => void }) {
  const [text, setText] = useState('')
  const query = useRested(text.trim(), 150)
  const found = useOperation(findRecords, { query, limit: 20 }, { enabled: query.length > 1 })
  const people = (found.data?.items ?? []).filter(({ kind }) => kind === 'person')
  return (
    <Field label="Lead">
      <Combobox
        label="Lead"
        autoFocus={autoFocus}
        placeholder="Name or e-mail address"
        value={null}
        onChange={(id) => id && onChoose(id)}
        onSearch={setText}
        options={people.map(({ id, title, subtitle }) => ({
          value: id,
          label: title,
          ...(subtitle && { hint: subtitle }),
        }))}
        empty={query.length > 1 ? 'Nobody found' : 'Type at least two letters'}
      />
    </Field>
  )
}

/** `Hand-raise: 2 open hours` */
function responseWords({ name, withinMs, clock }: z.output<typeof DryRun>['responseTime']): string {
  const hours = Math.round(withinMs / 360_000) / 10
  return `${name}: ${hours} ${clock === 'business' ? 'open ' : ''}${hours === 1 ? 'hour' : 'hours'}`
}

function Outcome({ personId }: { personId: string }) {
  const { data, error, isPending, refetch } = useOperation(tryRouting, { personId }, { keep: false })
  if (isPending) return <Loading lines={6} label="Asking the rules" />
  if (error || !data) return <ErrorState error={error} onRetry={() => void refetch()} />
  return (
    <section aria-label={`Dry run for ${data.personName}`} className="flex flex-col gap-5">
      <Facts
        items={[
          { label: 'Would get it', value: data.seller?.name ?? <Badge tone="bad">Nobody</Badge> },
          { label: 'By', value: data.pool ? `${data.rule.name}, ${data.pool.name}` : data.rule.name },
          { label: 'Response time', value: responseWords(data.responseTime) },
        ]}
      />
      <Reasons decision={data} />
    </section>
  )
}
