import { useState } from 'react'
import { z } from 'zod'
import {
  Button,
  ErrorState,
  Field,
  Input,
  Section,
  Select,
  Textarea,
  useForm,
  useMutate,
} from '#platform/ui/index.ts'
import { useMay } from '#workspace/access/ui/index.ts'
import { type Form, type FormSettings, listForms, readForm, updateForm } from '../contract.ts'
import { fieldsFault } from '../rules/fields.ts'
import { FieldList } from './field-list.tsx'
import { FormPreview } from './form-preview.tsx'
import { kindOptions } from './words.ts'

type Draft = Pick<FormSettings, 'name' | 'kind' | 'fields' | 'buttonText' | 'thanksText'> & {
  consentText: string
  redirectUrl: string
  replySubject: string
  replyText: string
  origins: string
}

const Checked = z
  .looseObject({
    name: z.string().trim().min(1, 'Give the form a name.'),
    buttonText: z.string().trim().min(1, 'Say what the button does.'),
    thanksText: z.string().trim().min(1, 'Say something to whoever has sent it.'),
    fields: z.array(z.any()),
    redirectUrl: z.union([z.literal(''), z.url({ protocol: /^https?$/, error: 'Write the whole address.' })]),
  })
  .superRefine(({ fields }, context) => {
    const fault = fieldsFault(fields)
    if (fault) context.addIssue({ code: 'custom', path: ['fields'], message: fault })
  })

const orNull = (text: string) => (text.trim() === '' ? null : text.trim())

function draftOf(form: Form): Draft {
  const { name, kind, fields, buttonText, thanksText } = form
  return {
    name,
    kind,
    fields,
    buttonText,
    thanksText,
    consentText: form.consentText ?? '',
    redirectUrl: form.redirectUrl ?? '',
    replySubject: form.replySubject ?? '',
    replyText: form.replyText ?? '',
    origins: form.origins.join('\n'),
  }
}

const settingsOf = ({ origins, ...draft }: Draft): FormSettings => ({
  ...draft,
  consentText: orNull(draft.consentText),
  redirectUrl: orNull(draft.redirectUrl),
  replySubject: orNull(draft.replySubject),
  replyText: orNull(draft.replyText),
  origins: origins
    .split(/[\s,]+/)
    .filter(Boolean)
    .map((site) => (URL.canParse(site) ? new URL(site).origin : site)),
})

/** The form with its preview beside it. */
export function FormEditor({ form }: { form: Form }) {
  const may = useMay('intake.change')
  const save = useMutate(updateForm, { invalidates: [readForm, listForms], done: 'Saved', quiet: true })
  const editor = useForm<Draft>({
    schema: Checked,
    initial: draftOf(form),
    submit: (values) => save.mutateAsync({ formId: form.id, ...settingsOf(values) }),
  })
  const { values, errors, set } = editor
  const [initial] = useState(() => JSON.stringify(draftOf(form)))
  const isChanged = JSON.stringify(values) !== initial
  return (
    <form onSubmit={editor.onSubmit} noValidate className="grid gap-6 lg:grid-cols-[minmax(0,1fr)_22rem]">
      <fieldset disabled={!may} className="flex min-w-0 flex-col gap-6">
        <Section title="Fields">
          <FieldList
            fields={values.fields}
            onChange={(fields) => set('fields', fields)}
            error={errors.fields}
          />
        </Section>
        <Section title="Words">
          <div className="grid gap-4 sm:grid-cols-2">
            <Field label="Name" error={errors.name} hint="Shown to your team only">
              <Input value={values.name} onChange={(name) => set('name', name)} />
            </Field>
            <Field label="What is it for?">
              <Select value={values.kind} onChange={(kind) => set('kind', kind)} options={kindOptions} />
            </Field>
            <Field label="Button" error={errors.buttonText}>
              <Input value={values.buttonText} onChange={(buttonText) => set('buttonText', buttonText)} />
            </Field>
            <Field label="Thank-you text" error={errors.thanksText}>
              <Input value={values.thanksText} onChange={(thanksText) => set('thanksText', thanksText)} />
            </Field>
            <Field
              className="sm:col-span-2"
              label="Consent"
              optional
              error={errors.consentText}
              hint="With a text here, a box has to be ticked. The text is kept with each submission."
            >
              <Textarea
                rows={2}
                value={values.consentText}
                onChange={(consentText) => set('consentText', consentText)}
              />
            </Field>
          </div>
        </Section>
        <Section title="Where and then">
          <div className="grid gap-4 sm:grid-cols-2">
            <Field
              label="Sites that may show it"
              optional
              error={errors.origins}
              hint="One a line, such as https://www.company.com. Empty: any site."
            >
              <Textarea rows={2} value={values.origins} onChange={(origins) => set('origins', origins)} />
            </Field>
            <Field
              label="Page to go on to"
              optional
              error={errors.redirectUrl}
              hint="On one of these sites. Empty: the thank-you text."
            >
              <Input
                value={values.redirectUrl}
                onChange={(redirectUrl) => set('redirectUrl', redirectUrl)}
                inputMode="url"
              />
            </Field>
          </div>
        </Section>
        {form.canReply && (
          <Section title="Answer by mail" description="Sent at once, at most one an address in 24 hours.">
            <div className="grid gap-4">
              <Field label="Subject" optional error={errors.replySubject}>
                <Input
                  value={values.replySubject}
                  onChange={(replySubject) => set('replySubject', replySubject)}
                />
              </Field>
              <Field label="Text" optional error={errors.replyText}>
                <Textarea
                  rows={5}
                  value={values.replyText}
                  onChange={(replyText) => set('replyText', replyText)}
                />
              </Field>
            </div>
          </Section>
        )}
        {editor.failure !== null && <ErrorState error={editor.failure} />}
        {may && (
          <div className="flex gap-2">
            <Button variant="primary" type="submit" busy={editor.busy} disabled={!isChanged}>
              Save
            </Button>
            {isChanged && <Button onClick={() => editor.reset()}>Leave it as it was</Button>}
          </div>
        )}
      </fieldset>
      <FormPreview settings={settingsOf(values)} />
    </form>
  )
}
