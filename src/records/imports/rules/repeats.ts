import type { TouchRow } from './rows.ts'

/** Touches remembered per file; beyond them equal ones count once. */
const MOST_REMEMBERED = 500_000

/**
 * Numbers the touches of one file that nothing tells apart: three calls of a day that are written without id and time are three
 * calls. The same file gives the same numbers, so that importing it again changes nothing.
 */
export class Repeats {
  private readonly times = new Map<string, number>()

  /** How many touches before this one in the file said the same; 0 for one with an id or a time of its own. */
  count(row: TouchRow): number {
    if (!row.isDayOnly || row.key !== undefined) return 0
    const said = touchIdentity(row, row.person.key ?? row.person.email?.toLowerCase()).join('\u001f')
    const before = this.times.get(said) ?? 0
    if (before > 0 || this.times.size < MOST_REMEMBERED) this.times.set(said, before + 1)
    return before
  }
}

/** What makes a touch without id the one it is; `person` as far as it is known where it is asked. */
export const touchIdentity = (row: TouchRow, person: string | undefined) => [
  person,
  row.touchKind,
  row.occurredAt,
  row.direction,
  row.subject,
  row.campaign?.key ?? row.campaign?.name,
  row.channel,
  row.seller?.key ?? row.seller?.name,
]
