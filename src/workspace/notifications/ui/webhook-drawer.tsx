import { KeyRound, Pencil, Power, Send, Trash2 } from 'lucide-react'
import { useState } from 'react'
import {
  Badge,
  Banner,
  Button,
  ConfirmDialog,
  Dialog,
  Drawer,
  Facts,
  formatExact,
  Menu,
  RelativeTime,
  useMutate,
} from '#platform/ui/index.ts'
import {
  changeWebhook,
  listMessages,
  listWebhooks,
  removeWebhook,
  rotateSecret,
  testWebhook,
} from '../contract.ts'
import { MessageDetails } from './message-details.tsx'
import { MessageLog } from './message-log.tsx'
import { Secret, WebhookDialog } from './webhook-dialog.tsx'
import { stateOf, type WebhookRow } from './webhook-words.ts'

/** One webhook: how it is doing, what can be done with it, and what was sent. */
export function WebhookDrawer({
  webhook,
  messageId,
  onMessage,
  onClose,
}: {
  webhook: WebhookRow
  /** open message, empty for the log */
  messageId: string
  onMessage: (id: string) => void
  onClose: () => void
}) {
  return (
    <Drawer
      size="lg"
      title={webhook.description || new URL(webhook.url).host}
      description={<span className="break-all">{webhook.url}</span>}
      open
      onOpenChange={(open) => !open && onClose()}
    >
      {messageId ? (
        <MessageDetails webhook={webhook} messageId={messageId} onBack={() => onMessage('')} />
      ) : (
        <div className="flex flex-col gap-5">
          <Standing webhook={webhook} />
          <Doing webhook={webhook} onRemoved={onClose} />
          <MessageLog webhook={webhook} onOpen={onMessage} />
        </div>
      )}
    </Drawer>
  )
}

function Standing({ webhook }: { webhook: WebhookRow }) {
  const { tone, label } = stateOf(webhook)
  return (
    <>
      {webhook.state === 'disabled' && (
        <Banner tone="warn" title="Switched off">
          {webhook.disabledReason} Switch it on again when the receiver is ready, then send again what failed.
        </Banner>
      )}
      {webhook.state === 'active' && webhook.failingSince !== null && (
        <Banner tone="warn" title="The receiver does not take messages">
          Nothing arrived since {formatExact(webhook.failingSince)}. Messages are tried again for three days;
          after five days without success the webhook is switched off.
        </Banner>
      )}
      <Facts
        items={[
          { label: 'State', value: <Badge tone={tone}>{label}</Badge> },
          {
            label: 'Events',
            value: webhook.events.includes('*') ? 'Every one' : webhook.events.join(', '),
          },
          { label: 'Last delivered', value: <RelativeTime at={webhook.lastSuccessAt} /> },
          { label: 'Added', value: <RelativeTime at={webhook.createdAt} /> },
          ...(webhook.oldSecretUntil === null
            ? []
            : [{ label: 'Former secret signs until', value: formatExact(webhook.oldSecretUntil) }]),
        ]}
      />
    </>
  )
}

function Doing({ webhook, onRemoved }: { webhook: WebhookRow; onRemoved: () => void }) {
  const { id, state } = webhook
  const [editing, setEditing] = useState(false)
  const [asking, setAsking] = useState<'rotate' | 'remove' | null>(null)
  const [secret, setSecret] = useState<string | null>(null)
  const test = useMutate(testWebhook, {
    invalidates: [listMessages, listWebhooks],
    done: 'Test event on its way',
  })
  const turn = useMutate(changeWebhook, {
    invalidates: [listWebhooks, listMessages],
    done: (_, input) => (input.state === 'active' ? 'Webhook switched on' : 'Webhook switched off'),
  })
  const rotate = useMutate(rotateSecret, {
    invalidates: [listWebhooks],
    onDone: (made) => setSecret(made.secret),
  })
  const remove = useMutate(removeWebhook, {
    invalidates: [listWebhooks],
    done: 'Webhook removed',
    onDone: onRemoved,
  })
  const other = state === 'active' ? 'disabled' : 'active'
  return (
    <div className="flex flex-wrap gap-2">
      <Button
        icon={Send}
        disabled={state !== 'active'}
        busy={test.isPending}
        onClick={() => test.mutate({ id })}
      >
        Send a test event
      </Button>
      <Button icon={Pencil} onClick={() => setEditing(true)}>
        Change
      </Button>
      <Menu
        trigger={<Button>More</Button>}
        entries={[
          { label: 'New secret', icon: KeyRound, onSelect: () => setAsking('rotate') },
          {
            label: other === 'active' ? 'Switch on' : 'Switch off',
            icon: Power,
            onSelect: () => turn.mutate({ id, state: other }),
          },
          { kind: 'separator' },
          { label: 'Remove', icon: Trash2, danger: true, onSelect: () => setAsking('remove') },
        ]}
      />
      <WebhookDialog key={String(editing)} webhook={webhook} open={editing} onOpenChange={setEditing} />
      <Dialog title="The new secret" open={secret !== null} onOpenChange={(open) => !open && setSecret(null)}>
        {secret && <Secret secret={secret} />}
      </Dialog>
      <ConfirmDialog
        title="Make a new secret?"
        description="For 24 hours messages are signed with both, so the receiver can change without a gap."
        confirm="Make it"
        open={asking === 'rotate'}
        onOpenChange={(open) => !open && setAsking(null)}
        onConfirm={() => rotate.mutate({ id })}
      />
      <ConfirmDialog
        title="Remove this webhook?"
        description="Its log goes with it. This cannot be taken back."
        confirm="Remove it"
        danger
        open={asking === 'remove'}
        onOpenChange={(open) => !open && setAsking(null)}
        onConfirm={() => remove.mutate({ id })}
      />
    </div>
  )
}
