import { useRef, useState } from 'react'
import { Button, Dialog, Field, Input } from '#platform/ui/index.ts'
import { DigitChoices, useChoiceKeys } from './digit-choices.tsx'
import { whenWords } from './due-words.ts'
import { fromLocalField, toLocalField, waitPresets } from './local-time.ts'
import { useMinute } from './minute.ts'

const REASONS = [
  'Asked me to come back then',
  'On holiday',
  'Decides with others first',
  'Waits for something from us',
]

/** The clock stands still while the customer has the turn: until when, and why. */
export function PauseDialog({
  personName,
  given,
  onPause,
  onClose,
}: {
  personName: string
  /** what was entered before and could not be saved */
  given?: { until: number; reason: string } | undefined
  onPause: (until: number, reason: string) => void
  onClose: () => void
}) {
  const now = useMinute()
  const presets = waitPresets(now)
  const [until, setUntil] = useState(given?.until ?? presets[0]!.until)
  const [reason, setReason] = useState(given?.reason ?? '')
  const [tried, setTried] = useState(false)
  const time = useRef<HTMLInputElement>(null)
  const field = useRef<HTMLInputElement>(null)
  const preset = presets.find((one) => one.until === until)
  const isPast = until <= now
  const isBare = reason.trim() === ''
  const send = () => {
    setTried(true)
    if (isPast) time.current?.focus()
    else if (isBare) field.current?.focus()
    else onPause(until, reason.trim())
  }
  const take = (label: string | undefined) => {
    const found = presets.find((one) => one.label === label)
    if (found) setUntil(found.until)
    field.current?.focus()
  }
  useChoiceKeys((index) => take(presets[index]?.label), send)
  return (
    <Dialog
      size="sm"
      title={`Wait for the customer: ${personName}`}
      description="Their time is counted apart from ours, and the due time moves by as much."
      open
      onOpenChange={(open) => !open && onClose()}
      footer={
        <>
          <Button onClick={onClose}>Cancel</Button>
          <Button variant="primary" onClick={send}>
            Wait
          </Button>
        </>
      }
    >
      <div className="flex flex-col gap-3">
        <DigitChoices
          label="How long"
          choices={presets.map((one) => ({
            key: one.label,
            label: one.label,
            hint: whenWords(one.until, now),
          }))}
          chosen={preset?.label ?? null}
          onChoose={take}
        />
        <Field
          label="Or until"
          optional
          error={tried && isPast ? 'Choose a time that is still to come' : undefined}
        >
          <Input
            ref={time}
            type="datetime-local"
            value={preset ? '' : toLocalField(until)}
            min={toLocalField(now)}
            onChange={(text) => Number.isFinite(fromLocalField(text)) && setUntil(fromLocalField(text))}
          />
        </Field>
        <Field label="Why" error={tried && isBare ? 'Write what the customer said' : undefined}>
          <Input
            ref={field}
            maxLength={200}
            value={reason}
            onChange={setReason}
            placeholder="What the customer said"
          />
        </Field>
        <ul aria-label="Usual reasons" className="flex flex-wrap gap-1.5">
          {REASONS.map((text) => (
            <li key={text}>
              <button
                type="button"
                onClick={() => {
                  setReason(text)
                  field.current?.focus()
                }}
                className="rounded-full border px-2.5 py-0.5 text-xs text-ink-2 hover:border-line-strong hover:text-ink touch:py-2"
              >
                {text}
              </button>
            </li>
          ))}
        </ul>
      </div>
    </Dialog>
  )
}
