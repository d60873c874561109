import type { Tx } from '#platform/db/index.ts'
import { type Audience, audienceRows } from './people-store.ts'

/**
 * What a message about a hand-off needs: its words, and who is to be told. A manager is the member whose name or address stands with
 * the seller; the leaders of both teams are the members with the role of leadership.
 *
 * @returns `null` when there is no such hand-off
 */
export async function toldAbout(tx: Tx, workspaceId: string, handOffId: string): Promise<Audience | null> {
  return audienceRows(tx, workspaceId, handOffId)
}
