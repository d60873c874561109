import { z } from 'zod'
import { call } from '#platform/operation/client.ts'
import {
  Banner,
  Button,
  ErrorState,
  Field,
  Input,
  useForm,
  useOperation,
  useSearchState,
} from '#platform/ui/index.ts'
import { readSetup, signIn } from '../contract.ts'
import { OutsidePage, safeNext } from './outside-page.tsx'

const Search = z.object({ next: z.string().optional() })

const Form = z.object({
  email: z.string().trim().min(1, 'Write your e-mail address'),
  password: z.string().min(1, 'Write your password'),
})

/** Sign-in with password; afterwards back to where one wanted to go. */
export default function SignInPage() {
  const [{ next }] = useSearchState(Search)
  const setup = useOperation(readSetup, {})
  const form = useForm({
    schema: Form,
    initial: { email: '', password: '' },
    submit: async (values) => {
      await call(signIn, values)
      window.location.assign(safeNext(next))
    },
  })
  return (
    <OutsidePage title="Sign in">
      {setup.data?.open && (
        <div className="mb-5">
          <Banner tone="warn" title="This installation is not set up yet">
            Open the one-time link that the server printed when it started.
          </Banner>
        </div>
      )}
      <form noValidate onSubmit={form.onSubmit} className="flex flex-col gap-4">
        <Field label="E-mail" error={form.errors.email}>
          <Input
            autoFocus
            type="email"
            autoComplete="username"
            value={form.values.email}
            onChange={(email) => form.set('email', email)}
          />
        </Field>
        <Field label="Password" error={form.errors.password}>
          <Input
            type="password"
            autoComplete="current-password"
            value={form.values.password}
            onChange={(password) => form.set('password', password)}
          />
        </Field>
        {form.failure !== null && <ErrorState compact error={form.failure} />}
        <Button type="submit" variant="primary" size="lg" busy={form.busy}>
          Sign in
        </Button>
        <p className="text-xs text-ink-3">
          Forgot the password? An administrator of your workspace can make you a link for a new one.
        </p>
      </form>
    </OutsidePage>
  )
}
