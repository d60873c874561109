import { useState } from 'react'
import { z } from 'zod'
import { call } from '#platform/operation/client.ts'
import { Button, ErrorState, Field, Input, Link, useForm } from '#platform/ui/index.ts'
import { resetPassword } from '../contract.ts'
import { OutsidePage, useTokenInAddress } from './outside-page.tsx'

const Form = z.object({ newPassword: z.string().min(12, 'Use at least 12 characters') })

/** A new password with a link from an administrator. */
export default function ResetPasswordPage() {
  const token = useTokenInAddress()
  const [done, setDone] = useState(false)
  const form = useForm({
    schema: Form,
    initial: { newPassword: '' },
    submit: async ({ newPassword }) => {
      await call(resetPassword, { token, newPassword })
      setDone(true)
    },
  })
  if (done) {
    return (
      <OutsidePage title="Password changed" description="You were signed out on every device.">
        <Link href="/sign-in">Sign in with the new password</Link>
      </OutsidePage>
    )
  }
  return (
    <OutsidePage title="New password">
      <form noValidate onSubmit={form.onSubmit} className="flex flex-col gap-4">
        <Field
          label="New password"
          hint="At least 12 characters; a sentence works well"
          error={form.errors.newPassword}
        >
          <Input
            autoFocus
            type="password"
            autoComplete="new-password"
            value={form.values.newPassword}
            onChange={(text) => form.set('newPassword', text)}
          />
        </Field>
        {form.failure !== null && <ErrorState compact error={form.failure} />}
        <Button type="submit" variant="primary" size="lg" busy={form.busy}>
          Set the password
        </Button>
      </form>
    </OutsidePage>
  )
}
