import { sql } from 'drizzle-orm'
import type { Tx } from '#platform/db/index.ts'
import { type Instant, toIso } from '#platform/kernel/instant.ts'
import { type EmailPlaces, emailSaid } from './rules/email-said.ts'
import type { Filled } from './tables.ts'

/** Joins of one person or visitor: shown, taken back, and followed by the touches. */

export interface StoredJoin extends Record<string, unknown> {
  id: string
  anonymousId: string
  personId: string
  matchedBy: 'user_id' | 'email'
  matched: string
  proven: boolean
  messageId: string
  sharedDevice: boolean
  bringsHistory: boolean
  filled: Filled
  occurredAt: Instant
  takenBackAt: Instant | null
}

const COLUMNS =
  sql.raw(`j.id, j.anonymous_id as "anonymousId", j.person_id as "personId", j.matched_by as "matchedBy", j.matched,
  j.proven, j.message_id as "messageId", j.shared_device as "sharedDevice", j.brings_history as "bringsHistory", j.filled,
  j.occurred_at as "occurredAt", j.taken_back_at as "takenBackAt"`)

export async function joinsOf(tx: Tx, workspaceId: string, personId: string): Promise<StoredJoin[]> {
  const { rows } = await tx.execute<StoredJoin>(sql`
    select ${COLUMNS} from identity_join j where j.workspace_id = ${workspaceId} and j.person_id = ${personId}
    order by j.occurred_at desc, j.id desc limit 200`)
  return rows
}

export async function lockJoin(tx: Tx, workspaceId: string, id: string): Promise<StoredJoin | undefined> {
  const { rows } = await tx.execute<StoredJoin>(
    sql`select ${COLUMNS} from identity_join j where j.workspace_id = ${workspaceId} and j.id = ${id} for update`,
  )
  return rows[0]
}

/** Marks a join as taken back, and empties on the person what it had filled where it still says the same. */
export async function unjoin(
  tx: Tx,
  workspaceId: string,
  { id, personId, filled }: StoredJoin,
  by: string | null,
  now: Instant,
): Promise<void> {
  await tx.execute(sql`
    update identity_join set taken_back_at = ${toIso(now)}::timestamptz, taken_back_by = ${by}::uuid
    where workspace_id = ${workspaceId} and id = ${id}`)
  const fields = JSON.stringify(filled.fields)
  const attributes = JSON.stringify(filled.attributes)
  await tx.execute(sql`
    update person as kept set first_name = nullif(kept.first_name, f.g ->> 'first_name'),
      last_name = nullif(kept.last_name, f.g ->> 'last_name'), job_title = nullif(kept.job_title, f.g ->> 'job_title'),
      phone = nullif(kept.phone, f.g ->> 'phone'), country = nullif(kept.country, f.g ->> 'country'),
      account_id = case when kept.account_id::text = f.g ->> 'account' then null else kept.account_id end,
      attributes = (
        select coalesce(jsonb_object_agg(one.key, one.value), '{}'::jsonb) from jsonb_each(kept.attributes) as one
        where not (${attributes}::jsonb @> jsonb_build_object(one.key, one.value)))
    from (select ${fields}::jsonb as g) as f
    where kept.workspace_id = ${workspaceId} and kept.id = ${personId}`)
}

/**
 * Who an event without an address belongs to: whoever its proven user id is; else by `ownerAt` the latest join of the visitor that
 * holds, else the one that brought the history.
 */
const OWNER = (workspaceId: string) => sql`coalesce(
  (select x.record_id from external_id x where x.workspace_id = ${workspaceId} and x.system = 'segment' and x.kind = 'person'
    and x.external_id = e.user_id and e.proven),
  (select j.person_id from identity_join j where j.workspace_id = ${workspaceId} and j.anonymous_id = e.anonymous_id
    and j.taken_back_at is null and j.occurred_at <= e.occurred_at
    order by j.occurred_at desc, j.recorded_at desc, j.id desc limit 1),
  (select j.person_id from identity_join j where j.workspace_id = ${workspaceId} and j.anonymous_id = e.anonymous_id
    and j.taken_back_at is null and j.brings_history limit 1))`

interface Placed extends EmailPlaces {
  eventId: string
  touchId: string
  personId: string
  owner: string | null
}

/** Touches of a visitor that belong to somebody else now, or to nobody. Events that say an address stay. */
export async function misplacedTouches(
  tx: Tx,
  workspaceId: string,
  anonymousId: string,
): Promise<{ eventId: string; touchId: string; personId: string; owner: string | null }[]> {
  const { rows } = await tx.execute<Placed & Record<string, unknown>>(sql`
    select * from (
      select e.id as "eventId", t.id as "touchId", t.person_id as "personId", ${OWNER(workspaceId)} as owner,
        e.type, e.proven, e.user_id as "userId", e.payload #> '{traits,email}' as traits,
        e.payload #> '{context,traits,email}' as "contextTraits", e.payload #> '{context,email}' as context,
        e.payload #> '{properties,email}' as properties
      from intake_event e
      join touch t on t.workspace_id = ${workspaceId} and t.source = e.source and t.dedupe_key = e.message_id
      where e.workspace_id = ${workspaceId} and e.anonymous_id = ${anonymousId}
    ) as placed where placed.owner is distinct from placed."personId"`)
  return rows
    .filter((row) => emailSaid(row) === null)
    .map(({ eventId, touchId, personId, owner }) => ({ eventId, touchId, personId, owner }))
}

/** Moves touches to whose they are; what is nobody's leaves the ledger and waits with its event until the visitor is known. */
export async function replaceTouches(
  tx: Tx,
  workspaceId: string,
  anonymousId: string,
  rows: readonly { eventId: string; touchId: string; owner: string | null }[],
  now: Instant,
): Promise<void> {
  const given = sql`jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as g("eventId" uuid, "touchId" uuid, owner uuid)`
  await tx.execute(sql`
    update touch as kept set person_id = g.owner from ${given}
    where kept.workspace_id = ${workspaceId} and kept.id = g."touchId" and g.owner is not null`)
  await tx.execute(sql`
    delete from touch as gone using ${given}
    where gone.workspace_id = ${workspaceId} and gone.id = g."touchId" and g.owner is null`)
  await tx.execute(sql`
    insert into intake_work (workspace_id, event_id, state, anonymous_id, user_id, due_at)
    select ${workspaceId}::uuid, e.id, 'anonymous', ${anonymousId}, case when e.proven then e.user_id end, ${toIso(now)}::timestamptz
    from ${given} join intake_event e on e.workspace_id = ${workspaceId} and e.id = g."eventId" where g.owner is null
    on conflict (workspace_id, event_id) do nothing`)
}
