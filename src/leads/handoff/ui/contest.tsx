import { Scale } from 'lucide-react'
import { useRef, useState } from 'react'
import { Badge, Button, Dialog, Field, Textarea, useMutate } from '#platform/ui/index.ts'
import { useMay } from '#workspace/access/ui/index.ts'
import { disputeRejection, handOffsOfLead, listDisputes, listHandOffs, readHandOff } from '../contract.ts'

/** Whether a rejection stands, as its badge. */
export const DISPUTE_WORDS = {
  open: { name: 'Contested', tone: 'warn' },
  upheld: { name: 'Rejection stands', tone: 'neutral' },
  overturned: { name: 'Was a good lead', tone: 'good' },
} as const

/** The state of a contested rejection. */
export function DisputeBadge({ outcome }: { outcome: keyof typeof DISPUTE_WORDS }) {
  return <Badge tone={DISPUTE_WORDS[outcome].tone}>{DISPUTE_WORDS[outcome].name}</Badge>
}

/** Marketing says why a rejected lead was a good one; both leaders settle it. */
export function Contest({ handOffId, personName }: { handOffId: string; personName: string }) {
  const may = useMay('handoff.dispute')
  const [open, setOpen] = useState(false)
  const [note, setNote] = useState('')
  const [tried, setTried] = useState(false)
  const field = useRef<HTMLTextAreaElement>(null)
  const send = useMutate(disputeRejection, {
    invalidates: [listDisputes, readHandOff, listHandOffs, handOffsOfLead],
    done: 'Contested: it is on the list for both leaders',
    onDone: () => setOpen(false),
  })
  if (!may) return null
  const isBare = note.trim() === ''
  const contest = () => {
    setTried(true)
    if (isBare) field.current?.focus()
    else send.mutate({ handOffId, note: note.trim() })
  }
  return (
    <>
      <Button size="sm" icon={Scale} onClick={() => setOpen(true)}>
        Contest
      </Button>
      {open && (
        <Dialog
          size="sm"
          title={`Contest the rejection of ${personName}`}
          description="Both leaders read it in their next meeting and settle it."
          open
          onOpenChange={setOpen}
          footer={
            <>
              <Button onClick={() => setOpen(false)}>Cancel</Button>
              <Button variant="primary" busy={send.isPending} onClick={contest}>
                Contest
              </Button>
            </>
          }
        >
          <Field
            label="Why it was a good lead"
            error={tried && isBare ? 'Write what both leaders should know' : undefined}
          >
            <Textarea ref={field} rows={4} maxLength={2_000} value={note} onChange={setNote} />
          </Field>
        </Dialog>
      )}
    </>
  )
}
