import { agreementInForce, type Pool, type RoutingRule } from '#agreement/document/index.ts'
import { calendarOf } from '#platform/kernel/calendar.ts'
import { addDays } from '#platform/kernel/days.ts'
import type { Context } from '#platform/operation/index.ts'
import { type AbsenceRow, absencesAt } from './absence-store.ts'
import { catchAllPerDay, countsByRule, turnsSince } from './decisions-store.ts'
import { creditInTurns } from './rules/rotation.ts'
import { membersOf, type PoolMember } from './rules/sellers.ts'
import type { Routing } from './schema.ts'
import { creditsOf } from './store.ts'
import { type Loads, type LoadsOf, nextIn, type Surroundings, surroundingsOf } from './surroundings.ts'

const DAYS_SHOWN = 30

/** The rules in force, the pools as they stand, and what the catch-all took. */
export async function show(context: Context, loadsOf: LoadsOf): Promise<Routing> {
  const { tx, workspaceId, now } = context
  const inForce = await agreementInForce(tx, workspaceId, now)
  const { document } = inForce
  const surroundings = await surroundingsOf(tx, workspaceId, inForce, now)
  const days = calendarOf(document.timeZone)
  const today = days.dayOf(now)
  const since = days.startOf(addDays(today, 1 - DAYS_SHOWN))
  const counts = new Map((await countsByRule(tx, workspaceId, since)).map((row) => [row.key, row]))
  const turns = await turnsSince(tx, workspaceId, since)
  const credits = await creditsOf(tx, workspaceId)
  const figures = {
    turns,
    loads: await loadsOf(tx, workspaceId, now),
    away: await absencesAt(tx, workspaceId, now),
  }
  const perDay = new Map(
    (await catchAllPerDay(tx, workspaceId, since, document.timeZone)).map((row) => [row.day, row.decisions]),
  )
  const pools = new Map(document.routing.pools.map((pool) => [pool.key, pool]))
  const rules = document.routing.rules.map((rule) => {
    const pool = 'pool' in rule ? pools.get(rule.pool) : undefined
    return {
      key: rule.key,
      name: rule.name,
      match: rule.match,
      matches: inWords(rule, (key) => document.lists.find((list) => list.key === key)),
      pool: pool ? { key: pool.key, name: pool.name } : null,
      watchedBy: rule.match === 'catch_all' ? rule.watchedBy : null,
      decisions: counts.get(rule.key)?.decisions ?? 0,
      unassigned: counts.get(rule.key)?.unassigned ?? 0,
    }
  })
  const rest = rules.find(({ match }) => match === 'catch_all')
  return {
    agreementVersion: inForce.version,
    timeZone: document.timeZone,
    decisions: [...counts.values()].reduce((sum, row) => sum + row.decisions, 0),
    rules,
    pools: document.routing.pools.map((pool) =>
      poolItem(pool, surroundings, { ...figures, credits: credits.get(pool.key) ?? {}, now }),
    ),
    catchAll: rest
      ? {
          rule: { key: rest.key, name: rest.name },
          watchedBy: rest.watchedBy,
          decisions: [...perDay.values()].reduce((sum, count) => sum + count, 0),
          perDay: Array.from({ length: DAYS_SHOWN }, (_, index) => {
            const day = addDays(today, 1 - DAYS_SHOWN + index)
            return { day, decisions: perDay.get(day) ?? 0 }
          }),
        }
      : null,
  }
}

function inWords(
  rule: RoutingRule,
  list: (key: string) => { name: string; values: readonly string[] } | undefined,
): string {
  switch (rule.match) {
    case 'opportunity_owner':
      return 'There is an open opportunity at the account: its owner gets the lead.'
    case 'account_owner':
      return 'The account has an owner, who gets the lead.'
    case 'named_accounts': {
      const found = list(rule.list)
      const size = found?.values.length ?? 0
      return `The company's domain stands in the list ${found?.name ?? rule.list} (${size} ${size === 1 ? 'entry' : 'entries'}).`
    }
    case 'segment':
      return rule.when
    case 'catch_all':
      return 'Everything that no rule above took.'
  }
}

interface Figures {
  turns: readonly { poolKey: string; sellerId: string; turns: number }[]
  loads: Loads
  away: readonly AbsenceRow[]
  credits: Readonly<Record<string, number>>
  now: number
}

function poolItem(pool: Pool, surroundings: Surroundings, figures: Figures): Routing['pools'][number] {
  const members = membersOf(pool, surroundings.sellers)
  const weight = members.reduce((sum, member) => sum + (member.seller ? member.weight : 0), 0)
  const calendar = surroundings.compiled.document.calendars.find(({ key }) => key === pool.calendar)
  const items = members.map((member) => memberItem(pool, member, weight, surroundings, figures))
  return {
    key: pool.key,
    name: pool.name,
    calendar: { key: pool.calendar, name: calendar?.name ?? pool.calendar },
    everyone: pool.members.length === 0,
    got: figures.turns.filter((row) => row.poolKey === pool.key).reduce((sum, row) => sum + row.turns, 0),
    members: items,
  }
}

function memberItem(
  pool: Pool,
  { seller, written, trouble, weight, dailyCap, openCap }: PoolMember,
  total: number,
  surroundings: Surroundings,
  { turns, loads, away, credits, now }: Figures,
): Routing['pools'][number]['members'][number] {
  const id = seller?.id ?? ''
  const absence = away.findLast((one) => one.sellerId === id)
  const comesIn = seller ? nextIn(surroundings, pool.calendar, id, now) : null
  return {
    written,
    seller: seller ? { id, name: seller.name } : null,
    trouble,
    weight,
    share: seller && total > 0 ? weight / total : 0,
    got: turns.find((row) => row.poolKey === pool.key && row.sellerId === id)?.turns ?? 0,
    credit: creditInTurns(credits[id] ?? 0, total),
    dailyCap,
    openCap,
    ...(loads.get(id) ?? { open: 0, today: 0 }),
    inNow: comesIn === now,
    nextIn: comesIn,
    away: absence ? { from: absence.fromAt, to: absence.toAt, note: absence.note } : null,
  }
}
