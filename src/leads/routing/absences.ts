import { z } from 'zod'
import { agreementInForce } from '#agreement/document/index.ts'
import { wallClock } from '#platform/kernel/business-time-zone.ts'
import { calendarOf } from '#platform/kernel/calendar.ts'
import { addDays, dayNumber } from '#platform/kernel/days.ts'
import { Id, newId } from '#platform/kernel/ids.ts'
import { DAY, HOUR, type Instant, InstantIso, MINUTE } from '#platform/kernel/instant.ts'
import {
  type Context,
  notFound,
  Problem,
  pageOf,
  readCursor,
  writeCursor,
} from '#platform/operation/index.ts'
import { may } from '#workspace/access/index.ts'
import {
  type AbsenceRow,
  absenceRow,
  absenceRows,
  absencesAt,
  deleteAbsence,
  insertAbsence,
  sellersOfActor,
  teamRows,
  updateAbsence,
} from './absence-store.ts'
import { absenceEndsEarly, notYourAbsence, unknownSeller } from './contract.ts'
import { sellersIn } from './facts-store.ts'
import { membersOf } from './rules/sellers.ts'
import type { Absence, AbsenceSpan } from './schema.ts'
import type { LoadsOf } from './surroundings.ts'

type Span = z.output<typeof AbsenceSpan>

const timeZoneOf = async ({ tx, workspaceId, now }: Context): Promise<string> =>
  (await agreementInForce(tx, workspaceId, now)).document.timeZone

/** Whose absences the reader may change: everybody's, or those of the seller they are and of those they manage. */
async function mandateOf({ tx, workspaceId, actor }: Context) {
  const everyone = may(actor.role, 'record.change')
  const { own, managed } = await sellersOfActor(tx, workspaceId, actor)
  const enters = may(actor.role, 'absence.change')
  return {
    own,
    mayChange: (sellerId: string) => enters && (everyone || sellerId === own || managed.includes(sellerId)),
  }
}

function spanOf(
  { firstDay, lastDay, from, until }: Span,
  timeZone: string,
): { fromAt: Instant; toAt: Instant } {
  const clock = wallClock(timeZone)
  const at = (day: string, time: string) =>
    clock.instantOf(dayNumber(day) * DAY + Number(time.slice(0, 2)) * HOUR + Number(time.slice(3)) * MINUTE)
  const span = { fromAt: at(firstDay, from), toAt: at(lastDay, until) }
  if (span.fromAt >= span.toAt)
    throw new Problem(absenceEndsEarly, 'Choose a last day that is not before the first.')
  return span
}

/** The day and time of an instant; the end of a day is `24:00` of that day. */
function wallOf(at: Instant, timeZone: string, end: boolean): { day: string; time: string } {
  const days = calendarOf(timeZone)
  const day = days.dayOf(at)
  if (end && days.startOf(day) === at) return { day: addDays(day, -1), time: '24:00' }
  const time = new Intl.DateTimeFormat('en-GB', {
    timeZone,
    hourCycle: 'h23',
    hour: '2-digit',
    minute: '2-digit',
  }).format(at)
  return { day, time }
}

function item(row: AbsenceRow, timeZone: string, mayChange: (sellerId: string) => boolean): Absence {
  const [first, last] = [wallOf(row.fromAt, timeZone, false), wallOf(row.toAt, timeZone, true)]
  return {
    id: row.id,
    seller: { id: row.sellerId, name: row.sellerName },
    firstDay: first.day,
    lastDay: last.day,
    from: first.time,
    until: last.time,
    fromAt: row.fromAt,
    toAt: row.toAt,
    note: row.note,
    enteredBy: row.enteredBy,
    mayChange: mayChange(row.sellerId),
  }
}

/** When the last absence shown begins, and its id. */
const Place = z.tuple([InstantIso, Id])

interface ListAsked {
  seller?: string | undefined
  past: boolean
  cursor?: string | undefined
  limit: number
}

