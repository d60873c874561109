import { and, asc, desc, eq, gt, inArray, sql } from 'drizzle-orm'
import { anyId, type Tx } from '#platform/db/index.ts'
import { type Instant, toIso } from '#platform/kernel/instant.ts'
import type { HandOffEventFacts } from './rules/ledger.ts'
import { handOff, handOffEvent, handOffStart } from './tables.ts'

/**
 * Hand-offs, their ledger and their timers. Whoever changes a hand-off first locks the person, in the order of ids, then the
 * hand-off, then its timers: the same order everywhere, so that nobody waits for each other in a circle.
 */

export type HandOffRow = typeof handOff.$inferSelect
export type EventRow = typeof handOffEvent.$inferSelect

const iso = (at: Instant | null) => (at === null ? null : toIso(at))

/** Locks people that are there, in the order of their ids; with `skip`, those that nobody else has locked. */
export async function lockPeople(
  tx: Tx,
  workspaceId: string,
  ids: readonly string[],
  skip = false,
): Promise<string[]> {
  const { rows } = await tx.execute<{ id: string }>(sql`
    select p.id from person p where p.workspace_id = ${workspaceId} and p.id = ${anyId(ids)}
    order by p.id for no key update ${skip ? sql`skip locked` : sql``}`)
  return rows.map((row) => row.id)
}

export async function handOffOf(tx: Tx, workspaceId: string, id: string): Promise<HandOffRow | null> {
  const [row] = await tx
    .select()
    .from(handOff)
    .where(and(eq(handOff.workspaceId, workspaceId), eq(handOff.id, id)))
  return row ?? null
}

/** The hand-offs with these ids, locked together with their people. */
export async function lockHandOffs(
  tx: Tx,
  workspaceId: string,
  ids: readonly string[],
): Promise<HandOffRow[]> {
  const chosen = and(eq(handOff.workspaceId, workspaceId), inArray(handOff.id, [...ids]))
  for (;;) {
    const found = await tx.select({ personId: handOff.personId }).from(handOff).where(chosen)
    const people = found.map((row) => row.personId)
    if (people.length === 0) return []
    await lockPeople(tx, workspaceId, people)
    const rows = await tx.select().from(handOff).where(chosen).orderBy(asc(handOff.id)).for('update')
    // a merge may have moved one to another record meanwhile
    if (rows.every((row) => people.includes(row.personId))) return rows
  }
}

/** The open hand-offs of some people, locked; the people are locked already. */
export async function lockOpenOf(
  tx: Tx,
  workspaceId: string,
  personIds: readonly string[],
): Promise<HandOffRow[]> {
  return tx
    .select()
    .from(handOff)
    .where(
      and(
        eq(handOff.workspaceId, workspaceId),
        inArray(handOff.personId, [...personIds]),
        sql`state in ('offered', 'accepted', 'working')`,
      ),
    )
    .orderBy(asc(handOff.id))
    .for('update')
}

/** People among these who have an open hand-off. */
export async function peopleWithOpen(
  tx: Tx,
  workspaceId: string,
  personIds: readonly string[],
): Promise<string[]> {
  if (personIds.length === 0) return []
  const { rows } = await tx.execute<{ person_id: string }>(sql`
    select h.person_id from hand_off h where h.workspace_id = ${workspaceId} and h.person_id = ${anyId(personIds)}
      and h.state in ('offered', 'accepted', 'working')`)
  return rows.map((row) => row.person_id)
}

/** All hand-offs of one person, earliest first. */
export async function handOffsOf(tx: Tx, workspaceId: string, personId: string): Promise<HandOffRow[]> {
  return tx
    .select()
    .from(handOff)
    .where(and(eq(handOff.workspaceId, workspaceId), eq(handOff.personId, personId)))
    .orderBy(asc(handOff.cycle), asc(handOff.sequence))
}

/** Ids of the hand-offs of some records, the latest offer first. */
export async function handOffIdsOf(
  tx: Tx,
  workspaceId: string,
  personIds: readonly string[],
): Promise<string[]> {
  const rows = await tx
    .select({ id: handOff.id })
    .from(handOff)
    .where(and(eq(handOff.workspaceId, workspaceId), inArray(handOff.personId, [...personIds])))
    .orderBy(desc(handOff.offeredAt), desc(handOff.cycle), desc(handOff.sequence))
  return rows.map(({ id }) => id)
}

/** Hand-offs for which the rules found nobody and that nobody took on since, the most urgent first; not those that wait for the customer. */
export async function unassignedIds(tx: Tx, workspaceId: string, limit: number): Promise<string[]> {
  const { rows } = await tx.execute<{ id: string }>(sql`
    select h.id from hand_off h
    where h.workspace_id = ${workspaceId} and h.seller_id is null and h.decision_id is not null
      and h.state = 'offered' and h.paused_at is null
    order by h.due_at, h.id limit ${limit}`)
  return rows.map(({ id }) => id)
}

/** Who had the lead in the same cycle before, by hand-off. */
export async function formerSellersOf(
  tx: Tx,
  workspaceId: string,
  handOffs: readonly Pick<HandOffRow, 'id' | 'personId' | 'cycle'>[],
): Promise<Map<string, string[]>> {
  if (handOffs.length === 0) return new Map()
  const { rows } = await tx.execute<{ id: string; sellerIds: string[] }>(sql`
    select h.id, array_agg(distinct f.seller_id) as "sellerIds" from hand_off h
    join hand_off f on f.workspace_id = ${workspaceId} and f.person_id = h.person_id and f.cycle = h.cycle and f.seller_id is not null
    where h.workspace_id = ${workspaceId} and h.id = ${anyId(handOffs.map(({ id }) => id))} group by h.id`)
  return new Map(rows.map(({ id, sellerIds }) => [id, sellerIds]))
}

