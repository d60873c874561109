import { useState } from 'react'
import {
  Button,
  CodeBlock,
  Dialog,
  ErrorState,
  Field,
  Input,
  RelativeTime,
  Select,
  useForm,
  useMutate,
} from '#platform/ui/index.ts'
import { createInvitation, listInvitations } from '../contract.ts'
import type { Role } from '../rules/permissions.ts'
import { roleOptions } from './words.ts'

/** Asks whom to invite, then shows the link to pass on. */
export function InviteDialog({
  open,
  onOpenChange,
}: {
  open: boolean
  onOpenChange: (open: boolean) => void
}) {
  const [made, setMade] = useState<{ url: string; expiresAt: number; email: string } | null>(null)
  const close = (next: boolean) => {
    onOpenChange(next)
    if (!next) setMade(null)
  }
  return (
    <Dialog
      title={made ? `Invitation for ${made.email}` : 'Invite someone'}
      description={
        made
          ? 'Send them this link. It works once and is shown only here.'
          : 'You get a link to pass on; nothing is sent from here.'
      }
      open={open}
      onOpenChange={close}
    >
      {made ? (
        <div className="flex flex-col gap-3">
          <CodeBlock label="Invitation link">{made.url}</CodeBlock>
          <p className="text-xs text-ink-3">
            Ends <RelativeTime at={made.expiresAt} />
          </p>
        </div>
      ) : (
        <InviteForm onMade={setMade} />
      )}
    </Dialog>
  )
}

function InviteForm({
  onMade,
}: {
  onMade: (made: { url: string; expiresAt: number; email: string }) => void
}) {
  const create = useMutate(createInvitation, { invalidates: [listInvitations], quiet: true })
  const form = useForm({
    schema: createInvitation.input,
    initial: { email: '', role: 'sales' as Role, name: '' },
    submit: async (values) => {
      const { url, expiresAt } = await create.mutateAsync(values)
      onMade({ url, expiresAt, email: values.email })
    },
  })
  return (
    <form noValidate onSubmit={form.onSubmit} className="flex flex-col gap-4">
      <Field label="E-mail" error={form.errors.email}>
        <Input
          autoFocus
          type="email"
          value={form.values.email}
          onChange={(email) => form.set('email', email)}
        />
      </Field>
      <Field label="Role" error={form.errors.role}>
        <Select value={form.values.role} options={roleOptions} onChange={(role) => form.set('role', role)} />
      </Field>
      <Field
        label="Name"
        hint="For managers: as the CRM writes it with their sellers. Left empty, they choose it themselves"
        error={form.errors.name}
      >
        <Input value={form.values.name} onChange={(name) => form.set('name', name)} />
      </Field>
      {form.failure !== null && <ErrorState compact error={form.failure} />}
      <Button type="submit" variant="primary" busy={form.busy}>
        Make the link
      </Button>
    </form>
  )
}
