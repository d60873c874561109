import { useState } from 'react'
import { readAgreement } from '#agreement/document/contract.ts'
import { handOffsOfLead } from '#leads/handoff/contract.ts'
import { givenWords, SellerDialog, useSellerName } from '#leads/handoff/ui/index.ts'
import { call } from '#platform/operation/client.ts'
import { Button, Dialog, Field, Select, toast, useMutate, useOperation } from '#platform/ui/index.ts'
import { enrolLeak, type LeakCount, leakItems, listLeaks, mendLeak } from '../contract.ts'

interface Mending {
  /** `choice`: a seller, or a track; null leaves it to the rules */
  send(personIds: string[], choice: string | null): void
  busy: boolean
}

/** Answers that are old once something was mended. */
const READS = [
  listLeaks,
  leakItems,
  { id: 'handoff.list' },
  { id: 'handoff.counts' },
  { id: 'handoff.loads' },
  { id: 'handoff.ofLead' },
  { id: 'lead.read' },
]

/** Carries out what mends a leak. */
export function useMend(leak: LeakCount, onDone: () => void): Mending {
  const nameOf = useSellerName()
  const mend = useMutate(mendLeak, {
    invalidates: READS,
    onDone: async ({ mended, unchanged }, { personIds, sellerId }) => {
      onDone()
      const [personId, ...others] = personIds
      const isOne = personId !== undefined && others.length === 0
      if (leak.mend === 'own') return toast({ title: ownedWords(mended, unchanged, nameOf(sellerId)) })
      const seller = isOne && !sellerId ? await whoHas(personId) : nameOf(sellerId)
      toast({ title: givenWords(mended, unchanged, seller) })
    },
  })
  const enrol = useMutate(enrolLeak, {
    invalidates: READS,
    done: ({ mended, unchanged }) =>
      `${mended} put on a track${unchanged > 0 ? `, ${unchanged} unchanged` : ''}`,
    onDone,
  })
  return {
    busy: mend.isPending || enrol.isPending,
    send: (personIds, choice) => {
      if (leak.key === 'trackless') enrol.mutate({ personIds, ...(choice && { track: choice }) })
      else mend.mutate({ kind: leak.key, personIds, ...(choice && { sellerId: choice }) })
    },
  }
}

/** Who has the open hand-off of a person now; null when that cannot be told. */
async function whoHas(personId: string): Promise<string | null> {
  const answer = await call(handOffsOfLead, { personId }).catch(() => null)
  return answer?.items[0]?.sellerName ?? null
}

function ownedWords(mended: number, unchanged: number, seller: string | null): string {
  const people = mended === 1 ? '1 person' : `${mended} people`
  const whose = seller === null ? 'now with an owner' : `now with ${seller} as owner`
  return `${people} ${whose}${unchanged > 0 ? `, ${unchanged} unchanged` : ''}`
}

const BY_RULES = {
  route: 'By the rules',
  reassign: 'By the rules',
  own: 'Whoever worked on it',
  enrol: 'By its reason',
} as const

const ASKED = {
  route: {
    title: 'Route',
    text: 'The routing rules choose a seller, or you do. The seller is told and their clock starts now; it cannot be undone, only given to another.',
  },
  reassign: {
    title: 'Reassign',
    text: 'The new seller is asked anew, also for what was accepted already. Their clock starts now; it cannot be undone, only given to another.',
  },
  own: { title: 'Give an owner', text: 'The person belongs to this seller from now on.' },
  enrol: { title: 'Put on a track', text: 'The agreement names a track for each reason, or you choose one.' },
} as const

/** Whom or where to, when the rules alone should not decide. */
export function MendDialog({
  leak,
  people,
  busy,
  onSend,
  onClose,
}: {
  leak: LeakCount
  people: number
  busy: boolean
  onSend: (choice: string | null) => void
  onClose: () => void
}) {
  const { title, text } = ASKED[leak.mend]
  const named = `${title}: ${people === 1 ? 'one person' : `${people} people`}`
  if (leak.mend === 'enrol') {
    return <TrackDialog title={named} text={text} busy={busy} onSend={onSend} onClose={onClose} />
  }
  return (
    <SellerDialog
      title={named}
      description={text}
      byRules={BY_RULES[leak.mend]}
      busy={busy}
      onSend={onSend}
      onClose={onClose}
    />
  )
}

const OWN_TRACK = 'by_reason'

function TrackDialog({
  title,
  text,
  busy,
  onSend,
  onClose,
}: {
  title: string
  text: string
  busy: boolean
  onSend: (track: string | null) => void
  onClose: () => void
}) {
  const { data } = useOperation(readAgreement, {})
  const [track, setTrack] = useState(OWN_TRACK)
  const tracks = data?.document.recycling.tracks ?? []
  return (
    <Dialog
      size="sm"
      title={title}
      description={text}
      open
      onOpenChange={(open) => !open && onClose()}
      footer={
        <>
          <Button onClick={onClose}>Cancel</Button>
          <Button variant="primary" busy={busy} onClick={() => onSend(track === OWN_TRACK ? null : track)}>
            Enrol
          </Button>
        </>
      }
    >
      <Field label="Track">
        <Select
          value={track}
          onChange={setTrack}
          options={[
            { value: OWN_TRACK, label: 'By the reason of each' },
            ...tracks.map(({ key, name }) => ({ value: key, label: name })),
          ]}
        />
      </Field>
    </Dialog>
  )
}
