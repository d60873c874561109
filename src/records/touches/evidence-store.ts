import { type SQL, sql } from 'drizzle-orm'
import { anyText } from '#platform/db/index.ts'
import { ATTEMPTS, AUTOMATIC } from './rules/evidence.ts'

/** The conditions of rules/evidence.ts in SQL, over a touch called `t`. */

const isOneOf = (kinds: readonly string[]) => sql`t.kind = ${anyText(kinds)}`

const byProgram = sql`(t.machine or coalesce('true' in (${sql.join(
  AUTOMATIC.map((name) => sql`t.attributes ->> ${name}::text`),
  sql`, `,
)}), false))`

const reached = sql`coalesce(t.attributes -> 'reached' = 'true'::jsonb, false)`

/** `isAttempt` over a touch called `t`. */
export function attemptCondition(channels: readonly string[]): SQL {
  const kinds = Object.keys(ATTEMPTS).filter(
    (kind) => ATTEMPTS[kind] !== 'social' || channels.includes('social'),
  )
  return sql`(t.side = 'sales' and not ${byProgram} and ${isOneOf(kinds)}
    and (t.direction = 'outbound' or t.kind = 'meeting'))`
}

/** `isContact` over a touch called `t`. */
export const contactCondition: SQL = sql`(not ${byProgram} and (
  (t.kind = 'email_reply' and t.direction = 'inbound')
  or (t.side = 'sales' and (${isOneOf(['call_connected', 'meeting'])} or (t.kind = 'call' and t.direction = 'inbound')
    or (${isOneOf(Object.keys(ATTEMPTS))} and ${reached})))))`
