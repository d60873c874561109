import { z } from 'zod'
import { Problem, problem } from './problem.ts'

/** A cursor that names no place of the list it is sent to. */
export const unknownPlace = problem('list.cursor', 422, 'This place in the list is not known')

/**
 * What is shown of rows of which one more was read than fits on a page, and the cursor of what follows it.
 *
 * @param cursorOf the cursor of the place after a row
 * @example const { shown, nextCursor } = pageOf(rows, limit, (last) => writeCursor(Place, [last.name, last.id]))
 */
export function pageOf<Row>(
  rows: readonly Row[],
  limit: number,
  cursorOf: (last: Row) => string,
): { shown: Row[]; nextCursor: string | null } {
  const shown = rows.slice(0, limit)
  const last = shown.at(-1)
  return { shown, nextCursor: rows.length > limit && last !== undefined ? cursorOf(last) : null }
}

/** A place in a list as its cursor, which callers hand back as it is. */
export function writeCursor<Place extends z.ZodType>(place: Place, value: z.output<Place>): string {
  return Buffer.from(JSON.stringify(z.encode(place, value))).toString('base64url')
}

/**
 * The place a cursor names; none without a cursor.
 *
 * @throws {Problem} `unknownPlace` when the cursor was not written by this list; contracts declare it
 */
export function readCursor<Place extends z.ZodType>(
  place: Place,
  cursor: string | undefined,
): z.output<Place> | undefined {
  if (!cursor) return undefined
  const read = place.safeParse(textOf(cursor))
  if (read.success) return read.data
  throw new Problem(unknownPlace, 'Begin again at the first page.')
}

function textOf(cursor: string): unknown {
  try {
    return JSON.parse(Buffer.from(cursor, 'base64url').toString())
  } catch {
    return undefined
  }
}
