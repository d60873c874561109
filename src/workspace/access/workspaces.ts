import type { Tx } from '#platform/db/index.ts'
import { newId } from '#platform/kernel/ids.ts'
import type { Instant } from '#platform/kernel/instant.ts'
import { handle } from '#platform/operation/index.ts'
import { updateWorkspace } from './contract.ts'
import type { AccessDeps } from './deps.ts'
import { addWorkspace, slugsLike } from './global-store.ts'
import { updateWorkspaceRow } from './store.ts'

export interface NewWorkspace {
  /** made here when absent */
  workspaceId?: string
  name: string
  kind: 'real' | 'sample'
  timeZone: string
  currency: string
  now: Instant
}

/** Adds a workspace under the default agreement; runs in `database.system`. */
export async function createWorkspace(
  deps: Pick<AccessDeps, 'startWorkspace'>,
  tx: Tx,
  workspace: NewWorkspace,
): Promise<string> {
  const { name, kind, timeZone, currency, now } = workspace
  const workspaceId = workspace.workspaceId ?? newId(now)
  const base = slugOf(name)
  const taken = new Set(await slugsLike(tx, base))
  let slug = base
  for (let n = 2; taken.has(slug); n += 1) slug = `${base}-${n}`
  await addWorkspace(tx, { id: workspaceId, slug, name, kind, timeZone, currency, createdAt: now })
  await deps.startWorkspace(tx, { workspaceId, now })
  return workspaceId
}

function slugOf(name: string): string {
  const plain = name
    .normalize('NFKD')
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-+|-+$/g, '')
  return plain || 'workspace'
}

export const workspaceHandlers = [
  handle(updateWorkspace, async ({ tx, workspaceId, audit }, change) => {
    const named = Object.entries(change).filter(([, value]) => value !== undefined)
    if (named.length === 0) return
    await updateWorkspaceRow(tx, workspaceId, change)
    audit({
      summary: `Changed the workspace: ${named.map(([field, value]) => `${field} to ${value}`).join(', ')}`,
      detail: change,
    })
  }),
]
