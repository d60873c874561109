import { z } from 'zod'
import { call } from '#platform/operation/client.ts'
import { Button, ErrorState, Field, Input, Link, Loading, useForm, useOperation } from '#platform/ui/index.ts'
import { acceptInvitation, readInvitation } from '../contract.ts'
import { OutsidePage, useTokenInAddress } from './outside-page.tsx'
import { ROLE_WORDS } from './words.ts'

/** Joining a workspace with an invitation link. */
export default function InvitationPage() {
  const token = useTokenInAddress()
  const invitation = useOperation(readInvitation, { token })
  if (invitation.isPending)
    return (
      <OutsidePage title="Invitation">
        <Loading lines={3} />
      </OutsidePage>
    )
  if (invitation.error) {
    return (
      <OutsidePage title="Invitation">
        <ErrorState compact error={invitation.error} />
        <p className="mt-4">
          <Link href="/sign-in">Sign in</Link> if you are a member already.
        </p>
      </OutsidePage>
    )
  }
  const { email, name, workspaceName, role, hasAccount } = invitation.data
  return (
    <OutsidePage
      title={`Join ${workspaceName}`}
      description={`${name ?? email} is invited as ${ROLE_WORDS[role].label.toLowerCase()}. ${hasAccount ? 'You have an account here already: give its password.' : 'Choose a password for your account.'}`}
    >
      <JoinForm key={token} token={token} email={email} name={name} hasAccount={hasAccount} />
    </OutsidePage>
  )
}

const NewPerson = z.object({
  name: z.string().trim().min(1, 'Write your name'),
  password: z.string().min(12, 'Use at least 12 characters'),
})
const KnownPerson = z.object({ password: z.string().min(1, 'Write your password') })

function JoinForm({
  token,
  email,
  name,
  hasAccount,
}: {
  token: string
  email: string
  name: string | null
  hasAccount: boolean
}) {
  const choosesName = !hasAccount && name === null
  const form = useForm({
    schema: hasAccount ? KnownPerson : NewPerson,
    initial: { name: name ?? '', password: '' },
    submit: async ({ name, password }) => {
      await call(acceptInvitation, { token, password, ...(!hasAccount && { name }) })
      window.location.assign('/')
    },
  })
  return (
    <form noValidate onSubmit={form.onSubmit} className="flex flex-col gap-4">
      <input type="hidden" autoComplete="username" value={email} readOnly />
      {choosesName && (
        <Field label="Your name" error={form.errors.name}>
          <Input
            autoFocus
            autoComplete="name"
            value={form.values.name}
            onChange={(name) => form.set('name', name)}
          />
        </Field>
      )}
      <Field
        label="Password"
        {...(!hasAccount && { hint: 'At least 12 characters; a sentence works well' })}
        error={form.errors.password}
      >
        <Input
          type="password"
          autoComplete={hasAccount ? 'current-password' : 'new-password'}
          value={form.values.password}
          onChange={(password) => form.set('password', password)}
        />
      </Field>
      {form.failure !== null && <ErrorState compact error={form.failure} />}
      <Button type="submit" variant="primary" size="lg" busy={form.busy}>
        Join
      </Button>
    </form>
  )
}