export async function list(context: Context, { seller, past, cursor, limit }: ListAsked) {
  const { tx, workspaceId, now } = context
  const timeZone = await timeZoneOf(context)
  const { mayChange } = await mandateOf(context)
  const place = readCursor(Place, cursor)
  const after = place ? { at: place[0], id: place[1] } : null
  const asked = { sellerId: seller, past, now, after, limit: limit + 1 }
  const rows = await absenceRows(tx, workspaceId, asked)
  const { shown, nextCursor } = pageOf(rows, limit, (last) => writeCursor(Place, [last.fromAt, last.id]))
  return { items: shown.map((row) => item(row, timeZone, mayChange)), nextCursor }
}

export async function create(context: Context, { sellerId, ...span }: Span & { sellerId: string }) {
  const { tx, workspaceId, now, actor } = context
  const seller = (await sellersIn(tx, workspaceId)).find(({ id }) => id === sellerId)
  const { mayChange } = await mandateOf(context)
  if (!seller) throw new Problem(unknownSeller, 'Choose a seller of the list.')
  if (!mayChange(sellerId)) throw refused()
  const timeZone = await timeZoneOf(context)
  const values = { ...spanOf(span, timeZone), note: span.note || null }
  const id = newId(now)
  await insertAbsence(tx, workspaceId, { ...values, id, sellerId, enteredBy: actor.name }, now)
  context.audit({
    subject: id,
    summary: `Entered an absence of ${seller.name}`,
    detail: { ...span, sellerId },
  })
  const row = { id, sellerId, sellerName: seller.name, ...values, enteredBy: actor.name }
  return item(row, timeZone, mayChange)
}

const refused = () =>
  new Problem(notYourAbsence, 'Their manager, operations or an administrator enters those of others.')

async function ownRow(context: Context, id: string) {
  const row = await absenceRow(context.tx, context.workspaceId, id, { lock: true })
  if (!row) throw new Problem(notFound, 'It was removed already. Load the list again.')
  const { mayChange } = await mandateOf(context)
  if (!mayChange(row.sellerId)) throw refused()
  return { row, mayChange }
}

export async function change(context: Context, { absenceId, ...span }: Span & { absenceId: string }) {
  const { row, mayChange } = await ownRow(context, absenceId)
  const timeZone = await timeZoneOf(context)
  const values = { ...spanOf(span, timeZone), note: span.note || null }
  await updateAbsence(context.tx, context.workspaceId, absenceId, values)
  context.audit({ subject: absenceId, summary: `Changed an absence of ${row.sellerName}`, detail: span })
  return item({ ...row, ...values }, timeZone, mayChange)
}

export async function remove(context: Context, { absenceId }: { absenceId: string }) {
  const { row } = await ownRow(context, absenceId)
  await deleteAbsence(context.tx, context.workspaceId, absenceId)
  context.audit({ subject: absenceId, summary: `Removed an absence of ${row.sellerName}` })
  return { absenceId }
}

export async function team(context: Context, loadsOf: LoadsOf) {
  const { tx, workspaceId, now } = context
  const { document } = await agreementInForce(tx, workspaceId, now)
  const { own, mayChange } = await mandateOf(context)
  const sellers = await sellersIn(tx, workspaceId)
  const away = await absencesAt(tx, workspaceId, now)
  const loads = await loadsOf(tx, workspaceId, now)
  const pools = document.routing.pools.map((pool) => ({
    key: pool.key,
    name: pool.name,
    ids: new Set(membersOf(pool, sellers).map(({ seller }) => seller?.id)),
  }))
  const items = (await teamRows(tx, workspaceId)).map(({ id, name, team: group }) => {
    const absence = away.findLast((one) => one.sellerId === id)
    return {
      seller: { id, name },
      team: group,
      pools: pools.filter(({ ids }) => ids.has(id)).map(({ key, name: called }) => ({ key, name: called })),
      ...(loads.get(id) ?? { open: 0, today: 0 }),
      away: absence ? { from: absence.fromAt, to: absence.toAt, note: absence.note } : null,
      mine: id === own,
      mayChange: mayChange(id),
    }
  })
  return { items, nextCursor: null, timeZone: document.timeZone }
}
