import { call } from '#platform/operation/client.ts'
import { Button, ErrorState, Field, Input, Link, Loading, useForm, useOperation } from '#platform/ui/index.ts'
import { completeSetup, readSetup } from '../contract.ts'
import { OutsidePage, useTokenInAddress } from './outside-page.tsx'
import { PlaceFields } from './place-fields.tsx'
import { likelyCurrency, ownTimeZone } from './words.ts'

/** First start: the one-time link makes the first administrator and the workspace. */
export default function SetupPage() {
  const setup = useOperation(readSetup, {})
  const token = useTokenInAddress()
  if (setup.isPending)
    return (
      <OutsidePage title="Set up Accord">
        <Loading lines={4} />
      </OutsidePage>
    )
  if (setup.error)
    return (
      <OutsidePage title="Set up Accord">
        <ErrorState compact error={setup.error} onRetry={() => void setup.refetch()} />
      </OutsidePage>
    )
  if (!setup.data.open) {
    return (
      <OutsidePage
        title="Already set up"
        description="This installation has its administrator; the link is closed for good."
      >
        <Link href="/sign-in">Go to the sign-in page</Link>
      </OutsidePage>
    )
  }
  if (!token) {
    return (
      <OutsidePage
        title="Set up Accord"
        description="Open the one-time link that the server printed when it started. It looks like this page, followed by # and a long code."
      >
        <p className="text-xs text-ink-3">
          Lost it? Restart the server: it prints a new one until the set-up is done.
        </p>
      </OutsidePage>
    )
  }
  return (
    <OutsidePage
      title="Set up Accord"
      description="You become the first administrator. Invite the others afterwards."
    >
      <SetupForm key={token} token={token} />
    </OutsidePage>
  )
}

function SetupForm({ token }: { token: string }) {
  const timeZone = ownTimeZone()
  const form = useForm({
    schema: completeSetup.input,
    initial: {
      token,
      name: '',
      email: '',
      password: '',
      workspaceName: '',
      timeZone,
      currency: likelyCurrency(timeZone),
    },
    submit: async (values) => {
      await call(completeSetup, values)
      window.location.assign('/')
    },
  })
  const { values, errors, set } = form
  return (
    <form noValidate onSubmit={form.onSubmit} className="flex flex-col gap-4">
      <Field label="Your name" error={errors.name}>
        <Input autoFocus autoComplete="name" value={values.name} onChange={(name) => set('name', name)} />
      </Field>
      <Field label="E-mail" error={errors.email}>
        <Input
          type="email"
          autoComplete="username"
          value={values.email}
          onChange={(email) => set('email', email)}
        />
      </Field>
      <Field label="Password" hint="At least 12 characters; a sentence works well" error={errors.password}>
        <Input
          type="password"
          autoComplete="new-password"
          value={values.password}
          onChange={(password) => set('password', password)}
        />
      </Field>
      <Field label="Workspace" hint="Usually the name of your company" error={errors.workspaceName}>
        <Input
          autoComplete="organization"
          value={values.workspaceName}
          onChange={(name) => set('workspaceName', name)}
        />
      </Field>
      <PlaceFields form={form} className="grid grid-cols-[1fr_7.5rem] gap-3" />
      {form.failure !== null && <ErrorState compact error={form.failure} />}
      <Button type="submit" variant="primary" size="lg" busy={form.busy}>
        Create the workspace
      </Button>
    </form>
  )
}
