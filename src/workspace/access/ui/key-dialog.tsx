import { useState } from 'react'
import { z } from 'zod'
import {
  Banner,
  Button,
  Checkbox,
  CodeBlock,
  Dialog,
  ErrorState,
  Field,
  Input,
  Select,
  useForm,
  useMutate,
} from '#platform/ui/index.ts'
import { createApiKey, listApiKeys } from '../contract.ts'
import type { Permission } from '../rules/permissions.ts'
import { useSession } from './session.tsx'
import { permissionWords } from './words.ts'

const LIFETIMES = [
  { value: '30', label: '30 days' },
  { value: '90', label: '90 days' },
  { value: '365', label: 'One year' },
  { value: 'never', label: 'Until it is stopped' },
]

const Form = z.object({
  name: z.string().trim().min(1, 'Name the key after what uses it').max(80),
  scopes: z.array(z.string()).min(1, 'Choose at least one permission'),
  lifetime: z.string(),
})

/** Asks what the key is for, then shows it once. */
export function KeyDialog({ open, onOpenChange }: { open: boolean; onOpenChange: (open: boolean) => void }) {
  const [token, setToken] = useState<string | null>(null)
  return (
    <Dialog
      title={token ? 'Your new key' : 'New API key'}
      open={open}
      onOpenChange={(next) => {
        onOpenChange(next)
        if (!next) setToken(null)
      }}
    >
      {token ? (
        <div className="flex flex-col gap-3">
          <Banner tone="warn" title="Copy it now">
            It is shown only this once. Keep it like a password.
          </Banner>
          <CodeBlock label="API key">{token}</CodeBlock>
        </div>
      ) : (
        <KeyForm onMade={setToken} />
      )}
    </Dialog>
  )
}

function KeyForm({ onMade }: { onMade: (token: string) => void }) {
  const { permissions } = useSession()
  const create = useMutate(createApiKey, { invalidates: [listApiKeys], quiet: true })
  const form = useForm({
    schema: Form,
    initial: {
      name: '',
      scopes: permissions.filter((one) => one.endsWith('.read')) as Permission[],
      lifetime: '90',
    },
    submit: async ({ name, scopes, lifetime }) => {
      const expiresAt = lifetime === 'never' ? null : Date.now() + Number(lifetime) * 86_400_000
      const { token } = await create.mutateAsync({
        name,
        scopes,
        expiresAt: expiresAt === null ? null : new Date(expiresAt).toISOString(),
      })
      onMade(token)
    },
  })
  const { values, errors, set } = form
  const toggle = (scope: Permission, on: boolean) =>
    set('scopes', on ? [...values.scopes, scope] : values.scopes.filter((one) => one !== scope))
  return (
    <form noValidate onSubmit={form.onSubmit} className="flex flex-col gap-4">
      <Field label="Name" error={errors.name}>
        <Input
          autoFocus
          placeholder="Nightly export"
          value={values.name}
          onChange={(name) => set('name', name)}
        />
      </Field>
      <fieldset className="flex flex-col gap-1.5">
        <legend className="mb-1.5 text-xs font-medium text-ink-2">What it may do</legend>
        {permissions.map((scope) => (
          <Checkbox
            key={scope}
            label={permissionWords(scope)}
            checked={values.scopes.includes(scope)}
            onChange={(on) => toggle(scope, on)}
          />
        ))}
        {errors.scopes && <p className="text-xs text-bad">{errors.scopes}</p>}
      </fieldset>
      <Field label="Ends after">
        <Select
          value={values.lifetime}
          options={LIFETIMES}
          onChange={(lifetime) => set('lifetime', lifetime)}
        />
      </Field>
      {form.failure !== null && <ErrorState compact error={form.failure} />}
      <Button type="submit" variant="primary" busy={form.busy}>
        Make the key
      </Button>
    </form>
  )
}
