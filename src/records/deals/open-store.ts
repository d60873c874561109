import { and, eq, isNull, sql } from 'drizzle-orm'
import type { Tx } from '#platform/db/index.ts'
import { newId } from '#platform/kernel/ids.ts'
import type { Instant } from '#platform/kernel/instant.ts'
import { opportunity, opportunityContact } from './tables.ts'

/** An opportunity to be opened for a person. */
export interface NewOpportunity {
  name: string
  accountId: string | null
  sellerId: string | null
  personId: string
  /** part of the person in the deal; null: not known yet */
  role: string | null
  /** minor units; null: not known yet */
  amountMinor: number | null
  /** ISO 4217 */
  currency: string
  expectedCloseOn: string | null
}

/** Stage and origin of what is opened here; a CRM has words of its own. */
const FIRST_STAGE = 'Open'
const ORIGIN = 'Marketing'

/**
 * Opens an opportunity with its first contact.
 *
 * @returns its id
 * @example await openOpportunity(tx, workspaceId, { name: 'Acme', personId, currency: 'EUR', … }, now)
 */
export async function openOpportunity(
  tx: Tx,
  workspaceId: string,
  opened: NewOpportunity,
  now: Instant,
): Promise<string> {
  const { personId, role, ...values } = opened
  const id = newId(now)
  await tx.insert(opportunity).values({
    ...values,
    workspaceId,
    id,
    status: 'open',
    stage: FIRST_STAGE,
    origin: ORIGIN,
    occurredAt: now,
    recordedAt: now,
  })
  await tx
    .insert(opportunityContact)
    .values({ workspaceId, opportunityId: id, personId, role, isPrimary: true })
  return id
}

/**
 * Adds a person to an opportunity; one who takes part already keeps their part.
 *
 * @returns whether the person was added
 */
export async function addContact(
  tx: Tx,
  workspaceId: string,
  contact: { opportunityId: string; personId: string; role: string | null },
): Promise<boolean> {
  const added = await tx
    .insert(opportunityContact)
    .values({ ...contact, workspaceId, isPrimary: false })
    .onConflictDoNothing()
    .returning({ personId: opportunityContact.personId })
  return added.length > 0
}

/** What can be asked of an opportunity before somebody is added to it; `null` when it is not known. */
export async function opportunityNamed(
  tx: Tx,
  workspaceId: string,
  id: string,
): Promise<{ id: string; name: string; status: 'open' | 'won' | 'lost' } | null> {
  const [row] = await tx
    .select({ id: opportunity.id, name: opportunity.name, status: opportunity.status })
    .from(opportunity)
    .where(and(eq(opportunity.workspaceId, workspaceId), eq(opportunity.id, id)))
  return row ?? null
}

/** Takes a contact that was added by mistake off an opportunity. */
export async function removeContact(
  tx: Tx,
  workspaceId: string,
  { opportunityId, personId }: { opportunityId: string; personId: string },
): Promise<void> {
  await tx
    .delete(opportunityContact)
    .where(
      and(
        eq(opportunityContact.workspaceId, workspaceId),
        eq(opportunityContact.opportunityId, opportunityId),
        eq(opportunityContact.personId, personId),
      ),
    )
}

/**
 * Removes an opportunity that was opened by mistake, as long as nothing hangs on it but its first contact.
 *
 * @returns false when something does, or it came from an import
 */
export async function withdrawOpportunity(tx: Tx, workspaceId: string, id: string): Promise<boolean> {
  const { rows } = await tx.execute(sql`
    select 1 from opportunity_stage_change s where s.workspace_id = ${workspaceId} and s.opportunity_id = ${id}
    union all
    select 1 from external_id e where e.workspace_id = ${workspaceId} and e.record_id = ${id}
    union all
    (select 1 from opportunity_contact c where c.workspace_id = ${workspaceId} and c.opportunity_id = ${id} offset 1)`)
  if (rows.length > 0) return false
  const own = and(eq(opportunity.workspaceId, workspaceId), eq(opportunity.id, id))
  const [gone] = await tx
    .delete(opportunity)
    .where(and(own, eq(opportunity.status, 'open'), isNull(opportunity.importId)))
    .returning({ id: opportunity.id })
  if (!gone) return false
  await tx
    .delete(opportunityContact)
    .where(and(eq(opportunityContact.workspaceId, workspaceId), eq(opportunityContact.opportunityId, id)))
  return true
}
