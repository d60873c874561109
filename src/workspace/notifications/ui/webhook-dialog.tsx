import { useState } from 'react'
import { z } from 'zod'
import {
  Banner,
  Button,
  CodeBlock,
  Dialog,
  ErrorState,
  Field,
  Input,
  Link,
  useForm,
  useMutate,
} from '#platform/ui/index.ts'
import { changeWebhook, createWebhook, listWebhooks } from '../contract.ts'
import { type ChosenEvent, EventChoice } from './event-choice.tsx'
import type { WebhookRow } from './webhook-words.ts'

const Form = createWebhook.input.extend({ description: z.string().trim().max(200) })

/** Adds a webhook and shows its secret once, or changes one. */
export function WebhookDialog({
  webhook,
  open,
  onOpenChange,
}: {
  /** absent: a new one */
  webhook?: WebhookRow
  open: boolean
  onOpenChange: (open: boolean) => void
}) {
  const [secret, setSecret] = useState<string | null>(null)
  const title = secret ? 'The secret of your webhook' : webhook ? 'Change the webhook' : 'New webhook'
  return (
    <Dialog
      title={title}
      open={open}
      onOpenChange={(next) => {
        onOpenChange(next)
        if (!next) setSecret(null)
      }}
    >
      {secret ? (
        <Secret secret={secret} />
      ) : (
        <WebhookForm
          {...(webhook && { webhook })}
          onDone={(made) => (made ? setSecret(made) : onOpenChange(false))}
        />
      )}
    </Dialog>
  )
}

/** A signing secret, shown this once. */
export function Secret({ secret }: { secret: string }) {
  return (
    <div className="flex flex-col gap-3">
      <Banner tone="warn" title="Copy it now">
        It is shown only this once. The receiver checks with it that a message comes from here.
      </Banner>
      <CodeBlock label="Secret">{secret}</CodeBlock>
      <p className="text-xs text-ink-3">
        Messages are signed by <Link href="https://www.standardwebhooks.com">Standard Webhooks</Link>; there
        are libraries for most languages.
      </p>
    </div>
  )
}

function WebhookForm({ webhook, onDone }: { webhook?: WebhookRow; onDone: (secret: string | null) => void }) {
  const create = useMutate(createWebhook, { invalidates: [listWebhooks], quiet: true })
  const change = useMutate(changeWebhook, {
    invalidates: [listWebhooks],
    quiet: true,
    done: 'Webhook changed',
  })
  const form = useForm({
    schema: Form,
    initial: {
      url: webhook?.url ?? '',
      description: webhook?.description ?? '',
      events: (webhook?.events ?? ['*']) as ChosenEvent[],
    },
    submit: async (values) => {
      if (!webhook) return onDone((await create.mutateAsync(values)).secret)
      await change.mutateAsync({ id: webhook.id, ...values })
      onDone(null)
    },
  })
  const { values, errors, set } = form
  return (
    <form noValidate onSubmit={form.onSubmit} className="flex flex-col gap-4">
      <Field label="Address" hint="Takes POST requests with JSON" error={errors.url}>
        <Input
          autoFocus
          inputMode="url"
          placeholder="https://example.com/hooks/accord"
          value={values.url}
          onChange={(url) => set('url', url)}
        />
      </Field>
      <Field label="What it is for" optional error={errors.description}>
        <Input value={values.description} onChange={(text) => set('description', text)} />
      </Field>
      <EventChoice value={values.events} onChange={(events) => set('events', events)} error={errors.events} />
      {form.failure !== null && <ErrorState compact error={form.failure} />}
      <Button type="submit" variant="primary" busy={form.busy}>
        {webhook ? 'Save' : 'Add the webhook'}
      </Button>
    </form>
  )
}
