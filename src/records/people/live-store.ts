import { sql } from 'drizzle-orm'
import type { Attributes } from '#platform/db/columns.ts'
import { anyId, anyText, type Tx } from '#platform/db/index.ts'
import { type Instant, toIso } from '#platform/kernel/instant.ts'
import { type Fill, fillPeople } from './fill-store.ts'
import type { ActiveJoin, PersonFields } from './rules/identity-live.ts'
import type { Filled, Told } from './tables.ts'

/** Statements of live identity, each for a whole batch. */

/** Who a record is now: a folded one always names the last survivor. */
const survivor = sql`coalesce(p.merged_into_id, p.id)`

export interface JoinRow extends ActiveJoin {
  id: string
  anonymousId: string
  proven: boolean
}

/** Joins of visitors that hold, in the order in which they count. */
export async function activeJoins(
  tx: Tx,
  workspaceId: string,
  visitors: readonly string[],
): Promise<JoinRow[]> {
  if (visitors.length === 0) return []
  const { rows } = await tx.execute<JoinRow & Record<string, unknown>>(sql`
    select j.id, j.anonymous_id as "anonymousId", ${survivor} as "personId", j.occurred_at as "occurredAt",
      j.brings_history as "bringsHistory", j.proven
    from identity_join j
    join person p on p.workspace_id = ${workspaceId} and p.id = j.person_id
    where j.workspace_id = ${workspaceId} and j.anonymous_id = ${anyText(visitors)} and j.taken_back_at is null
    order by j.occurred_at, j.recorded_at, j.id`)
  return rows
}

export interface KnownPerson {
  id: string
  email: string | null
  madeBy: 'record' | 'proof' | 'claim'
  attributes: Attributes
  accountId: string | null
  told: Told
  fields: Record<keyof PersonFields, string | null>
}

/** What names people: proven user ids and e-mail addresses. Of several people with one address the one known longest counts. */
export async function namedPeople(
  tx: Tx,
  workspaceId: string,
  userIds: readonly string[],
  emails: readonly string[],
): Promise<{ userId: string | null; email: string | null; personId: string }[]> {
  if (userIds.length + emails.length === 0) return []
  const { rows } = await tx.execute<{ userId: string | null; email: string | null; personId: string }>(sql`
    select x.external_id as "userId", null as email, ${survivor} as "personId", p.recorded_at as "knownSince", p.id
    from external_id x
    join person p on p.workspace_id = ${workspaceId} and p.id = x.record_id
    where x.workspace_id = ${workspaceId} and x.system = 'segment' and x.kind = 'person' and x.external_id = ${anyText(userIds)}
    union all
    select null, p.email_norm, ${survivor}, p.recorded_at, p.id
    from person p
    where p.workspace_id = ${workspaceId} and p.email_norm = ${anyText(emails)}
    order by "knownSince", id`)
  return rows
}

/** A person whom claims made counts as known from the day a CRM knows them or somebody owns them. */
const MADE_BY = (
  workspaceId: string,
) => sql`case when p.made_by = 'claim' and (p.seller_id is not null or exists (
  select 1 from external_id x where x.workspace_id = ${workspaceId} and x.record_id = p.id and x.system <> 'segment'))
  then 'record' else p.made_by end`

/** What is stored of people, for filling what is empty. */
export async function loadPeople(
  tx: Tx,
  workspaceId: string,
  personIds: readonly string[],
): Promise<KnownPerson[]> {
  if (personIds.length === 0) return []
  const { rows } = await tx.execute<KnownPerson & Record<string, unknown>>(sql`
    select p.id, p.email_norm as email, ${MADE_BY(workspaceId)} as "madeBy", p.attributes,
      p.account_id as "accountId", p.told, jsonb_build_object('first_name', p.first_name, 'last_name', p.last_name,
        'job_title', p.job_title, 'phone', p.phone, 'country', p.country) as fields
    from person p where p.workspace_id = ${workspaceId} and p.id = ${anyId(personIds)}`)
  return rows
}

/** Accounts by registrable domain; of several the one known longest. */
export async function accountsByDomain(
  tx: Tx,
  workspaceId: string,
  domains: readonly string[],
): Promise<Map<string, string>> {
  if (domains.length === 0) return new Map()
  const { rows } = await tx.execute<{ domain: string; id: string }>(sql`
    select a.domain, coalesce(a.merged_into_id, a.id) as id from account a
    where a.workspace_id = ${workspaceId} and a.domain = ${anyText(domains)} order by a.recorded_at desc, a.id desc`)
  return new Map(rows.map((row) => [row.domain, row.id]))
}

export interface NewAccount {
  id: string
  name: string
  name_norm: string
  domain: string
  at: Instant
}

export interface NewPerson {
  id: string
  email: string
  email_norm: string
  account_id: string | null
  made_by: 'proof' | 'claim'
  fields: PersonFields
  attributes: Attributes
  told: Told
  at: Instant
}

