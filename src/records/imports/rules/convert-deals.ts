import type { Converted, RowView } from './convert.ts'
import type { OpportunityRow } from './rows.ts'
import { outcomeOfStage } from './stages.ts'

/** A row of a list of opportunities. */
export function toOpportunity(view: RowView): Converted {
  const status = outcome(view)
  const stage =
    view.text('opportunity.stage') ??
    (status === 'won' ? 'Closed won' : status === 'lost' ? 'Closed lost' : 'Open')
  const key = view.id('opportunity.key')
  const account = view.reference('opportunity.account')
  const product = view.text('opportunity.product')
  const name = view.text('opportunity.name') ?? ([account?.name, product].filter(Boolean).join(' – ') || key)
  if (!name)
    return view.refuse('The row has no id, name, account or product, so the deal cannot be told from others.')
  const money = view.money('opportunity.amount', 'opportunity.currency')
  const closed = view.instant('opportunity.closedAt')
  const closedOn =
    view.has('opportunity.closedAt') && closed !== undefined ? view.day('opportunity.closedAt') : undefined
  const row: OpportunityRow = {
    kind: 'opportunity',
    key,
    system: view.mapping.system,
    name,
    account,
    seller: view.reference('opportunity.seller'),
    contacts: contacts(view),
    status,
    stage,
    amountMinor: money?.amountMinor,
    currency: money?.currency,
    product,
    origin: view.text('opportunity.origin'),
    lostReason: view.text('opportunity.lostReason'),
    occurredAt: view.instant('opportunity.occurredAt'),
    closedAt: status === 'open' ? undefined : closed,
    expectedCloseOn: status === 'open' ? closedOn : undefined,
    attributes: view.attributes(),
    stageChanges: view
      .stageDates('opportunity')
      .map(({ stage: toStage, occurredAt }) => ({ toStage, occurredAt })),
  }
  return view.give(row)
}

/** The source's own won and closed columns lead; then the mapping of its stages; then the stage's name; then probability. */
function outcome(view: RowView): OpportunityRow['status'] {
  const isWon = view.flag('opportunity.isWon')
  if (isWon) return 'won'
  const isClosed = view.flag('opportunity.isClosed')
  if (isClosed !== undefined)
    return isClosed && isWon !== undefined ? 'lost' : isClosed ? closedOutcome(view) : 'open'
  const stage = view.text('opportunity.stage')
  if (stage === undefined) return 'open'
  return toldBy(view, stage)
}

/** What the mapping says of a stage, else its name. */
function toldBy({ mapping: { outcomes } }: RowView, stage: string): OpportunityRow['status'] {
  return outcomes && Object.hasOwn(outcomes, stage) ? outcomes[stage]! : outcomeOfStage(stage)
}

function closedOutcome(view: RowView): OpportunityRow['status'] {
  const stage = view.text('opportunity.stage')
  const told = stage === undefined ? 'open' : toldBy(view, stage)
  return told === 'won' ? 'won' : 'lost'
}

function contacts(view: RowView): OpportunityRow['contacts'] {
  const role = view.text('opportunity.personRole')
  const keys = view.ids('opportunity.personKeys')
  if (keys.length) return keys.map((key, index) => ({ person: { key }, role, isPrimary: index === 0 }))
  const emails = (view.text('opportunity.personEmails', 20_000) ?? '')
    .split(/[;,\s<>]+/)
    .filter((part) => part.includes('@'))
  return emails.length
    ? emails.map((email, index) => ({ person: { email }, role, isPrimary: index === 0 }))
    : undefined
}

/** A row of a list of contact roles. */
export function toContactRole(view: RowView): Converted {
  const opportunity = view.reference('contact_role.opportunity')
  const person = view.reference('contact_role.person')
  if (!opportunity || !person) return view.refuse('The row needs both an opportunity and a person.')
  const isPrimary = view.flag('contact_role.isPrimary') ?? false
  return view.give({
    kind: 'contact_role',
    system: view.mapping.system,
    opportunity,
    person,
    role: view.text('contact_role.role'),
    isPrimary,
  })
}

/** A row of an opportunity's stage history. */
export function toStageChange(view: RowView): Converted {
  const opportunity = view.reference('stage_change.opportunity')
  const toStage = view.text('stage_change.toStage')
  const occurredAt = view.instant('stage_change.occurredAt')
  if (!opportunity || !toStage || occurredAt === undefined)
    return view.refuse('The row needs an opportunity, a stage and a date.')
  const money = view.money('stage_change.amount', 'stage_change.currency')
  return view.give({
    kind: 'stage_change',
    system: view.mapping.system,
    opportunity,
    toStage,
    fromStage: view.text('stage_change.fromStage'),
    amountMinor: money?.amountMinor,
    occurredAt,
  })
}
