import { sql } from 'drizzle-orm'
import type { Attributes } from '#platform/db/columns.ts'
import type { Tx } from '#platform/db/index.ts'
import { readableAddress } from '#platform/mail/index.ts'
import { FILLABLE, type PersonFields } from './rules/identity-live.ts'
import type { Told } from './tables.ts'

/** What a person gets: what was missing, or what events had said and say otherwise now. */
export interface Fill {
  id: string
  email: string | null
  accountId: string | null
  fields: PersonFields
  attributes: Attributes
  told: Told
  /** the join that said so, where it was there before */
  joinId: string | null
}

/** What a column gets: what is said, where it is empty or still says what events said. */
const filled = (column: keyof PersonFields) => {
  const kept = sql.raw(`kept.${column}`)
  return sql`${sql.raw(column)} = case when ${kept} is null or ${kept} = kept.told -> ${column} ->> 'value'
    then coalesce(g.fields ->> ${column}, ${kept}) else ${kept} end`
}

/** Fills people, and remembers with the joins that said so what they filled. */
export async function fillPeople(tx: Tx, workspaceId: string, fills: readonly Fill[]): Promise<void> {
  await tx.execute(sql`
    update person as kept set email = coalesce(kept.email, g.shown), email_norm = coalesce(kept.email_norm, g.email),
      account_id = coalesce(kept.account_id, g."accountId"), ${sql.join(FILLABLE.map(filled), sql`, `)},
      attributes = kept.attributes || coalesce((
        select jsonb_object_agg(one.key, one.value) from jsonb_each(g.attributes) as one
        where kept.attributes -> one.key is null or kept.attributes -> one.key = kept.told -> one.key -> 'value'), '{}'::jsonb),
      told = kept.told || g.told
    from jsonb_to_recordset(${JSON.stringify(merged(fills))}::jsonb) as g(id uuid, email text, shown text, "accountId" uuid,
      fields jsonb, attributes jsonb, told jsonb)
    where kept.workspace_id = ${workspaceId} and kept.id = g.id`)
  const joins = fills.filter(({ joinId }) => joinId !== null)
  if (joins.length === 0) return
  await tx.execute(sql`
    update identity_join as kept set filled = jsonb_build_object(
      'fields', (kept.filled -> 'fields') || g.fields || jsonb_strip_nulls(jsonb_build_object('account', g."accountId")),
      'attributes', (kept.filled -> 'attributes') || g.attributes)
    from jsonb_to_recordset(${JSON.stringify(merged(joins, ({ joinId }) => joinId!))}::jsonb) as g(id uuid, "accountId" uuid,
      fields jsonb, attributes jsonb)
    where kept.workspace_id = ${workspaceId} and kept.id = g.id`)
}

interface Row extends Omit<Fill, 'joinId'> {
  /** the address as people write it */
  shown: string | null
}

/** One row for each id: an update takes only one of several that name the same record. Of two values the later is kept. */
function merged(fills: readonly Fill[], idOf = (fill: Fill) => fill.id): Row[] {
  const rows = new Map<string, Row>()
  for (const fill of fills) {
    const id = idOf(fill)
    const row = rows.get(id)
    const email = row?.email ?? fill.email
    rows.set(id, {
      id,
      email,
      shown: email && readableAddress(email),
      accountId: row?.accountId ?? fill.accountId,
      fields: { ...row?.fields, ...fill.fields },
      attributes: { ...row?.attributes, ...fill.attributes },
      told: { ...row?.told, ...fill.told },
    })
  }
  return [...rows.values()]
}
