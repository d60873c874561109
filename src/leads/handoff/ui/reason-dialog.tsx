import { useState } from 'react'
import { Button, Dialog, Field, Kbd, Textarea } from '#platform/ui/index.ts'
import { DigitChoices, useChoiceKeys } from './digit-choices.tsx'
import { REASON_QUESTIONS } from './words.ts'

interface ReasonProps {
  list: keyof typeof REASON_QUESTIONS
  personName: string
  reasons: readonly { key: string; name: string }[]
  /** what was entered before and could not be saved */
  given?: { reason: string; note: string } | undefined
  busy?: boolean
  onChoose: (reason: string, note: string) => void
  onClose: () => void
}

/** One of at most eight reasons by its digit or a tap, a note if there is something to add, Enter. */
export function ReasonDialog({
  list,
  personName,
  reasons,
  given,
  busy = false,
  onChoose,
  onClose,
}: ReasonProps) {
  const { title, verb, hint } = REASON_QUESTIONS[list]
  const [chosen, setChosen] = useState(given?.reason ?? null)
  const [note, setNote] = useState(given?.note ?? '')
  const [tried, setTried] = useState(false)
  const send = () => (chosen === null ? setTried(true) : onChoose(chosen, note.trim()))
  const offered = reasons.slice(0, 8)
  useChoiceKeys((index) => offered[index] && setChosen(offered[index].key), send)
  return (
    <Dialog
      size="sm"
      title={`${title}: ${personName}`}
      description={hint}
      open
      onOpenChange={(open) => !open && onClose()}
      footer={
        <>
          <Button onClick={onClose}>Cancel</Button>
          <Button
            variant={list === 'recycle' || list === 'reopen' ? 'primary' : 'danger'}
            busy={busy}
            onClick={send}
          >
            {verb}
          </Button>
        </>
      }
    >
      <div className="flex flex-col gap-3">
        <DigitChoices
          label="Reasons"
          choices={offered.map(({ key, name }) => ({ key, label: name }))}
          chosen={chosen}
          error={tried && chosen === null ? 'Choose a reason first' : undefined}
          onChoose={setChosen}
        />
        <Field label="Note" optional>
          <Textarea
            rows={2}
            maxLength={2_000}
            value={note}
            onChange={setNote}
            placeholder="What the next one should know"
          />
        </Field>
        <p className="text-xs text-ink-3 max-sm:hidden">
          <Kbd>1</Kbd> to <Kbd>{offered.length}</Kbd> choose, <Kbd>Enter</Kbd> sends
        </p>
      </div>
    </Dialog>
  )
}
