import { z } from 'zod'
import { escapeHtml } from '#platform/kernel/html.ts'
import {
  Badge,
  Button,
  CodeBlock,
  ConfirmDialog,
  ErrorState,
  Link,
  Loading,
  Page,
  PageHeader,
  Section,
  type TabItem,
  Tabs,
  useMutate,
  useOperation,
  usePathParam,
  useSearchState,
} from '#platform/ui/index.ts'
import { useMay } from '#workspace/access/ui/index.ts'
import { type Form, listForms, readForm, restartForm, stopForm } from '../contract.ts'
import { FormEditor } from './form-editor.tsx'
import { HeldSubmissions, Submissions } from './submissions.tsx'
import { KINDS } from './words.ts'

const TABS = ['fields', 'embed', 'submissions', 'held'] as const
const Search = z.object({ tab: z.enum(TABS).default('fields') })

export default function FormPage() {
  const formId = usePathParam('formId')
  const { data, error, isPending, refetch } = useOperation(readForm, { formId }, { keep: false })
  return (
    <Page>
      {isPending && <Loading lines={10} label="Loading the form" />}
      {error && <ErrorState error={error} onRetry={() => void refetch()} />}
      {data && <FormInFull form={data} />}
    </Page>
  )
}

function FormInFull({ form }: { form: Form }) {
  const [{ tab }, setSearch] = useSearchState(Search)
  const items: TabItem<(typeof TABS)[number]>[] = [
    { value: 'fields', label: 'Form', content: <FormEditor key={form.changedAt} form={form} /> },
    { value: 'embed', label: 'On your site', content: <Embed form={form} /> },
    { value: 'submissions', label: 'Submissions', content: <Submissions form={form} /> },
    {
      value: 'held',
      label: form.held > 0 ? `Held (${form.held})` : 'Held',
      content: <HeldSubmissions form={form} />,
    },
  ]
  return (
    <>
      <PageHeader
        title={form.name}
        description={KINDS[form.kind]}
        crumbs={[{ label: 'Forms', href: '/forms' }, { label: form.name }]}
        meta={form.revokedAt === null ? <Badge tone="good">Open</Badge> : <Badge tone="warn">Stopped</Badge>}
        actions={<StopOrRestart form={form} />}
      />
      <Tabs
        label="Parts of this form"
        value={tab}
        onChange={(next) => setSearch({ tab: next })}
        items={items}
      />
    </>
  )
}

function StopOrRestart({ form }: { form: Form }) {
  const may = useMay('intake.change')
  const invalidates = [readForm, listForms]
  const restart = useMutate(restartForm, { invalidates, done: 'The form takes submissions again' })
  const stop = useMutate(stopForm, {
    invalidates,
    done: 'The form takes no more submissions',
    undo: (_, { formId }) => restart.mutate({ formId }),
  })
  if (!may) return null
  if (form.revokedAt !== null)
    return (
      <Button busy={restart.isPending} onClick={() => restart.mutate({ formId: form.id })}>
        Take submissions again
      </Button>
    )
  return (
    <ConfirmDialog
      trigger={<Button busy={stop.isPending}>Stop</Button>}
      title="Stop this form?"
      description="Pages that show it say that it is not in use. What was sent stays, and you can open it again."
      confirm="Stop the form"
      onConfirm={() => stop.mutate({ formId: form.id })}
    />
  )
}

/** What to put into a page, and the address of the form alone. */
function Embed({ form }: { form: Form }) {
  const { protocol, host } = new URL(form.url)
  const frame = `<iframe src="${form.url}" title="${escapeHtml(form.buttonText)}" width="100%" height="640" style="border:0" loading="lazy"></iframe>`
  return (
    <div className="grid max-w-3xl gap-6">
      <Section
        plain
        title="Inside a page"
        description="The form takes the place of this line and looks like the page around it. Visits seen by the site snippet are joined to whoever sends it."
      >
        <CodeBlock label="HTML">{`<script src="${form.url}.js" async></script>`}</CodeBlock>
      </Section>
      <Section plain title="In a frame" description="For pages that allow no scripts of others.">
        <CodeBlock label="HTML">{frame}</CodeBlock>
      </Section>
      <Section
        plain
        title="On its own"
        description="A page with nothing but the form, to link to. It works with JavaScript switched off; what is sent so waits under Held."
      >
        <p>
          <Link href={form.url}>{form.url}</Link>
        </p>
      </Section>
      <p className="text-sm text-ink-3">
        {form.origins.length === 0
          ? 'Any site may show this form. Name your sites under Form to allow only those.'
          : `Only ${form.origins.join(', ')} may show it.`}{' '}
        A content security policy on your site has to allow scripts and requests to {protocol}
        {'//'}
        {host}.
      </p>
    </div>
  )
}
