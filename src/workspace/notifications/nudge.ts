/** Something of a workspace has changed, or is about to with the commit under way. */
export interface Nudge {
  workspaceId: string
  /** what on the pages is old now; null: only notifications */
  what: string | null
}

const listeners = new Set<(nudge: Nudge) => void>()

/** Hears of what this process writes, a moment before it is committed. */
export function onNudge(listener: (nudge: Nudge) => void): () => void {
  listeners.add(listener)
  return () => listeners.delete(listener)
}

export function nudge(told: Nudge): void {
  for (const listener of listeners) listener(told)
}

/**
 * Tells open pages that something changed, so that they ask anew. Lossy and cheap: call it in the transaction of the change, as
 * often as you like.
 *
 * @param what area of the API, `handoffs`
 */
export function hint(workspaceId: string, what: string): void {
  nudge({ workspaceId, what })
}
