import { KeyRound, Plus } from 'lucide-react'
import { useState } from 'react'
import type { z } from 'zod'
import {
  Button,
  type Column,
  ConfirmDialog,
  DataTable,
  EmptyState,
  instant,
  RelativeTime,
  Tooltip,
  useList,
  useMutate,
} from '#platform/ui/index.ts'
import { type ApiKey, listApiKeys, revokeApiKey } from '../contract.ts'
import { KeyDialog } from './key-dialog.tsx'
import { SettingsPage } from './settings-page.tsx'
import { permissionWords } from './words.ts'

type KeyRow = z.output<typeof ApiKey>

/** Keys for scripts, the command line and agents. */
export default function ApiKeysPage() {
  const keys = useList(listApiKeys, { limit: 200 })
  const [making, setMaking] = useState(false)
  const [stopping, setStopping] = useState<KeyRow | null>(null)
  const revoke = useMutate(revokeApiKey, { invalidates: [listApiKeys], done: 'Key stopped' })
  const make = (
    <Button variant="primary" icon={Plus} onClick={() => setMaking(true)}>
      New key
    </Button>
  )
  const columns: Column<KeyRow>[] = [
    {
      id: 'name',
      header: 'Name',
      card: 'title',
      value: (row) => row.name,
      cell: (row) => <span className="font-medium">{row.name}</span>,
    },
    {
      id: 'prefix',
      header: 'Begins with',
      value: (row) => row.prefix,
      cell: (row) => <code className="font-mono text-xs">{row.prefix}</code>,
    },
    {
      id: 'scopes',
      header: 'May',
      value: (row) => row.scopes.join(' '),
      cell: (row) => (
        <Tooltip content={<span>{row.scopes.map(permissionWords).join(', ')}</span>}>
          {/* biome-ignore lint/a11y/noNoninteractiveTabindex: the tooltip opens on focus too */}
          <span tabIndex={0} className="num">
            {row.scopes.length} {row.scopes.length === 1 ? 'permission' : 'permissions'}
          </span>
        </Tooltip>
      ),
    },
    {
      id: 'by',
      header: 'Made by',
      card: 'hidden',
      value: (row) => row.createdByName,
    },
    {
      id: 'used',
      header: 'Last used',
      align: 'right',
      value: (row) => instant(row.lastUsedAt),
      cell: (row) => <RelativeTime at={row.lastUsedAt} />,
    },
    {
      id: 'ends',
      header: 'Ends',
      align: 'right',
      value: (row) => instant(row.expiresAt),
      cell: (row) => <RelativeTime at={row.expiresAt} />,
    },
    {
      id: 'stop',
      header: 'Actions',
      align: 'right',
      width: 80,
      cell: (row) => (
        <Button size="sm" variant="quiet" onClick={() => setStopping(row)}>
          Stop
        </Button>
      ),
    },
  ]
  return (
    <SettingsPage
      title="API keys"
      description="For scripts, the command line and agents. A key never does more than the person who made it."
      actions={make}
    >
      <DataTable
        caption="API keys"
        rows={keys.items}
        columns={columns}
        rowId={(row) => row.id}
        loading={keys.isPending}
        error={keys.error}
        onRetry={keys.retry}
        empty={
          <EmptyState icon={KeyRound} title="No keys" action={make}>
            With a key, the command line and MCP clients work with this workspace from elsewhere.
          </EmptyState>
        }
      />
      <KeyDialog open={making} onOpenChange={setMaking} />
      <ConfirmDialog
        title={`Stop the key ${stopping?.name ?? ''}?`}
        description="Whatever uses it is refused from its next request on. This cannot be taken back; make a new key instead."
        confirm="Stop the key"
        danger
        open={stopping !== null}
        onOpenChange={(open) => !open && setStopping(null)}
        onConfirm={() => stopping && revoke.mutate({ apiKeyId: stopping.id })}
      />
    </SettingsPage>
  )
}
