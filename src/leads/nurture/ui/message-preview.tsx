import { Send } from 'lucide-react'
import { useState } from 'react'
import { Button, Dialog, ErrorState, Facts, Loading, useMutate, useOperation } from '#platform/ui/index.ts'
import { useMay } from '#workspace/access/ui/index.ts'
import { previewMessage, sendTest } from '../contract.ts'

/** The subject of a message; a click shows it as one would get it oneself, and sends it there. */
export function MessagePreview({ track, step, subject }: { track: string; step: string; subject: string }) {
  const [open, setOpen] = useState(false)
  const may = useMay('nurture.change')
  const test = useMutate(sendTest, { done: ({ to }) => `On its way to ${to}`, onDone: () => setOpen(false) })
  return (
    <Dialog
      size="lg"
      title="As you would get it"
      open={open}
      onOpenChange={setOpen}
      trigger={
        <button
          type="button"
          className="rounded-sm text-left font-medium underline decoration-line-strong underline-offset-2 hover:decoration-current"
        >
          {subject}
        </button>
      }
      footer={
        may && (
          <Button icon={Send} disabled={test.isPending} onClick={() => test.mutate({ track, step })}>
            Send a test to me
          </Button>
        )
      }
    >
      {open && <Preview track={track} step={step} />}
    </Dialog>
  )
}

function Preview({ track, step }: { track: string; step: string }) {
  const { data, error, refetch } = useOperation(previewMessage, { track, step })
  if (error) return <ErrorState compact error={error} onRetry={() => void refetch()} />
  if (!data) return <Loading lines={6} label="Loading the message" />
  return (
    <>
      <Facts
        items={[
          { label: 'From', value: data.from },
          { label: 'Subject', value: <span className="font-medium">{data.subject}</span> },
        ]}
      />
      <p className="mt-3 rounded-lg border bg-sunken p-4 text-sm break-words whitespace-pre-line">
        {data.text}
      </p>
    </>
  )
}
