import type { Database, Tx } from '#platform/db/index.ts'
import type { Instant } from '#platform/kernel/instant.ts'
import { addChange, changesWaiting, removeChanges, workspacesWaiting } from './changes-store.ts'
import { reportSettings } from './load-settings.ts'
import { refreshUnder } from './refresh.ts'

/** Transactions whose people are refreshed together. */
const CHANGES = 200
/** People refreshed in one transaction: the live flow waits for the embedded database no longer than that. */
const PEOPLE = 500

/** Notes, in the transaction of the change, that the facts of these people have to be made again. */
export async function factsChanged(tx: Tx, workspaceId: string, personIds: readonly string[]): Promise<void> {
  if (personIds.length > 0) await addChange(tx, workspaceId, personIds)
}

/**
 * Makes the facts of the people again whom live changes were about. What a stop interrupts is done again; the cost follows the
 * number of changes, not the number of people.
 *
 * @returns number of people
 */
export async function refreshChangedFacts(
  database: Database,
  workspaceId: string,
  now: Instant,
): Promise<number> {
  let people = 0
  for (;;) {
    const changes = await database.workspace(workspaceId, (tx) => changesWaiting(tx, workspaceId, CHANGES))
    if (changes.length === 0) return people
    const ids = [...new Set(changes.flatMap(({ personIds }) => personIds))]
    const settings = await database.workspace(workspaceId, (tx) => reportSettings(tx, workspaceId, now))
    for (let from = 0; from < ids.length; from += PEOPLE) {
      const personIds = ids.slice(from, from + PEOPLE)
      await refreshUnder({ database, workspaceId, settings, now }, { personIds })
    }
    const done = changes.map(({ id }) => id)
    await database.workspace(workspaceId, (tx) => removeChanges(tx, workspaceId, done))
    people += ids.length
  }
}

/** Workspaces with facts to be made again. */
export function workspacesWithChanges(database: Database): Promise<string[]> {
  return database.system(workspacesWaiting)
}
