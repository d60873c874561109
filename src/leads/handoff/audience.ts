import type { Tx } from '#platform/db/index.ts'
import { type Audience, audienceRows } from './people-store.ts'

/**
 * What a message about a hand-off needs: its words, and who is to be told. A manager is a member whom the
 * seller's record names as such (`isManagerIn`).
 *
 * @returns `null` when there is no such hand-off
 */
export async function toldAbout(tx: Tx, workspaceId: string, handOffId: string): Promise<Audience | null> {
  return audienceRows(tx, workspaceId, handOffId)
}
