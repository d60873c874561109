import type { Tx } from '#platform/db/index.ts'
import type { Policies } from '#platform/operation/runner.ts'

/** What a new workspace starts with. */
export async function startWorkspace(
  _tx: Tx,
  _workspace: { workspaceId: string; now: number },
): Promise<void> {}

export const announceInFlow: Policies['announce'] = async () => {}
