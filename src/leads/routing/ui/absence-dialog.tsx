import { z } from 'zod'
import { Button, Dialog, ErrorState, Field, Input, Select, useForm, useMutate } from '#platform/ui/index.ts'
import { changeAbsence, createAbsence, listAbsences, showRouting, showTeam } from '../contract.ts'

/** What is being entered; with `absenceId` an absence that is there is changed. */
export interface Draft extends Record<string, unknown> {
  absenceId: string | null
  sellerId: string | null
  firstDay: string
  lastDay: string
  from: string
  until: string
  note: string
}

const day = z.iso.date('Choose a day')
const Form = z
  .object({
    sellerId: z.string({ error: 'Choose a seller' }).min(1, 'Choose a seller'),
    firstDay: day,
    lastDay: z.union([day, z.literal('')]),
    note: z.string().max(120),
  })
  .refine((value) => value.lastDay === '' || value.lastDay >= value.firstDay, {
    path: ['lastDay'],
    message: 'The last day cannot be before the first',
  })

const AFTER_A_CHANGE = [listAbsences, showTeam, showRouting]
const TIMES = Array.from({ length: 49 }, (_, half) => {
  const hour = String(Math.floor(half / 2)).padStart(2, '0')
  return `${hour}:${half % 2 === 0 ? '00' : '30'}`
})

/** Enters or changes an absence. */
export function AbsenceDialog({
  draft,
  sellers,
  onClose,
}: {
  draft: Draft
  sellers: readonly { seller: { id: string; name: string } }[]
  onClose: () => void
}) {
  const options = { invalidates: AFTER_A_CHANGE, quiet: true, onDone: onClose }
  const create = useMutate(createAbsence, { ...options, done: 'Absence entered' })
  const change = useMutate(changeAbsence, { ...options, done: 'Absence changed' })
  const form = useForm<Draft>({
    schema: Form,
    initial: draft,
    submit: async ({ absenceId, sellerId, note, ...span }) => {
      const sent = { ...span, lastDay: span.lastDay || span.firstDay, note: note.trim() || undefined }
      const days = {
        firstDay: sent.firstDay,
        lastDay: sent.lastDay,
        from: sent.from,
        until: sent.until,
        note: sent.note,
      }
      if (absenceId) await change.mutateAsync({ absenceId, ...days })
      else await create.mutateAsync({ sellerId: sellerId!, ...days })
    },
  })
  const { values, errors, set } = form
  return (
    <Dialog
      open
      onOpenChange={onClose}
      title={draft.absenceId ? 'Change an absence' : 'Enter an absence'}
      footer={
        <>
          <Button onClick={onClose}>Cancel</Button>
          <Button variant="primary" busy={form.busy} onClick={() => form.onSubmit()}>
            {draft.absenceId ? 'Save' : 'Enter'}
          </Button>
        </>
      }
    >
      <form onSubmit={form.onSubmit} className="flex flex-col gap-4 pt-2">
        <Field label="Seller" error={errors.sellerId}>
          <Select
            value={values.sellerId}
            onChange={(next) => set('sellerId', next)}
            disabled={draft.absenceId !== null}
            placeholder="Choose a seller"
            options={sellers.map(({ seller }) => ({ value: seller.id, label: seller.name }))}
          />
        </Field>
        <div className="grid grid-cols-[minmax(0,1fr)_7.5rem] gap-3">
          <Field label="First day" error={errors.firstDay}>
            <Input type="date" value={values.firstDay} onChange={(next) => set('firstDay', next)} />
          </Field>
          <Field label="From">
            <Select
              value={values.from}
              onChange={(next) => set('from', next)}
              options={times('00:00', 'start')}
            />
          </Field>
          <Field label="Last day" error={errors.lastDay} hint="Left empty: the same day">
            <Input
              type="date"
              min={values.firstDay}
              value={values.lastDay}
              onChange={(next) => set('lastDay', next)}
            />
          </Field>
          <Field label="Until">
            <Select
              value={values.until}
              onChange={(next) => set('until', next)}
              options={times('24:00', 'end')}
            />
          </Field>
        </div>
        <Field label="Note" optional hint="Colleagues read it, e.g. Holiday" error={errors.note}>
          <Input value={values.note} maxLength={120} onChange={(next) => set('note', next)} />
        </Field>
        {form.failure !== null && <ErrorState error={form.failure} compact />}
        <button type="submit" hidden />
      </form>
    </Dialog>
  )
}

const times = (whole: string, edge: 'start' | 'end') =>
  TIMES.filter((time) => time !== (edge === 'start' ? '24:00' : '00:00')).map((time) => ({
    value: time,
    label: time === whole ? `${edge === 'start' ? 'Start' : 'End'} of day` : time,
  }))