export async function insertHandOffs(tx: Tx, rows: readonly HandOffRow[]): Promise<void> {
  if (rows.length > 0) await tx.insert(handOff).values([...rows])
}

/** Stores what events changed, for many hand-offs in one statement. */
export async function saveHandOffs(tx: Tx, workspaceId: string, rows: readonly HandOffRow[]): Promise<void> {
  if (rows.length === 0) return
  const written = rows.map((row) => ({
    ...row,
    stateAt: iso(row.stateAt),
    dueAt: iso(row.dueAt),
    leadAttemptedAt: iso(row.leadAttemptedAt),
    attemptedAt: iso(row.attemptedAt),
    contactedAt: iso(row.contactedAt),
    acceptedAt: iso(row.acceptedAt),
    pausedAt: iso(row.pausedAt),
    pausedUntil: iso(row.pausedUntil),
  }))
  await tx.execute(sql`
    update hand_off as h set person_id = r."personId", cycle = r.cycle, sequence = r.sequence, state = r.state, state_at = r."stateAt", due_at = r."dueAt",
      lead_attempted_at = r."leadAttemptedAt", lead_attempt_touch_id = r."leadAttemptTouchId",
      attempted_at = r."attemptedAt", attempt_touch_id = r."attemptTouchId", contacted_at = r."contactedAt",
      contact_touch_id = r."contactTouchId", outside_hours = r."outsideHours", accepted_by = r."acceptedBy",
      accepted_at = r."acceptedAt", accepted_by_default = r."acceptedByDefault", paused_at = r."pausedAt",
      paused_by = r."pausedBy", pause_reason = r."pauseReason", paused_until = r."pausedUntil", reason = r.reason,
      note = r.note, opportunity_id = r."opportunityId", events = r.events
    from jsonb_to_recordset(${JSON.stringify(written)}::jsonb) as r (id uuid, "personId" uuid, cycle int, sequence int, state text, "stateAt" timestamptz,
      "dueAt" timestamptz, "leadAttemptedAt" timestamptz, "leadAttemptTouchId" uuid, "attemptedAt" timestamptz,
      "attemptTouchId" uuid, "contactedAt" timestamptz, "contactTouchId" uuid, "outsideHours" boolean, "acceptedBy" uuid,
      "acceptedAt" timestamptz, "acceptedByDefault" boolean, "pausedAt" timestamptz, "pausedBy" uuid, "pauseReason" text,
      "pausedUntil" timestamptz, reason text, note text, "opportunityId" uuid, events int)
    where h.workspace_id = ${workspaceId} and h.id = r.id`)
}

export async function insertEvents(
  tx: Tx,
  workspaceId: string,
  events: readonly (HandOffEventFacts & { handOffId: string })[],
): Promise<void> {
  if (events.length === 0) return
  await tx.insert(handOffEvent).values(events.map((event) => ({ ...event, workspaceId })))
}

/** The ledgers of some hand-offs, each in its order. */
export async function eventsOf(
  tx: Tx,
  workspaceId: string,
  handOffIds: readonly string[],
): Promise<Map<string, EventRow[]>> {
  const byHandOff = new Map<string, EventRow[]>(handOffIds.map((id) => [id, []]))
  if (handOffIds.length === 0) return byHandOff
  const rows = await tx
    .select()
    .from(handOffEvent)
    .where(and(eq(handOffEvent.workspaceId, workspaceId), inArray(handOffEvent.handOffId, [...handOffIds])))
    .orderBy(asc(handOffEvent.handOffId), asc(handOffEvent.number))
  for (const row of rows) byHandOff.get(row.handOffId)!.push(row)
  return byHandOff
}

/** From when on the workspace hands leads over; the first word counts. */
export async function startHandOffs(tx: Tx, workspaceId: string, liveSince: Instant): Promise<void> {
  await tx.insert(handOffStart).values({ workspaceId, liveSince }).onConflictDoNothing()
}

export async function liveSinceOf(tx: Tx, workspaceId: string): Promise<Instant | null> {
  const [row] = await tx.select().from(handOffStart).where(eq(handOffStart.workspaceId, workspaceId))
  return row?.liveSince ?? null
}

/** Where the lifecycle has a person now. */
export async function leadStandingOf(
  tx: Tx,
  workspaceId: string,
  personId: string,
): Promise<{ stage: string | null; cycle: number } | null> {
  const { rows } = await tx.execute<{ stage: string | null; cycle: number }>(sql`
    select l.stage, l.cycle from lead l where l.workspace_id = ${workspaceId} and l.person_id = ${personId}`)
  return rows[0] ?? null
}

/** Hand-offs by their ids. */
export async function rowsById(
  tx: Tx,
  workspaceId: string,
  ids: readonly string[],
): Promise<Map<string, HandOffRow>> {
  if (ids.length === 0) return new Map()
  const rows = await tx
    .select()
    .from(handOff)
    .where(and(eq(handOff.workspaceId, workspaceId), inArray(handOff.id, [...ids])))
  return new Map(rows.map((row) => [row.id, row]))
}

/** Hand-offs in the order of their ids, after one of them. */
export async function handOffsAfter(
  tx: Tx,
  workspaceId: string,
  after: string,
  limit: number,
): Promise<HandOffRow[]> {
  return tx
    .select()
    .from(handOff)
    .where(and(eq(handOff.workspaceId, workspaceId), gt(handOff.id, after)))
    .orderBy(asc(handOff.id))
    .limit(limit)
}
