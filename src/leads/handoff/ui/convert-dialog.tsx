import { useId } from 'react'
import { z } from 'zod'
import { minorDigits } from '#platform/kernel/money.ts'
import {
  Button,
  cx,
  Dialog,
  Field,
  type FormState,
  formatMoney,
  Input,
  Loading,
  Select,
  useForm,
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

/** What is typed; `opportunityId` is null for a new one, the amount in the major unit. */
const Typed = z.object({
  opportunityId: z.string().nullable(),
  name: z.string(),
  amount: z.string(),
  closeOn: z.string(),
  role: z.string(),
})
type Typed = z.output<typeof Typed>

const toMinor = (amount: string, digits: number) =>
  Math.round(Number(amount.replace(/[\s,]/g, '')) * 10 ** digits)

/** What a new opportunity must say; one that is there already says it itself. */
const typedSchema = (digits: number) =>
  Typed.superRefine(({ opportunityId, name, amount, closeOn }, found) => {
    if (opportunityId !== null) return
    const problem = (field: keyof Typed, message: string) =>
      found.addIssue({ code: 'custom', path: [field], message })
    const minor = toMinor(amount, digits)
    if (name.trim() === '') problem('name', 'Write a name')
    if (!(Number.isSafeInteger(minor) && minor >= 0)) problem('amount', 'Write the amount in figures')
    if (closeOn !== '' && closeOn < toLocalDay(Date.now())) problem('closeOn', 'Choose today or a later day')
  })

function conversionOf(typed: Typed, currency: string, digits: number): ConversionInput {
  const { opportunityId, role, amount, closeOn } = typed
  if (opportunityId !== null) return { opportunityId, role }
  return {
    ...{ name: typed.name.trim(), role },
    ...(amount !== '' && { amountMinor: toMinor(amount, digits), currency }),
    ...(closeOn && { expectedCloseOn: closeOn }),
  }
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
  const digits = minorDigits(currency)
  const formId = useId()
  const form = useForm<Typed>({
    schema: typedSchema(digits),
    initial: {
      opportunityId: given?.opportunityId ?? null,
      name: given?.name ?? handOff.accountName ?? handOff.personName,
      amount: given?.amountMinor === undefined ? '' : (given.amountMinor / 10 ** digits).toFixed(digits),
      closeOn: given?.expectedCloseOn ?? '',
      role: given?.role ?? ROLES[0],
    },
    submit: async (typed) => onConvert(conversionOf(typed, currency, digits)),
  })
  const { opportunityId, role } = form.values
  return (
    <Dialog
      title={`Convert: ${handOff.personName}`}
      description="The hand-off ends here; the deal goes on."
      open
      onOpenChange={(next) => !next && onClose()}
      footer={
        <>
          <Button onClick={onClose}>Cancel</Button>
          <Button type="submit" form={formId} variant="primary">
            {opportunityId ? 'Add to this opportunity' : 'Open the opportunity'}
          </Button>
        </>
      }
    >
      <form id={formId} noValidate className="flex flex-col gap-4" onSubmit={form.onSubmit}>
        <OpportunityChoices
          personId={handOff.personId}
          chosen={opportunityId}
          onChoose={(id) => form.set('opportunityId', id)}
        />
        {opportunityId === null && <NewOpportunity form={form} currency={currency} />}
        <Field label="Part in the deal">
          <Select
            value={role}
            onChange={(value) => form.set('role', value)}
            options={ROLES.map((value) => ({ value, label: value }))}
          />
        </Field>
      </form>
    </Dialog>
  )
}

/** A new one, or one of those that are open at the account of the person. */
function OpportunityChoices({
  personId,
  chosen,
  onChoose,
}: {
  personId: string
  chosen: string | null
  onChoose: (opportunityId: string | null) => void
}) {
  const { data: lead } = useOperation(readLead, { personId })
  const open = (lead?.opportunities ?? []).filter(({ status }) => status === 'open')
  return (
    <>
      {!lead && <Loading lines={2} label="Looking for open opportunities" />}
      <ul aria-label="Opportunity" className="flex flex-col gap-0.5">
        <Choice chosen={chosen === null} onChoose={() => onChoose(null)} name="A new opportunity" />
        {open.map((deal) => (
          <Choice
            key={deal.id}
            chosen={chosen === deal.id}
            onChoose={() => onChoose(deal.id)}
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
    </>
  )
}

function NewOpportunity({ form, currency }: { form: FormState<Typed>; currency: string }) {
  const { values, errors, set } = form
  return (
    <div className="grid gap-3 sm:grid-cols-2">
      <Field label="Name" error={errors.name} className="sm:col-span-2">
        <Input autoFocus value={values.name} maxLength={200} onChange={(name) => set('name', name)} />
      </Field>
      <Field label="Amount" optional error={errors.amount}>
        <Input
          numeric
          inputMode="decimal"
          value={values.amount}
          onChange={(amount) => set('amount', amount)}
          end={currency}
          className="[&_input]:!pr-12"
        />
      </Field>
      <Field label="Expected close" optional error={errors.closeOn}>
        <Input type="date" value={values.closeOn} onChange={(closeOn) => set('closeOn', closeOn)} />
      </Field>
    </div>
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
