import { agreementInForce } from '#agreement/document/index.ts'
import { type Context, Problem } from '#platform/operation/index.ts'
import { addContact, openOpportunity, opportunityNamed } from '#records/deals/index.ts'
import { actOn } from './acting.ts'
import { unknownOpportunity } from './contract.ts'
import { accountOf } from './people-store.ts'
import { recordOne } from './record.ts'
import { follow } from './stages.ts'
import type { HandOffRow } from './store.ts'

/** What a lead is turned into. */
export interface Wanted {
  opportunityId?: string | undefined
  name?: string | undefined
  amountMinor?: number | undefined
  currency?: string | undefined
  expectedCloseOn?: string | undefined
  role?: string | undefined
}

/** Turns a lead into a new or an existing opportunity; the hand-off ends as qualified. */
export async function convert(context: Context, handOffId: string, wanted: Wanted): Promise<HandOffRow> {
  const { tx, workspaceId, now } = context
  const { row, reader } = await actOn(context, handOffId, 'convert')
  const made = wanted.opportunityId
    ? await join(context, row, wanted.opportunityId, wanted.role ?? null)
    : await open(context, row, wanted, row.sellerId ?? reader.seller?.id ?? null)
  const after = await recordOne(
    tx,
    workspaceId,
    row,
    [{ kind: 'converted', occurredAt: now, actorId: reader.userId, detail: made }],
    now,
  )
  await follow(tx, workspaceId, row.personId, now)
  context.audit({
    subject: made.opportunityId,
    summary: made.opened ? 'Opened an opportunity for a lead' : 'Added a lead to an opportunity',
    detail: { handOffId, personId: row.personId },
  })
  return after
}

async function join(
  { tx, workspaceId }: Context,
  { personId }: HandOffRow,
  opportunityId: string,
  role: string | null,
) {
  const found = await opportunityNamed(tx, workspaceId, opportunityId)
  if (!found) throw new Problem(unknownOpportunity, 'Choose one of the list, or open a new one.')
  if (found.status !== 'open')
    throw new Problem(unknownOpportunity, `${found.name} is closed: choose an open one.`)
  const added = await addContact(tx, workspaceId, { opportunityId, personId, role })
  return { opportunityId, opened: false, added }
}

async function open(
  { tx, workspaceId, now }: Context,
  { personId }: HandOffRow,
  wanted: Wanted,
  sellerId: string | null,
) {
  const { document } = await agreementInForce(tx, workspaceId, now)
  const about = await accountOf(tx, workspaceId, personId)
  const opportunityId = await openOpportunity(
    tx,
    workspaceId,
    {
      name: wanted.name || about.accountName || about.personName || 'New opportunity',
      accountId: about.accountId,
      sellerId,
      personId,
      role: wanted.role || null,
      amountMinor: wanted.amountMinor ?? null,
      currency: wanted.currency ?? document.currency,
      expectedCloseOn: wanted.expectedCloseOn ?? null,
    },
    now,
  )
  return { opportunityId, opened: true, added: true }
}