export interface NewJoin {
  id: string
  anonymous_id: string
  person_id: string
  matched_by: 'user_id' | 'email'
  matched: string
  proven: boolean
  message_id: string
  shared_device: boolean
  brings_history: boolean
  filled: Filled
  at: Instant
}

export interface Writes {
  accounts: NewAccount[]
  people: NewPerson[]
  userIds: { external_id: string; record_id: string }[]
  joins: NewJoin[]
  fills: Fill[]
  /** visitor → whose events come from it now */
  visitors: { anonymous_id: string; person_id: string }[]
}

const dated = <Row extends { at: Instant }>(rows: readonly Row[]) =>
  JSON.stringify(rows.map((row) => ({ ...row, at: toIso(row.at) })))

/** Stores what a batch of sightings led to, in at most seven statements. */
export async function writeIdentity(tx: Tx, workspaceId: string, found: Writes, now: Instant): Promise<void> {
  if (found.accounts.length > 0) await insertAccounts(tx, workspaceId, found.accounts, now)
  if (found.people.length > 0) await insertPeople(tx, workspaceId, found.people, now)
  if (found.userIds.length > 0)
    await tx.execute(sql`
      insert into external_id (workspace_id, system, kind, external_id, record_id, recorded_at)
      select ${workspaceId}::uuid, 'segment', 'person', g.external_id, g.record_id, ${toIso(now)}::timestamptz
      from jsonb_to_recordset(${JSON.stringify(found.userIds)}::jsonb) as g(external_id text, record_id uuid)
      on conflict (workspace_id, system, kind, external_id) do nothing`)
  if (found.visitors.length > 0) await writeVisitors(tx, workspaceId, found.visitors, now)
  if (found.joins.length > 0) await insertJoins(tx, workspaceId, found.joins, now)
  if (found.fills.length > 0) await fillPeople(tx, workspaceId, found.fills)
}

async function insertAccounts(
  tx: Tx,
  workspaceId: string,
  rows: readonly NewAccount[],
  now: Instant,
): Promise<void> {
  await tx.execute(sql`
    insert into account (workspace_id, id, name, name_norm, domain, occurred_at, recorded_at)
    select ${workspaceId}::uuid, g.id, g.name, g.name_norm, g.domain, g.at, ${toIso(now)}::timestamptz
    from jsonb_to_recordset(${dated(rows)}::jsonb) as g(id uuid, name text, name_norm text, domain text, at timestamptz)`)
}

async function insertPeople(
  tx: Tx,
  workspaceId: string,
  rows: readonly NewPerson[],
  now: Instant,
): Promise<void> {
  await tx.execute(sql`
    insert into person (workspace_id, id, email, email_norm, first_name, last_name, job_title, phone, country, account_id,
      attributes, told, made_by, occurred_at, recorded_at)
    select ${workspaceId}::uuid, g.id, g.email, g.email_norm, g.fields ->> 'first_name', g.fields ->> 'last_name',
      g.fields ->> 'job_title', g.fields ->> 'phone', g.fields ->> 'country', g.account_id, g.attributes, g.told, g.made_by, g.at,
      ${toIso(now)}::timestamptz
    from jsonb_to_recordset(${dated(rows)}::jsonb) as g(id uuid, email text, email_norm text, fields jsonb, account_id uuid,
      attributes jsonb, told jsonb, made_by text, at timestamptz)`)
}

/** Says whose the events of visitors are now. */
export async function writeVisitors(
  tx: Tx,
  workspaceId: string,
  rows: readonly { anonymous_id: string; person_id: string | null }[],
  now: Instant,
): Promise<void> {
  await tx.execute(sql`
    insert into visitor (workspace_id, anonymous_id, person_id, recorded_at)
    select ${workspaceId}::uuid, g.anonymous_id, g.person_id, ${toIso(now)}::timestamptz
    from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as g(anonymous_id text, person_id uuid)
    on conflict (workspace_id, anonymous_id) do update set person_id = excluded.person_id`)
}

async function insertJoins(
  tx: Tx,
  workspaceId: string,
  rows: readonly NewJoin[],
  now: Instant,
): Promise<void> {
  await tx.execute(sql`
    insert into identity_join (workspace_id, id, anonymous_id, person_id, matched_by, matched, proven, message_id, shared_device,
      brings_history, filled, occurred_at, recorded_at)
    select ${workspaceId}::uuid, g.id, g.anonymous_id, g.person_id, g.matched_by, g.matched, g.proven, g.message_id,
      g.shared_device, g.brings_history, g.filled, g.at, ${toIso(now)}::timestamptz
    from jsonb_to_recordset(${dated(rows)}::jsonb) as g(id uuid, anonymous_id text, person_id uuid, matched_by text,
      matched text, proven boolean, message_id text, shared_device boolean, brings_history boolean, filled jsonb, at timestamptz)`)
}
