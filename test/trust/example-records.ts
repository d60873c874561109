import { and, eq, inArray } from 'drizzle-orm'
import { newId } from '#platform/kernel/ids.ts'
import { account } from '../../src/records/accounts/tables.ts'
import { formHeld, formSubmission } from '../../src/records/forms/tables.ts'
import { importFile, importRun } from '../../src/records/imports/tables.ts'
import { reviewPair } from '../../src/records/matching/tables.ts'
import { identityJoin, seller } from '../../src/records/people/tables.ts'
import type { Side } from './world.ts'

/** Records that examples start from, put straight into the database at the step they need. */

export const MAPPING = {
  version: 1 as const,
  files: [
    {
      file: 'people.csv',
      kind: 'person' as const,
      system: 'spreadsheet',
      columns: [{ header: 'Email', field: 'person.email' }],
      timeZone: 'UTC',
      currency: 'EUR',
    },
  ],
}

const BUSY = ['looking', 'dry_run', 'queued', 'running', 'undoing'] as const

/** An import of one file that stands at that step; no other import is running. */
export async function importAt(
  { accord, workspaceId }: Side,
  state: (typeof importRun.$inferInsert)['state'],
): Promise<{ id: string; fileId: string }> {
  const now = accord.clock.now
  const ids = { id: newId(now), fileId: newId(now) }
  await accord.database.workspace(workspaceId, async (tx) => {
    await tx
      .update(importRun)
      .set({ state: 'done' })
      .where(and(eq(importRun.workspaceId, workspaceId), inArray(importRun.state, [...BUSY])))
    await tx.insert(importRun).values({
      workspaceId,
      id: ids.id,
      name: 'People of June',
      state,
      mapping: MAPPING,
      createdBy: 'Ada Admin',
      createdAt: now,
    })
    await tx.insert(importFile).values({
      workspaceId,
      id: ids.fileId,
      importId: ids.id,
      name: 'people.csv',
      bytes: 30,
      digest: '0'.repeat(64),
      createdAt: now,
    })
  })
  return ids
}

/** Two accounts that may be one, waiting for a decision. */
export async function doubtfulPair({ accord, workspaceId }: Side) {
  const now = accord.clock.now
  const [leftId, rightId] = [newId(now), newId(now)].sort() as [string, string]
  const at = { occurredAt: now, recordedAt: now }
  await accord.database.workspace(workspaceId, async (tx) => {
    for (const id of [leftId, rightId])
      await tx.insert(account).values({ workspaceId, id, name: 'Contoso', nameNorm: 'contoso', ...at })
    await tx
      .insert(reviewPair)
      .values({ workspaceId, kind: 'account', leftId, rightId, evidence: 'Same name', foundAt: now })
  })
  return { kind: 'account', leftId, rightId }
}

/** A visitor that was found to be the person of the example. */
export async function identityJoined({ accord, workspaceId, records }: Side) {
  const now = accord.clock.now
  const id = newId(now)
  await accord.database.workspace(workspaceId, (tx) =>
    tx.insert(identityJoin).values({
      workspaceId,
      id,
      anonymousId: id,
      personId: records.personId,
      matchedBy: 'email',
      matched: 'nora@northwind.test',
      proven: false,
      messageId: id,
      sharedDevice: false,
      bringsHistory: true,
      occurredAt: now,
      recordedAt: now,
    }),
  )
  return { id }
}

/** A seller of our own with that address; the same one however often. */
export async function sellerWith({ accord, workspaceId }: Side, email: string): Promise<string> {
  const now = accord.clock.now
  const emailNorm = email.toLowerCase()
  const name = { name: 'Sal Seller', nameNorm: 'sal seller' }
  return accord.database.workspace(workspaceId, async (tx) => {
    const known = and(eq(seller.workspaceId, workspaceId), eq(seller.emailNorm, emailNorm))
    const [same] = await tx.select({ id: seller.id }).from(seller).where(known)
    if (same) return same.id
    const id = newId(now)
    await tx.insert(seller).values({ workspaceId, id, ...name, email, emailNorm, recordedAt: now })
    return id
  })
}

/** A form that takes submissions. */
export async function formMade(side: Side) {
  const made = await side.make('form.create', { name: `Contact ${newId()}`, kind: 'contact_request' })
  return { formId: made.id as string }
}

/** A submission that looked suspicious and stands at that state. */
export async function submissionHeld(side: Side, state: 'held' | 'refused') {
  const { accord, workspaceId } = side
  const { formId } = await formMade(side)
  const now = accord.clock.now
  const id = newId(now)
  await accord.database.workspace(workspaceId, async (tx) => {
    await tx.insert(formSubmission).values({
      workspaceId,
      id,
      formId,
      answers: { email: 'nora@northwind.test' },
      email: 'nora@northwind.test',
      signs: ['no_proof'],
      held: true,
      context: {},
      recordedAt: now,
    })
    await tx.insert(formHeld).values({ workspaceId, submissionId: id, formId, state })
  })
  return { id }
}
