import { useState } from 'react'
import { Button, Checkbox, Dialog, Field, Input, Textarea } from '#platform/ui/index.ts'
import type { AttemptKind } from '../rules/states.ts'
import { DigitChoices, useChoiceKeys } from './digit-choices.tsx'
import { fromLocalField, toLocalField } from './local-time.ts'
import { ATTEMPTS } from './words.ts'

export interface LoggedAttempt {
  kind: AttemptKind
  note?: string
  reached: boolean
  /** ISO-8601; absent: now */
  occurredAt?: string
}

/** What a seller did, by its digit or a tap; now unless another time is given. */
export function AttemptDialog({
  personName,
  given,
  busy = false,
  onLog,
  onClose,
}: {
  personName: string
  /** what was entered before and could not be saved */
  given?: LoggedAttempt | undefined
  busy?: boolean
  onLog: (attempt: LoggedAttempt) => void
  onClose: () => void
}) {
  const [kind, setKind] = useState<AttemptKind>(given?.kind ?? 'call')
  const [reached, setReached] = useState(given?.reached ?? false)
  const [when, setWhen] = useState(given?.occurredAt ? toLocalField(Date.parse(given.occurredAt)) : '')
  const [note, setNote] = useState(given?.note ?? '')
  const choose = (next: AttemptKind) => {
    setKind(next)
    setReached(next === 'call_connected' || next === 'meeting')
  }
  const send = () =>
    !busy &&
    onLog({
      kind,
      reached: kind !== 'note' && reached,
      ...(note.trim() && { note: note.trim() }),
      ...(when && { occurredAt: new Date(fromLocalField(when)).toISOString() }),
    })
  useChoiceKeys((index) => ATTEMPTS[index] && choose(ATTEMPTS[index].kind), send)
  return (
    <Dialog
      size="sm"
      title={`Log an attempt: ${personName}`}
      open
      onOpenChange={(open) => !open && onClose()}
      footer={
        <>
          <Button onClick={onClose}>Cancel</Button>
          <Button variant="primary" busy={busy} onClick={send}>
            Log
          </Button>
        </>
      }
    >
      <div className="flex flex-col gap-3">
        <DigitChoices
          label="Kinds"
          choices={ATTEMPTS.map(({ kind: key, name, hint }) => ({ key, label: name, hint }))}
          chosen={kind}
          onChoose={(key) => choose(key as AttemptKind)}
        />
        {kind !== 'note' && (
          <Checkbox
            label="They answered"
            hint="A two-way contact is counted apart from an attempt"
            checked={reached}
            onChange={setReached}
          />
        )}
        <Field label="Note" optional>
          <Textarea rows={2} maxLength={2_000} value={note} onChange={setNote} />
        </Field>
        <Field label="When" hint="Empty means now" optional>
          <Input type="datetime-local" value={when} max={toLocalField(Date.now())} onChange={setWhen} />
        </Field>
      </div>
    </Dialog>
  )
}
