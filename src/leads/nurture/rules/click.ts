import { type Instant, SECOND } from '#platform/kernel/instant.ts'

/** A visit to a link of a message. */
export interface Click {
  /** place in the message's links; -1 is the page to unsubscribe */
  link: number
  occurredAt: Instant
}

/** How long a visit is held back, until it can be told whether a machine followed every link. */
export const CLICK_WINDOW_MS = 10 * SECOND

/**
 * The visits around one of them that tell a reader from a machine that follows everything: those within ten seconds.
 *
 * @example visitsAround({ link: 0, occurredAt: 20_000 }, [{ link: -1, occurredAt: 9_000 }]) // []
 */
export function visitsAround(click: Click, all: readonly Click[]): { link: string; at: Instant }[] {
  return all
    .filter((other) => Math.abs(other.occurredAt - click.occurredAt) <= CLICK_WINDOW_MS)
    .map(({ link, occurredAt }) => ({ link: String(link), at: occurredAt }))
}
