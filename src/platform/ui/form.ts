import { type FormEvent, useState } from 'react'
import type { z } from 'zod'
import { faultOf } from './fault.ts'

type Values = Record<string, unknown>

export interface FormState<Value extends Values> {
  values: Value
  errors: Partial<Record<keyof Value & string, string>>
  /** what stopped the whole form, for an ErrorState above the buttons */
  failure: unknown
  busy: boolean
  set: <Name extends keyof Value & string>(name: Name, value: Value[Name]) => void
  onSubmit: (event?: FormEvent) => void
  reset: (values?: Value) => void
}

function issuesOf(schema: z.ZodType, values: Values): Record<string, string> {
  const checked = schema.safeParse(values)
  if (checked.success) return {}
  const errors: Record<string, string> = {}
  for (const issue of checked.error.issues) errors[String(issue.path[0] ?? '')] ??= issue.message
  return errors
}

/** After the errors are drawn, the first field in need of a change takes the focus. */
function focusFirstError(form: HTMLFormElement | null): void {
  requestAnimationFrame(() =>
    form
      ?.querySelector<HTMLElement>('[aria-invalid="true"], [data-invalid]:is(input, textarea, button)')
      ?.focus(),
  )
}

/**
 * A form: validated on submit, then on each change. (On leaving a field it would move the button under the mouse.)
 * Refusals of the server that point at a field are shown at that field.
 */
export function useForm<Value extends Values>(options: {
  schema: z.ZodType
  initial: Value
  submit: (values: Value) => Promise<unknown>
}): FormState<Value> {
  const [values, setValues] = useState(options.initial)
  const [errors, setErrors] = useState<Record<string, string>>({})
  const [failure, setFailure] = useState<unknown>(null)
  const [tried, setTried] = useState(false)
  const [busy, setBusy] = useState(false)

  const send = async (form: HTMLFormElement | null) => {
    setTried(true)
    setFailure(null)
    const found = issuesOf(options.schema, values)
    setErrors(found)
    if (Object.keys(found).length > 0) return focusFirstError(form)
    setBusy(true)
    try {
      await options.submit(values)
    } catch (error) {
      const byField = Object.fromEntries(
        faultOf(error).errors.map(({ pointer, detail }) => [pointer.split('/')[1] ?? '', detail]),
      )
      setErrors(byField)
      if (!Object.keys(byField).some((name) => name in values)) setFailure(error)
    } finally {
      setBusy(false)
    }
  }
  return {
    values,
    errors: errors as FormState<Value>['errors'],
    failure,
    busy,
    set: (name, value) => {
      const next = { ...values, [name]: value }
      setValues(next)
      if (tried) setErrors(issuesOf(options.schema, next))
    },
    onSubmit: (event) => {
      event?.preventDefault()
      if (!busy) void send(event?.currentTarget instanceof HTMLFormElement ? event.currentTarget : null)
    },
    reset: (next) => {
      setValues(next ?? options.initial)
      setErrors({})
      setFailure(null)
      setTried(false)
    },
  }
}
