import { useState } from 'react'
import { minorDigits } from '#platform/kernel/money.ts'
import {
  Button,
  cx,
  Dialog,
  Field,
  formatMoney,
  Input,
  Loading,
  Select,
  useOperation,
} from '#platform/ui/index.ts'
import { useWorkspace } from '#workspace/access/ui/index.ts'
import { readLead } from '../../lifecycle/contract.ts'
import type { HandOff } from './data.ts'

const ROLES = [
  'Decision maker',
  'Economic buyer',
  'Champion',
  'Technical buyer',
  'Influencer',
  'User',
] as const

/** What the operation takes of a conversion. */
export interface ConversionInput {
  opportunityId?: string
  name?: string
  amountMinor?: number
  currency?: string
  expectedCloseOn?: string
  role?: string
}

/** A new opportunity or one that is open already, and the part the person has in it. */
export function ConvertDialog({
  handOff,
  onConvert,
  onClose,
}: {
  handOff: HandOff
  onConvert: (conversion: ConversionInput) => void
  onClose: () => void
}) {
  const { currency } = useWorkspace()
  const { data: lead } = useOperation(readLead, { personId: handOff.personId })
  const [opportunityId, setOpportunityId] = useState<string | null>(null)
  const [name, setName] = useState(handOff.accountName ?? handOff.personName)
  const [amount, setAmount] = useState('')
  const [closeOn, setCloseOn] = useState('')
  const [role, setRole] = useState<string>(ROLES[0])
  const minor = Math.round(Number(amount.replace(/[\s,]/g, '')) * 10 ** minorDigits(currency))
  const wrongAmount = amount !== '' && !(Number.isSafeInteger(minor) && minor >= 0)
  const ready = opportunityId !== null || (name.trim() !== '' && !wrongAmount)
  const send = () =>
    ready &&
    onConvert(
      opportunityId
        ? { opportunityId, role }
        : {
            name: name.trim(),
            role,
            ...(amount !== '' && { amountMinor: minor, currency }),
            ...(closeOn && { expectedCloseOn: closeOn }),
          },
    )
  const open = (lead?.opportunities ?? []).filter(({ status }) => status === 'open')
  return (
    <Dialog
      title={`Convert: ${handOff.personName}`}
      description="The hand-off ends here; the deal goes on."
      open
      onOpenChange={(next) => !next && onClose()}
      footer={
        <>
          <Button onClick={onClose}>Cancel</Button>
          <Button variant="primary" disabled={!ready} onClick={send}>
            {opportunityId ? 'Add to this opportunity' : 'Open the opportunity'}
          </Button>
        </>
      }
    >
      <form
        className="flex flex-col gap-4"
        onSubmit={(event) => {
          event.preventDefault()
          send()
        }}
      >
        {!lead && <Loading lines={2} label="Looking for open opportunities" />}
        <ul aria-label="Opportunity" className="flex flex-col gap-0.5">
          <Choice
            chosen={opportunityId === null}
            onChoose={() => setOpportunityId(null)}
            name="A new opportunity"
          />
          {open.map((deal) => (
            <Choice
              key={deal.id}
              chosen={opportunityId === deal.id}
              onChoose={() => setOpportunityId(deal.id)}
              name={deal.name}
              detail={[
                deal.stage,
                deal.currency && formatMoney(deal.amountMinor, deal.currency, { short: true }),
              ]
                .filter(Boolean)
                .join(' · ')}
            />
          ))}
        </ul>
        {opportunityId === null && (
          <div className="grid gap-3 sm:grid-cols-2">
            <Field label="Name" className="sm:col-span-2">
              <Input autoFocus value={name} maxLength={200} onChange={setName} />
            </Field>
            <Field label="Amount" optional error={wrongAmount ? 'Write the amount in figures' : undefined}>
              <Input
                numeric
                inputMode="decimal"
                value={amount}
                onChange={setAmount}
                end={currency}
                className="[&_input]:!pr-12"
              />
            </Field>
            <Field label="Expected close" optional>
              <Input type="date" value={closeOn} onChange={setCloseOn} />
            </Field>
          </div>
        )}
        <Field label="Part in the deal">
          <Select value={role} onChange={setRole} options={ROLES.map((value) => ({ value, label: value }))} />
        </Field>
        <button type="submit" hidden />
      </form>
    </Dialog>
  )
}

function Choice({
  chosen,
  onChoose,
  name,
  detail,
}: {
  chosen: boolean
  onChoose: () => void
  name: string
  detail?: string
}) {
  return (
    <li>
      <button
        type="button"
        aria-pressed={chosen}
        onClick={onChoose}
        className={cx(
          'flex min-h-9 w-full items-center gap-3 rounded-md border px-2.5 text-left touch:min-h-11',
          chosen ? 'border-accent bg-accent-soft font-medium' : 'border-line hover:bg-hover',
        )}
      >
        <span className="min-w-0 flex-1 truncate">{name}</span>
        {detail && <span className="num text-xs font-normal text-ink-3">{detail}</span>}
      </button>
    </li>
  )
}
