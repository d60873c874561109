import { z } from 'zod'
import type { Tx } from '#platform/db/index.ts'
import type { Actor, Handler } from '#platform/operation/index.ts'
import { handle, pageOf, readCursor, writeCursor } from '#platform/operation/index.ts'
import { type Head, hashOf, type Verification, verifyChain } from './chain.ts'
import { listAuditEntries, verifyAudit } from './contract.ts'
import { appendEntry, entriesInOrder, entriesPage, headOf, lockHead } from './store.ts'

/** One thing that was done. */
export interface AuditRecord {
  workspaceId: string
  actor: Pick<Actor, 'id' | 'name'> & { kind: 'user' | 'api_key' | 'system'; role?: string }
  operation: string
  summary: string
  subject?: string
  detail?: Record<string, unknown>
  requestId: string
  at: number
}

/** Adds a line to the workspace's chain, in the transaction of what it tells about. */
export async function recordAudit(tx: Tx, record: AuditRecord): Promise<void> {
  const head = await lockHead(tx, record.workspaceId)
  const row = {
    workspaceId: record.workspaceId,
    seq: head.seq + 1,
    occurredAt: record.at,
    actorKind: record.actor.kind,
    actorId: record.actor.id,
    actorName: record.actor.name,
    operation: record.operation,
    subject: record.subject ?? null,
    summary: record.summary,
    detail: JSON.parse(JSON.stringify(record.detail ?? {})) as Record<string, unknown>,
    requestId: record.requestId,
    previousHash: head.hash,
  }
  await appendEntry(tx, { ...row, hash: hashOf(row) })
}

/** Checks a workspace's chain against itself and against an end witnessed outside the database. */
export async function verifyWorkspaceAudit(
  tx: Tx,
  workspaceId: string,
  witnessed: Head | null,
): Promise<Verification> {
  return verifyChain(entriesInOrder(tx, workspaceId), await headOf(tx, workspaceId), witnessed)
}

/** Number of the last entry shown. */
const Place = z.int().positive()

/** Operations on the audit trail; `witnessedHead` reads the ends kept outside the database. */
export function auditOperations(witnessedHead: (workspaceId: string) => Promise<Head | null>): Handler[] {
  return [
    handle(listAuditEntries, async ({ tx, workspaceId }, { cursor, limit, ...filter }) => {
      const before = readCursor(Place, cursor)
      const rows = await entriesPage(tx, workspaceId, { ...filter, before, limit: limit + 1 })
      const { shown, nextCursor } = pageOf(rows, limit, (last) => writeCursor(Place, last.seq))
      return { items: shown, nextCursor }
    }),
    handle(verifyAudit, async ({ tx, workspaceId }) =>
      verifyWorkspaceAudit(tx, workspaceId, await witnessedHead(workspaceId)),
    ),
  ]
}
