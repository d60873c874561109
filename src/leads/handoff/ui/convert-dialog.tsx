import { useRef, useState } from 'react'
import { minorDigits } from '#platform/kernel/money.ts'
import {
  Button,
  cx,
  Dialog,
  Field,
  focusFirstError,
  formatMoney,
  Input,
  Loading,
  Select,
  useOperation,
} from '#platform/ui/index.ts'
import { useWorkspace } from '#workspace/access/ui/index.ts'
import { readLead } from '../../lifecycle/contract.ts'
import type { HandOffItem } from './data.ts'
import { toLocalDay } from './local-time.ts'

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
  given,
  onConvert,
  onClose,
}: {
  handOff: HandOffItem
  /** what was entered before and could not be saved */
  given?: ConversionInput | undefined
  onConvert: (conversion: ConversionInput) => void
  onClose: () => void
}) {
  const { currency } = useWorkspace()
  const { data: lead } = useOperation(readLead, { personId: handOff.personId })
  const digits = minorDigits(currency)
  const [opportunityId, setOpportunityId] = useState(given?.opportunityId ?? null)
  const [name, setName] = useState(given?.name ?? handOff.accountName ?? handOff.personName)
  const [amount, setAmount] = useState(
    given?.amountMinor === undefined ? '' : (given.amountMinor / 10 ** digits).toFixed(digits),
  )
  const [closeOn, setCloseOn] = useState(given?.expectedCloseOn ?? '')
  const [role, setRole] = useState<string>(given?.role ?? ROLES[0])
  const [tried, setTried] = useState(false)
  const form = useRef<HTMLFormElement>(null)
  const minor = Math.round(Number(amount.replace(/[\s,]/g, '')) * 10 ** digits)
  const isNew = opportunityId === null
  const errors = {
    name: isNew && name.trim() === '' ? 'Write a name' : undefined,
    amount: isNew && !(Number.isSafeInteger(minor) && minor >= 0) ? 'Write the amount in figures' : undefined,
    closeOn:
      isNew && closeOn !== '' && closeOn < toLocalDay(Date.now()) ? 'Choose today or a later day' : undefined,
  }
  const shown: Partial<typeof errors> = tried ? errors : {}
  const send = () => {
    setTried(true)
    if (errors.name || errors.amount || errors.closeOn) return focusFirstError(form.current)
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
  }
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
          <Button variant="primary" onClick={send}>
            {opportunityId ? 'Add to this opportunity' : 'Open the opportunity'}
          </Button>
        </>
      }
    >
      <form
        ref={form}
        noValidate
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
            <Field label="Name" error={shown.name} className="sm:col-span-2">
              <Input autoFocus value={name} maxLength={200} onChange={setName} />
            </Field>
            <Field label="Amount" optional error={shown.amount}>
              <Input
                numeric
                inputMode="decimal"
                value={amount}
                onChange={setAmount}
                end={currency}
                className="[&_input]:!pr-12"
              />
            </Field>
            <Field label="Expected close" optional error={shown.closeOn}>
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
