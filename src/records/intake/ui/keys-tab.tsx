import { KeyRound, Plus } from 'lucide-react'
import { useState } from 'react'
import type { z } from 'zod'
import {
  Badge,
  Button,
  Card,
  ConfirmDialog,
  EmptyState,
  ErrorState,
  Loading,
  RelativeTime,
  Switch,
  useMutate,
  useOperation,
} from '#platform/ui/index.ts'
import { useMay } from '#workspace/access/ui/index.ts'
import { changeWriteKey, listWriteKeys, revokeWriteKey, type WriteKeyItem } from '../contract.ts'
import { KeyDialog } from './key-dialog.tsx'
import { Snippet } from './snippet.tsx'

type Key = z.output<typeof WriteKeyItem>

/** Keys that sites and servers send with, each with what to put where. */
export function KeysTab() {
  const may = useMay('intake.change')
  const [making, setMaking] = useState(false)
  const [stopping, setStopping] = useState<Key | null>(null)
  const { data, error, refetch } = useOperation(listWriteKeys, {})
  const revoke = useMutate(revokeWriteKey, { invalidates: [listWriteKeys], done: 'Key stopped' })
  const make = may && (
    <Button variant="primary" icon={Plus} onClick={() => setMaking(true)}>
      New write key
    </Button>
  )
  if (!data)
    return error ? <ErrorState error={error} onRetry={() => void refetch()} /> : <Loading lines={6} />
  return (
    <div className="flex flex-col gap-4">
      {data.items.length === 0 ? (
        <EmptyState icon={KeyRound} title="No write keys" action={make}>
          A public key stands in the pages of a site and can only add events. A secret key stays on a server
          and is believed when it says who somebody is.
        </EmptyState>
      ) : (
        <>
          <div className="flex justify-end">{make}</div>
          <ul className="flex flex-col gap-3">
            {data.items.map((key) => (
              <li key={key.id}>
                <KeyCard writeKey={key} may={may} onStop={() => setStopping(key)} />
              </li>
            ))}
          </ul>
        </>
      )}
      <KeyDialog open={making} onOpenChange={setMaking} />
      <ConfirmDialog
        title={`Stop the key ${stopping?.name ?? ''}?`}
        description="What sends with it is refused from the next event on. This cannot be taken back; make a new key instead."
        confirm="Stop the key"
        danger
        open={stopping !== null}
        onOpenChange={(open) => !open && setStopping(null)}
        onConfirm={() => stopping && revoke.mutate({ keyId: stopping.id })}
      />
    </div>
  )
}

function KeyCard({ writeKey: key, may, onStop }: { writeKey: Key; may: boolean; onStop: () => void }) {
  return (
    <Card>
      <div className="flex flex-wrap items-start justify-between gap-2">
        <div className="min-w-0">
          <p className="flex flex-wrap items-center gap-2 font-medium">
            {key.name}
            <Badge tone={key.kind === 'public' ? 'neutral' : 'accent'}>
              {key.kind === 'public' ? 'Public, for pages' : 'Secret, for servers'}
            </Badge>
          </p>
          <p className="mt-0.5 text-xs text-ink-3">
            <code className="font-mono">{key.prefix}…</code> · made <RelativeTime at={key.createdAt} />
            {key.origins.length > 0 && <> · only from {key.origins.join(', ')}</>}
          </p>
        </div>
        {may && (
          <Button size="sm" variant="quiet" onClick={onStop}>
            Stop
          </Button>
        )}
      </div>
      {key.kind === 'public' && <Privacy writeKey={key} may={may} />}
      <div className="mt-3">
        <Snippet writeKey={key} />
      </div>
    </Card>
  )
}

function Privacy({ writeKey: key, may }: { writeKey: Key; may: boolean }) {
  const change = useMutate(changeWriteKey, { invalidates: [listWriteKeys], done: 'Changed' })
  return (
    <div className="mt-3 flex flex-wrap gap-x-8 gap-y-2">
      <Switch
        label="Only with the visitor’s consent"
        checked={key.consent === 'required'}
        disabled={!may || change.isPending}
        onChange={(on) => change.mutate({ keyId: key.id, consent: on ? 'required' : 'none' })}
      />
      <Switch
        label="Honour Do-Not-Track and Global Privacy Control"
        checked={key.honourSignals}
        disabled={!may || change.isPending}
        onChange={(on) => change.mutate({ keyId: key.id, honourSignals: on })}
      />
    </div>
  )
}
