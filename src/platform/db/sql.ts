import { type SQL, sql } from 'drizzle-orm'

/** `= any(…)` over ids; one parameter, however many they are. */
export const anyId = (ids: readonly string[]): SQL => sql`any(${sql.param(ids)}::uuid[])`

/** The same over texts. */
export const anyText = (texts: readonly string[]): SQL => sql`any(${sql.param(texts)}::text[])`

/**
 * The pattern of `like` for what contains a text, whatever signs are in it.
 *
 * @example containing('50%') // '%50\\%%'
 */
export const containing = (text: string): string => `%${text.replace(/[\\%_]/g, '\\$&')}%`

/** The rows of a statement, in the shape its select gives them. */
export const rowsOf = <Row>(result: { rows: unknown[] }): Row[] => result.rows as Row[]
