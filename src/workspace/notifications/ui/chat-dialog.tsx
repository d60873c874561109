import type { z } from 'zod'
import {
  Button,
  Checkbox,
  Dialog,
  ErrorState,
  Field,
  Input,
  RadioGroup,
  useForm,
  useMutate,
} from '#platform/ui/index.ts'
import { type ChatChannel, changeChannel, createChannel, listChannels } from '../contract.ts'
import { CHAT_KINDS, NOTIFICATION_KINDS, type NotificationKind } from '../rules/kinds.ts'

export type ChannelRow = z.output<typeof ChatChannel>

const HINTS = {
  slack: 'In Slack: an app with Incoming Webhooks, added to the channel.',
  teams: 'In Teams: the workflow "Post to a channel when a webhook request is received".',
}

/** Adds a channel, or changes one; its address is never shown again. */
export function ChatDialog({
  channel,
  open,
  onOpenChange,
}: {
  channel?: ChannelRow
  open: boolean
  onOpenChange: (open: boolean) => void
}) {
  return (
    <Dialog title={channel ? 'Change the channel' : 'New channel'} open={open} onOpenChange={onOpenChange}>
      {channel ? (
        <ChangeForm channel={channel} onDone={() => onOpenChange(false)} />
      ) : (
        <NewForm onDone={() => onOpenChange(false)} />
      )}
    </Dialog>
  )
}

function NewForm({ onDone }: { onDone: () => void }) {
  const create = useMutate(createChannel, {
    invalidates: [listChannels],
    quiet: true,
    done: 'Channel added',
    onDone,
  })
  const form = useForm({
    schema: createChannel.input,
    initial: { service: 'slack' as ChannelRow['service'], name: '', url: '', kinds: [...CHAT_KINDS] },
    submit: (values) => create.mutateAsync(values),
  })
  const { values, errors, set } = form
  return (
    <form noValidate onSubmit={form.onSubmit} className="flex flex-col gap-4">
      <RadioGroup
        label="Service"
        value={values.service}
        onChange={(service) => set('service', service)}
        options={[
          { value: 'slack', label: 'Slack' },
          { value: 'teams', label: 'Microsoft Teams' },
        ]}
      />
      <Field label="Name" error={errors.name}>
        <Input placeholder="#sales" value={values.name} onChange={(name) => set('name', name)} />
      </Field>
      <Field label="Address of the incoming webhook" hint={HINTS[values.service]} error={errors.url}>
        <Input
          type="password"
          autoComplete="off"
          placeholder="https://"
          value={values.url}
          onChange={(url) => set('url', url)}
        />
      </Field>
      <KindChoice value={values.kinds} onChange={(kinds) => set('kinds', kinds)} />
      {form.failure !== null && <ErrorState compact error={form.failure} />}
      <Button type="submit" variant="primary" busy={form.busy}>
        Add the channel
      </Button>
    </form>
  )
}

const Change = createChannel.input
  .pick({ name: true, kinds: true })
  .extend({ url: createChannel.input.shape.url.or(createChannel.input.shape.url.length(0)) })

function ChangeForm({ channel, onDone }: { channel: ChannelRow; onDone: () => void }) {
  const change = useMutate(changeChannel, {
    invalidates: [listChannels],
    quiet: true,
    done: 'Channel changed',
    onDone,
  })
  const form = useForm({
    schema: Change,
    initial: { name: channel.name, url: '', kinds: channel.kinds as NotificationKind[] },
    submit: ({ url, ...values }) => change.mutateAsync({ id: channel.id, ...values, ...(url && { url }) }),
  })
  const { values, errors, set } = form
  return (
    <form noValidate onSubmit={form.onSubmit} className="flex flex-col gap-4">
      <Field label="Name" error={errors.name}>
        <Input value={values.name} onChange={(name) => set('name', name)} />
      </Field>
      <Field
        label="New address"
        optional
        hint={`Leave it empty to keep the one at ${channel.host}.`}
        error={errors.url}
      >
        <Input
          type="password"
          autoComplete="off"
          placeholder="https://"
          value={values.url}
          onChange={(url) => set('url', url)}
        />
      </Field>
      <KindChoice value={values.kinds} onChange={(kinds) => set('kinds', kinds)} />
      {form.failure !== null && <ErrorState compact error={form.failure} />}
      <Button type="submit" variant="primary" busy={form.busy}>
        Save
      </Button>
    </form>
  )
}

function KindChoice({
  value,
  onChange,
}: {
  value: readonly NotificationKind[]
  onChange: (kinds: NotificationKind[]) => void
}) {
  return (
    <fieldset className="flex flex-col gap-1.5">
      <legend className="mb-1.5 text-xs font-medium text-ink-2">What is posted</legend>
      {CHAT_KINDS.map((kind) => (
        <Checkbox
          key={kind}
          label={NOTIFICATION_KINDS[kind].label}
          checked={value.includes(kind)}
          onChange={(on) => onChange(on ? [...value, kind] : value.filter((one) => one !== kind))}
        />
      ))}
      <p className="text-xs text-ink-3">
        How late one person is, is never posted: it concerns them and who they report to.
      </p>
    </fieldset>
  )
}
