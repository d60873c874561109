import type { AgreementInForce, CompiledAgreement, Pool } from '#agreement/document/index.ts'
import type { Tx } from '#platform/db/index.ts'
import {
  BusinessTimeProblem,
  dueAt,
  nextOpening,
  type OpenTime,
  openTime,
  type TimeSpan,
} from '#platform/kernel/business-time.ts'
import { comparedAddress } from '#platform/kernel/domain.ts'
import { DAY, type Instant } from '#platform/kernel/instant.ts'
import { absencesAfter, sellersIn } from './facts-store.ts'
import type { LeadToRoute, Rulebook } from './rules/decide.ts'
import type { Circumstances, Load, Presence } from './rules/present.ts'
import { type ResponseTimeHeld, responseTimeOf } from './rules/response-time.ts'
import type { Seller } from './rules/sellers.ts'

/** Leads of each seller; whoever is missing has none. */
export type Loads = ReadonlyMap<string, Load>

/** What sellers have as it stands in the transaction, its own hand-offs included; as a function it is read once the pools are locked. */
export type LoadsGiven = Loads | (() => Promise<Loads>)

export const readLoads = async (given: LoadsGiven): Promise<Loads> =>
  typeof given === 'function' ? given() : given

/** How the load of the sellers is read: hand-offs are of a later slice. */
export type LoadsOf = (tx: Tx, workspaceId: string, now: Instant) => Promise<Loads>

/** Who keeps a lead that qualifies again, without any rule being asked: hand-offs are of a later slice. */
export type KeptBy = (
  tx: Tx,
  workspaceId: string,
  lead: { personId: string; response: ResponseTimeHeld },
  now: Instant,
) => Promise<{ id: string; name: string } | null>

/** What routing asks of hand-offs. */
export interface HandOffFacts {
  loadsOf: LoadsOf
  keptBy: KeptBy
}

/** What a decision is made in, apart from the lead: the agreement, the sellers, and who is away. */
export interface Surroundings {
  compiled: CompiledAgreement
  sellers: readonly Seller[]
  absences: ReadonlyMap<string, readonly TimeSpan[]>
}

/** Loads the sellers and their absences from an instant on. */
export async function surroundingsOf(
  tx: Tx,
  workspaceId: string,
  { compiled }: Pick<AgreementInForce, 'compiled'>,
  from: Instant,
): Promise<Surroundings> {
  const sellers = await sellersIn(tx, workspaceId)
  return { compiled, sellers, absences: await absencesAfter(tx, workspaceId, from) }
}

const lists = new WeakMap<CompiledAgreement, Map<string, ReadonlySet<string>>>()

/** The rules of an agreement with the sellers they may choose. */
export function rulebookOf({ compiled, sellers }: Surroundings): Rulebook {
  let known = lists.get(compiled)
  if (!known) {
    known = new Map(
      compiled.document.lists.map(({ key, values }) => [
        key,
        new Set(values.map((value) => comparedAddress(value.trim()))),
      ]),
    )
    lists.set(compiled, known)
  }
  const found = known
  return {
    rules: compiled.routing,
    pools: compiled.document.routing.pools,
    list: (key) => found.get(key) ?? new Set(),
    sellers,
  }
}

/** The opening hours that a pool works by; null when they never open, so that every hour counts. */
function hoursOf({ document }: CompiledAgreement, key: string): OpenTime | null {
  const calendar = document.calendars.find((one) => one.key === key)
  if (!calendar) return null
  const open = openTime(calendar)
  return open.weeklyMs > 0 ? open : null
}

/** When a seller is next in by the hours of a calendar and their absences; the instant itself while in, null: never again. */
export function nextIn(
  { compiled, absences }: Surroundings,
  calendar: string,
  sellerId: string,
  now: Instant,
): Instant | null {
  const away = absences.get(sellerId) ?? []
  const open = hoursOf(compiled, calendar)
  if (open) return nextOpening(away.length === 0 ? open : ownHours(away, open), now)
  return away.reduce((at, { from, to }) => (from <= at && at < to ? to : at), now)
}

const withAbsences = new WeakMap<readonly TimeSpan[], Map<OpenTime, OpenTime>>()

/** The hours of a pool without a person's absences; kept as long as the absences are. */
function ownHours(away: readonly TimeSpan[], open: OpenTime): OpenTime {
  const known = withAbsences.get(away) ?? new Map<OpenTime, OpenTime>()
  withAbsences.set(away, known)
  const own = known.get(open) ?? openTime(open.calendar, away)
  known.set(open, own)
  return own
}

/** What a pool needs to choose for a lead at an instant. */
export function circumstancesOf(
  surroundings: Surroundings,
  lead: LeadToRoute,
  { pool, load, excluding, now }: { pool: Pool; load: Loads; excluding: readonly string[]; now: Instant },
): Circumstances {
  return {
    ...presenceBy(surroundings, lead, pool.calendar, now),
    excluding,
    load: (sellerId) => load.get(sellerId) ?? { open: 0, today: 0 },
  }
}

/** When owners are there: by the calendar of the response time, else by the first of the agreement. */
export function presenceOf(surroundings: Surroundings, lead: LeadToRoute, now: Instant): Presence {
  const { compiled } = surroundings
  const { calendar } = responseTimeOf(compiled, lead.facts, lead.handRaise)
  return presenceBy(surroundings, lead, calendar ?? compiled.document.calendars[0]?.key ?? '', now)
}

function presenceBy(surroundings: Surroundings, lead: LeadToRoute, calendar: string, now: Instant): Presence {
  const { compiled } = surroundings
  const response = responseTimeOf(compiled, lead.facts, lead.handRaise)
  const open = response.clock === 'business' ? hoursOf(compiled, response.calendar ?? calendar) : null
  const timeZone = compiled.document.calendars.find(({ key }) => key === calendar)?.timeZone ?? 'UTC'
  return {
    nextIn: (sellerId) => nextIn(surroundings, calendar, sellerId, now),
    dueAt: responseDue(open, now, response.withinMs),
    say: (at) => inWords(at, timeZone, now),
  }
}

/** A promise that the open hours can never use up counts by the clock on the wall: a lead is routed in any case. */
function responseDue(open: OpenTime | null, now: Instant, withinMs: number): Instant {
  if (open === null) return now + withinMs
  try {
    return dueAt(open, now, withinMs)
  } catch (error) {
    if (error instanceof BusinessTimeProblem) return now + withinMs
    throw error
  }
}

const writers = new Map<string, Intl.DateTimeFormat>()

/** `Mon 23 Nov, 09:00`; with the year when it is far away. */
function inWords(at: Instant, timeZone: string, now: Instant): string {
  const far = at - now > 300 * DAY
  const key = `${timeZone}${far}`
  let writer = writers.get(key)
  if (!writer) {
    const day = { weekday: 'short', day: 'numeric', month: 'short' } as const
    const year = far ? { year: 'numeric' as const } : {}
    writer = new Intl.DateTimeFormat('en-GB', {
      timeZone,
      ...day,
      ...year,
      hour: '2-digit',
      minute: '2-digit',
    })
    writers.set(key, writer)
  }
  return writer.format(at)
}
