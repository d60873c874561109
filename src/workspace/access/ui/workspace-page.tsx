import { useState } from 'react'
import { call } from '#platform/operation/client.ts'
import { Button, Card, ErrorState, Facts, Field, Input, toast, useForm } from '#platform/ui/index.ts'
import { updateWorkspace } from '../contract.ts'
import { PlaceFields } from './place-fields.tsx'
import { useMay, useWorkspace, type WorkspaceInView } from './session.tsx'
import { SettingsPage } from './settings-page.tsx'

/** Name, time zone and currency of the workspace. */
export default function WorkspacePage() {
  const workspace = useWorkspace()
  const may = useMay('workspace.change')
  return (
    <SettingsPage
      title="Workspace"
      description="Days and months in reports follow the time zone; totals are shown in the currency."
    >
      <div className="max-w-xl">
        <Card>
          {may ? (
            <WorkspaceForm workspace={workspace} />
          ) : (
            <Facts
              items={[
                { label: 'Name', value: workspace.name },
                { label: 'Time zone', value: workspace.timeZone },
                { label: 'Currency', value: workspace.currency },
              ]}
            />
          )}
        </Card>
      </div>
    </SettingsPage>
  )
}

function WorkspaceForm({ workspace }: { workspace: WorkspaceInView }) {
  const [saved, setSaved] = useState({
    name: workspace.name,
    timeZone: workspace.timeZone,
    currency: workspace.currency,
  })
  const form = useForm({
    schema: updateWorkspace.input,
    initial: saved,
    submit: async (values) => {
      await call(updateWorkspace, values)
      setSaved(values)
      toast({
        title: 'Workspace changed',
        undo: async () => {
          await call(updateWorkspace, saved)
          setSaved(saved)
          form.reset(saved)
        },
      })
    },
  })
  const { values, errors, set } = form
  const changed = JSON.stringify(values) !== JSON.stringify(saved)
  return (
    <form noValidate onSubmit={form.onSubmit} className="flex flex-col gap-4">
      <Field label="Name" error={errors.name}>
        <Input value={values.name} onChange={(name) => set('name', name)} />
      </Field>
      <PlaceFields form={form} className="grid gap-4 sm:grid-cols-2" />
      {form.failure !== null && <ErrorState compact error={form.failure} />}
      <div className="flex gap-2">
        <Button type="submit" variant="primary" busy={form.busy} disabled={!changed}>
          Save
        </Button>
        {changed && <Button onClick={() => form.reset(saved)}>Discard</Button>}
      </div>
    </form>
  )
}
