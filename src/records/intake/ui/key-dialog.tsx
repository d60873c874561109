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
  RadioGroup,
  Switch,
  useForm,
  useMutate,
} from '#platform/ui/index.ts'
import { createWriteKey, listWriteKeys } from '../contract.ts'
import { Snippet } from './snippet.tsx'

interface Made {
  kind: 'public' | 'secret'
  token: string
  consent: 'none' | 'required'
  honourSignals: boolean
}

/** Asks what sends, then shows the key with what to do with it. */
export function KeyDialog({ open, onOpenChange }: { open: boolean; onOpenChange: (open: boolean) => void }) {
  const [made, setMade] = useState<Made | null>(null)
  return (
    <Dialog
      title={made ? 'Your new write key' : 'New write key'}
      open={open}
      onOpenChange={(next) => {
        onOpenChange(next)
        if (!next) setMade(null)
      }}
    >
      {made ? <Shown made={made} /> : <KeyForm onMade={setMade} />}
    </Dialog>
  )
}

function Shown({ made }: { made: Made }) {
  return (
    <div className="flex min-w-0 flex-col gap-3">
      {made.kind === 'secret' && (
        <Banner tone="warn" title="Copy it now">
          It is shown only this once. Keep it like a password: whoever has it may say who somebody is.
        </Banner>
      )}
      <CodeBlock label="Write key">{made.token}</CodeBlock>
      <Snippet writeKey={made} />
    </div>
  )
}

const SITE = /^https?:\/\/[a-z0-9.-]+(?::\d{1,5})?$/

const sitesIn = (text: string) =>
  text
    .split(/[\s,]+/)
    .filter(Boolean)
    .map((site) => site.toLowerCase().replace(/\/+$/, ''))

const Form = z.object({
  kind: z.enum(['public', 'secret']),
  name: z.string().trim().min(1, 'Name the key after what sends with it').max(80),
  origins: z
    .string()
    .refine(
      (text) => sitesIn(text).every((site) => SITE.test(site)),
      'Write each site as https://www.company.com',
    ),
  consent: z.boolean(),
  honourSignals: z.boolean(),
})

function KeyForm({ onMade }: { onMade: (made: Made) => void }) {
  const create = useMutate(createWriteKey, { invalidates: [listWriteKeys], quiet: true })
  const form = useForm({
    schema: Form,
    initial: { kind: 'public' as Made['kind'], name: '', origins: '', consent: false, honourSignals: true },
    submit: async ({ kind, name, origins, consent, honourSignals }) => {
      const settings = { kind, consent: consent ? ('required' as const) : ('none' as const), honourSignals }
      const { token } = await create.mutateAsync({ ...settings, name, origins: sitesIn(origins) })
      onMade({ ...settings, token })
    },
  })
  const { values, errors, set } = form
  const isPublic = values.kind === 'public'
  return (
    <form noValidate onSubmit={form.onSubmit} className="flex flex-col gap-4">
      <RadioGroup
        label="What sends with it"
        value={values.kind}
        onChange={(kind) => set('kind', kind)}
        options={[
          {
            value: 'public',
            label: 'Pages of a site',
            hint: 'Everybody can read the key; it can only add events.',
          },
          { value: 'secret', label: 'A server of ours', hint: 'Stays secret, and may say who somebody is.' },
        ]}
      />
      <Field label="Name" error={errors.name}>
        <Input autoFocus placeholder="Website" value={values.name} onChange={(name) => set('name', name)} />
      </Field>
      {isPublic && (
        <>
          <Field
            label="Only from these sites"
            hint="Separated by commas; empty: from any"
            error={errors.origins}
          >
            <Input
              placeholder="https://www.company.com"
              value={values.origins}
              onChange={(origins) => set('origins', origins)}
            />
          </Field>
          <Switch
            label="Only with the visitor’s consent"
            checked={values.consent}
            onChange={(on) => set('consent', on)}
          />
          <Switch
            label="Honour Do-Not-Track and Global Privacy Control"
            checked={values.honourSignals}
            onChange={(on) => set('honourSignals', on)}
          />
        </>
      )}
      {form.failure !== null && <ErrorState compact error={form.failure} />}
      <Button type="submit" variant="primary" busy={form.busy}>
        Make the key
      </Button>
    </form>
  )
}
