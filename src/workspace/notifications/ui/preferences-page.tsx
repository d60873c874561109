import { useState } from 'react'
import type { z } from 'zod'
import { call } from '#platform/operation/client.ts'
import {
  Banner,
  Button,
  Combobox,
  ErrorState,
  Field,
  Input,
  Loading,
  Section,
  Segmented,
  Switch,
  toast,
  useForm,
  useMutate,
  useOperation,
} from '#platform/ui/index.ts'
import { SettingsPage } from '#workspace/access/ui/index.ts'
import { type KindPreference, readPreferences, setHours, setPreference } from '../contract.ts'
import type { MailTime } from '../rules/kinds.ts'

type Preferences = z.output<(typeof readPreferences)['output']>
type Preference = z.output<typeof KindPreference>

const MAIL: { value: MailTime; label: string }[] = [
  { value: 'never', label: 'Off' },
  { value: 'now', label: 'At once' },
  { value: 'daily', label: 'Daily' },
]

/** What reaches the member, where, and when. */
export default function PreferencesPage() {
  const preferences = useOperation(readPreferences, {})
  return (
    <SettingsPage
      title="Notifications"
      description="What reaches you, where, and when. It holds for you alone."
    >
      {preferences.isPending ? (
        <Loading />
      ) : preferences.error || !preferences.data ? (
        <ErrorState error={preferences.error} onRetry={() => void preferences.refetch()} />
      ) : (
        <div className="flex max-w-3xl flex-col gap-6">
          <Kinds preferences={preferences.data} />
          <Hours preferences={preferences.data} />
        </div>
      )}
    </SettingsPage>
  )
}

function Kinds({ preferences: { kinds, email, mailConfigured } }: { preferences: Preferences }) {
  const change = useMutate(setPreference, {
    invalidates: [readPreferences],
    optimistic: (next) => [
      {
        of: readPreferences,
        change: (all: Preferences) =>
          ({
            ...all,
            kinds: all.kinds.map((one) => (one.kind === next.kind ? { ...one, ...next } : one)),
          }) as never,
      },
    ],
  })
  return (
    <Section title="What" description={`E-mails go to ${email}.`} flush>
      {!mailConfigured && (
        <div className="border-b p-3">
          <Banner tone="warn" title="This installation sends no e-mail">
            An operator can set SMTP_URL and MAIL_FROM. Until then you are told in the app only.
          </Banner>
        </div>
      )}
      <ul>
        {kinds.map((kind) => (
          <KindRow
            key={kind.kind}
            kind={kind}
            onChange={(next) => change.mutate({ kind: kind.kind, ...next })}
          />
        ))}
      </ul>
    </Section>
  )
}

function KindRow({
  kind,
  onChange,
}: {
  kind: Preference
  onChange: (next: Pick<Preference, 'inApp' | 'mail'>) => void
}) {
  const { label, hint, inApp, mail } = kind
  return (
    <li className="flex flex-col gap-x-6 gap-y-2 border-b px-4 py-3 last:border-b-0 sm:flex-row sm:items-center">
      <div className="min-w-0 flex-1">
        <p className="font-medium">{label}</p>
        <p className="text-xs text-pretty text-ink-3">{hint}</p>
      </div>
      <div className="flex shrink-0 flex-wrap items-center gap-x-5 gap-y-2 whitespace-nowrap max-sm:justify-between">
        <Switch label="In the app" checked={inApp} onChange={(on) => onChange({ inApp: on, mail })} />
        <div className="flex items-center gap-2">
          <span aria-hidden className="text-xs text-ink-3">
            E-mail
          </span>
          <Segmented
            label={`E-mail: ${label}`}
            value={mail}
            onChange={(next) => onChange({ inApp, mail: next })}
            options={MAIL}
          />
        </div>
      </div>
    </li>
  )
}

const zones = ['UTC', ...Intl.supportedValuesOf('timeZone')].map((value) => ({
  value,
  label: value.replaceAll('_', ' '),
}))

function Hours({ preferences: { hours } }: { preferences: Preferences }) {
  const [saved, setSaved] = useState(hours)
  const form = useForm({
    schema: setHours.input,
    initial: saved,
    submit: async (values) => {
      await call(setHours, values)
      setSaved(values)
      toast({ title: 'Hours changed' })
    },
  })
  const { values, errors, set } = form
  const quiet = values.quietFrom !== null
  const changed = JSON.stringify(values) !== JSON.stringify(saved)
  const setQuiet = (on: boolean) =>
    form.reset({ ...values, quietFrom: on ? '19:00' : null, quietUntil: on ? '07:00' : null })
  return (
    <Section
      title="When"
      description="For e-mails. More than three within ten minutes come together as one; what is urgent is never gathered."
    >
      <form noValidate onSubmit={form.onSubmit} className="flex flex-col gap-4">
        <div className="grid gap-4 sm:grid-cols-2">
          <Field label="Your time zone" error={errors.timeZone}>
            <Combobox
              options={zones}
              value={values.timeZone}
              onChange={(zone) => set('timeZone', zone ?? '')}
            />
          </Field>
          <Field label="Daily mail at" error={errors.dailyAt}>
            <Input type="time" value={values.dailyAt} onChange={(time) => set('dailyAt', time)} />
          </Field>
        </div>
        <Switch label="Quiet hours" hint="E-mails wait for their end." checked={quiet} onChange={setQuiet} />
        {quiet && (
          <>
            <div className="grid gap-4 sm:grid-cols-2">
              <Field label="From" error={errors.quietFrom}>
                <Input
                  type="time"
                  value={values.quietFrom ?? ''}
                  onChange={(time) => set('quietFrom', time)}
                />
              </Field>
              <Field label="Until" error={errors.quietUntil}>
                <Input
                  type="time"
                  value={values.quietUntil ?? ''}
                  onChange={(time) => set('quietUntil', time)}
                />
              </Field>
            </div>
            <Switch
              label="Urgent ones come all the same"
              hint="A new lead, a response that is due or late, a webhook that was switched off."
              checked={values.urgentInQuiet}
              onChange={(on) => set('urgentInQuiet', on)}
            />
          </>
        )}
        {form.failure !== null && <ErrorState compact error={form.failure} />}
        <div className="flex gap-2">
          <Button type="submit" variant="primary" busy={form.busy} disabled={!changed}>
            Save
          </Button>
          {changed && <Button onClick={() => form.reset(saved)}>Discard</Button>}
        </div>
      </form>
    </Section>
  )
}
