import { agreementInForce } from '#agreement/document/index.ts'
import { calendarOf } from '#platform/kernel/calendar.ts'
import { DAY, type Instant } from '#platform/kernel/instant.ts'
import { quantile } from '#platform/kernel/statistics.ts'
import type { Context } from '#platform/operation/index.ts'
import { seenOf } from './items.ts'
import { listedByIds } from './list-store.ts'
import { readerOf, seesLateness } from './reader.ts'
import { inFollowUp, loadRows, type OutcomeRow, offeredSince, outcomeRows } from './report-store.ts'
import { clockStanding, usedBetween } from './rules/clocks.ts'
import { missingSteps } from './rules/follow-up.ts'
import { type HandOffRow, rowsById } from './store.ts'
import { type Terms, termsByVersion } from './terms.ts'

const LATENESS_OVER = 30 * DAY

/** Work at hand per seller; how late somebody is, only they and their manager see. */
export async function loads(context: Context, team: string | undefined) {
  const { tx, workspaceId, now } = context
  const reader = await readerOf(context)
  const { document } = await agreementInForce(tx, workspaceId, now)
  const calendar = calendarOf(document.timeZone)
  const midnight = calendar.startOf(calendar.dayOf(now))
  const rows = await loadRows(tx, workspaceId, { team, midnight, now })
  const seen = rows.map(({ sellerId }) => sellerId).filter((id) => seesLateness(reader, id))
  const ids = await offeredSince(tx, workspaceId, seen, now - LATENESS_OVER)
  const offered = [...(await rowsById(tx, workspaceId, ids)).values()]
  const terms = await termsByVersion(tx, workspaceId)
  return rows.map(({ overdue, ...row }) => ({
    ...row,
    lateness: seen.includes(row.sellerId)
      ? {
          overdue,
          ...answers(
            offered.filter((one) => one.sellerId === row.sellerId),
            terms,
            now,
          ),
        }
      : null,
  }))
}

function answers(rows: readonly HandOffRow[], terms: (version: number) => Terms, now: Instant) {
  const standings = rows.map((row) =>
    clockStanding(row, { due: row.dueAt, attemptedAt: row.attemptedAt, soonAt: null }, now),
  )
  const used = rows.flatMap((row) => {
    const time = terms(row.agreementVersion).time(row.clock, row.calendar, row.away)
    return row.attemptedAt === null ? [] : [usedBetween(time, row.offeredAt, row.attemptedAt)]
  })
  return {
    met: standings.filter((one) => one === 'met').length,
    missed: standings.filter((one) => one === 'met_late' || one === 'missed' || one === 'overdue').length,
    medianUsedMs: quantile(
      used.sort((a, b) => a - b),
      0.5,
    ),
  }
}

/** Leads whose follow-up is behind: by name for the seller and their manager, as a number for everybody else. */
export async function breaches(context: Context) {
  const { tx, workspaceId, now } = context
  const reader = await readerOf(context)
  const listed = await listedByIds(tx, workspaceId, await inFollowUp(tx, workspaceId))
  const seen = await seenOf(context, reader, listed)
  const behind = seen
    .map(({ item, steps }) => ({ ...item, missing: missingSteps(steps, now) }))
    .filter(({ missing }) => missing > 0)
    .sort((a, b) => (a.followUpDueAt ?? 0) - (b.followUpDueAt ?? 0))
  const items = behind.filter(({ sellerId }) => sellerId !== null && seesLateness(reader, sellerId))
  return { items, others: behind.length - items.length }
}

/** What became of marketing's leads, campaign by campaign. */
export async function outcomes(
  context: Context,
  period: { from?: string | undefined; to?: string | undefined },
) {
  const { tx, workspaceId, now } = context
  const { document } = await agreementInForce(tx, workspaceId, now)
  const calendar = calendarOf(document.timeZone)
  const from = period.from ? calendar.startOf(period.from) : now - 90 * DAY
  const to = period.to ? calendar.startOf(nextDay(period.to)) : now + DAY
  const rows = await outcomeRows(tx, workspaceId, { from, to })
  const terms = await termsByVersion(tx, workspaceId)
  const byCampaign = new Map<string | null, OutcomeRow[]>()
  for (const row of rows) byCampaign.set(row.campaignId, [...(byCampaign.get(row.campaignId) ?? []), row])
  const items = [...byCampaign].map(([campaignId, own]) => outcomeOf(campaignId, own, terms))
  return items.sort((a, b) => b.offered - a.offered || (a.campaignName < b.campaignName ? -1 : 1))
}

const nextDay = (day: string) => new Date(Date.parse(`${day}T00:00:00Z`) + DAY).toISOString().slice(0, 10)

const LISTS = { rejected: 'reject', recycled: 'recycle', disqualified: 'disqualify' } as const

function outcomeOf(
  campaignId: string | null,
  rows: readonly OutcomeRow[],
  terms: (version: number) => Terms,
) {
  const sum = (holds: (row: OutcomeRow) => boolean) =>
    rows.reduce((total, row) => total + (holds(row) ? row.leads : 0), 0)
  const state = (...states: string[]) => sum((row) => states.includes(row.state))
  return {
    campaignId,
    campaignName: rows[0]?.campaignName ?? 'No campaign',
    offered: sum(() => true),
    open: state('offered', 'accepted', 'working'),
    accepted: sum((row) => row.accepted),
    rejected: state('rejected'),
    recycled: state('recycled'),
    disqualified: state('disqualified'),
    expired: rows.reduce((total, row) => total + row.expired, 0),
    opportunities: state('qualified'),
    reasons: reasonsOf(rows, terms),
  }
}

function reasonsOf(rows: readonly OutcomeRow[], terms: (version: number) => Terms) {
  const counted = new Map<
    string,
    {
      key: string
      name: string
      list: (typeof LISTS)['rejected' | 'recycled' | 'disqualified']
      count: number
    }
  >()
  for (const { state, reason, leads, agreementVersion } of rows) {
    const list = LISTS[state as keyof typeof LISTS]
    if (!list || reason === null) continue
    const { reasons } = terms(agreementVersion).document
    const name = reasons[list].find((one) => one.key === reason)?.name ?? reason
    const key = `${list} ${reason}`
    const known = counted.get(key) ?? { key: reason, name, list, count: 0 }
    counted.set(key, { ...known, count: known.count + leads })
  }
  return [...counted.values()].sort((a, b) => b.count - a.count || (a.name < b.name ? -1 : 1))
}
