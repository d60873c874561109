import { z } from 'zod'
import {
  Badge,
  Button,
  type Column,
  DataTable,
  ErrorState,
  Field,
  Input,
  instant,
  Section,
  toast,
  useForm,
  useMutate,
  useOperation,
} from '#platform/ui/index.ts'
import { changePassword, listSessions, revokeSession } from '../contract.ts'
import { useSession } from './session.tsx'
import { SettingsPage } from './settings-page.tsx'

type SessionRow = z.output<(typeof listSessions)['output']>['items'][number]

/** Own password, and the devices on which one is signed in. */
export default function SecurityPage() {
  const { user } = useSession()
  return (
    <SettingsPage title="Password and devices" description={`Signed in as ${user.email}`}>
      <div className="flex flex-col gap-7">
        <Devices />
        <Section
          title="Change the password"
          description="You are signed out everywhere else."
          className="max-w-xl"
        >
          <PasswordForm email={user.email} />
        </Section>
      </div>
    </SettingsPage>
  )
}

/** Browser and system out of a user agent, as far as people recognise them. */
function deviceName(userAgent: string | null): string {
  if (!userAgent) return 'Unknown device'
  const browser = [/(Firefox)\//, /(Edg)\//, /(OPR)\//, /(Chrome)\//, /(Safari)\//]
    .map((pattern) => pattern.exec(userAgent)?.[1])
    .find(Boolean)
  const system = [/(Windows)/, /(iPhone|iPad)/, /(Android)/, /(Mac OS)/, /(Linux)/]
    .map((pattern) => pattern.exec(userAgent)?.[1])
    .find(Boolean)
  const known = browser && ({ Edg: 'Edge', OPR: 'Opera' }[browser] ?? browser)
  return [known ?? 'Another program', system && `on ${system === 'Mac OS' ? 'macOS' : system}`]
    .filter(Boolean)
    .join(' ')
}

function Devices() {
  const sessions = useOperation(listSessions, {})
  const revoke = useMutate(revokeSession, { invalidates: [listSessions], done: 'Signed out there' })
  const columns: Column<SessionRow>[] = [
    {
      id: 'device',
      header: 'Device',
      card: 'title',
      value: (row) => row.userAgent,
      cell: (row) => (
        <span className="flex items-center gap-2" title={row.userAgent ?? undefined}>
          {deviceName(row.userAgent)}
          {row.current && <Badge tone="good">This one</Badge>}
        </span>
      ),
    },
    { id: 'address', header: 'Address', value: (row) => row.address, cell: (row) => row.address ?? '–' },
    {
      id: 'since',
      header: 'Signed in',
      align: 'right',
      value: (row) => instant(row.createdAt),
    },
    {
      id: 'ends',
      header: 'Ends',
      align: 'right',
      value: (row) => instant(row.expiresAt),
    },
    {
      id: 'out',
      header: 'Actions',
      align: 'right',
      width: 100,
      cell: (row) =>
        !row.current && (
          <Button size="sm" variant="quiet" onClick={() => revoke.mutate({ sessionId: row.id })}>
            Sign out
          </Button>
        ),
    },
  ]
  return (
    <Section title="Devices" plain>
      <DataTable
        caption="Devices"
        rows={sessions.data?.items ?? []}
        columns={columns}
        rowId={(row) => row.id}
        loading={sessions.isPending}
        error={sessions.error}
        onRetry={() => void sessions.refetch()}
      />
    </Section>
  )
}

const Form = z.object({
  currentPassword: z.string().min(1, 'Write the password you have now'),
  newPassword: z.string().min(12, 'Use at least 12 characters'),
})

function PasswordForm({ email }: { email: string }) {
  const change = useMutate(changePassword, { invalidates: [listSessions], quiet: true })
  const form = useForm({
    schema: Form,
    initial: { currentPassword: '', newPassword: '' },
    submit: async (values) => {
      await change.mutateAsync(values)
      form.reset()
      toast({ title: 'Password changed', description: 'You are signed out on every other device.' })
    },
  })
  return (
    <form noValidate onSubmit={form.onSubmit} className="flex flex-col gap-4">
      <input type="hidden" autoComplete="username" value={email} readOnly />
      <Field label="Password now" error={form.errors.currentPassword}>
        <Input
          type="password"
          autoComplete="current-password"
          value={form.values.currentPassword}
          onChange={(text) => form.set('currentPassword', text)}
        />
      </Field>
      <Field
        label="New password"
        hint="At least 12 characters; a sentence works well"
        error={form.errors.newPassword}
      >
        <Input
          type="password"
          autoComplete="new-password"
          value={form.values.newPassword}
          onChange={(text) => form.set('newPassword', text)}
        />
      </Field>
      {form.failure !== null && <ErrorState compact error={form.failure} />}
      <div>
        <Button type="submit" variant="primary" busy={form.busy}>
          Change the password
        </Button>
      </div>
    </form>
  )
}
