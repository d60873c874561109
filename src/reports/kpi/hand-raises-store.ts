import { type SQL, sql } from 'drizzle-orm'
import type { EventFacts } from '#agreement/document/index.ts'
import { anyId, type Tx } from '#platform/db/index.ts'
import type { PeopleScope } from './people-store.ts'
import type { HandRaiseRule } from './settings.ts'

/** A touch as an event before anything of it is known. */
const NO_EVENT: EventFacts = {
  ...{ type: 'touch', kind: null, side: null, direction: null, channel: null, subject: null, campaign: null },
  ...{ stage: null, amount: null, machine: false },
}

/** Fields of an event that a touch called `t` has a value for. */
const columnsOf = (workspaceId: string) =>
  ({
    kind: sql`t.kind`,
    side: sql`t.side`,
    direction: sql`t.direction`,
    channel: sql`t.channel`,
    subject: sql`t.subject`,
    campaign: sql`(select c.name from campaign c where c.workspace_id = ${workspaceId} and c.id = t.campaign_id)`,
  }) as const satisfies Partial<Record<keyof EventFacts, SQL>>

type Field = keyof ReturnType<typeof columnsOf>

/**
 * Which touches of these people, called `t`, raise a hand. The rule of the agreement is asked once for each combination of values that
 * it reads and that their touches have; of the default rule that is the kinds.
 */
export async function handRaiseCondition(
  tx: Tx,
  { workspaceId, personIds }: PeopleScope,
  rule: HandRaiseRule,
): Promise<SQL> {
  const columns = columnsOf(workspaceId)
  const fields = (Object.keys(columns) as Field[]).filter((field) => rule.reads.includes(`event.${field}`))
  const values = sql`jsonb_build_array(${sql.join(
    fields.map((field) => columns[field]),
    sql`, `,
  )})`
  const { rows } = await tx.execute<{ values: (string | null)[] }>(sql`
    select distinct ${values} as "values" from touch t
    where t.workspace_id = ${workspaceId} and t.person_id = ${anyId(personIds)} and not t.machine`)
  const raised = rows
    .filter((row) =>
      rule.holds({
        ...NO_EVENT,
        ...Object.fromEntries(fields.map((field, place) => [field, row.values[place]])),
      }),
    )
    .map((row) => JSON.stringify(row.values))
  return sql`(not t.machine and ${values} = any(${sql.param(raised)}::jsonb[]))`
}
