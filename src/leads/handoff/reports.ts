import { agreementInForce } from '#agreement/document/index.ts'
import { calendarOf } from '#platform/kernel/calendar.ts'
import { DAY, type Instant } from '#platform/kernel/instant.ts'
import { quantile } from '#platform/kernel/statistics.ts'
import type { Context } from '#platform/operation/index.ts'
import { type Seen, seenOf } from './items.ts'
import { listedByIds } from './list-store.ts'
import { readerOf, seesLateness } from './reader.ts'
import { inFollowUp, loadRows, type OutcomeRow, offeredSince, outcomeRows } from './report-store.ts'
import { clockStanding, usedBetween } from './rules/clocks.ts'
import { missingSteps } from './rules/follow-up.ts'
import type { HandOffRow } from './store.ts'
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
  const answers = await answersOf(context, seen)
  return rows.map(({ overdue, ...row }) => {
    const own = answers.get(row.sellerId)
    return { ...row, lateness: own ? { overdue, ...answered(own) } : null }
  })
}

/** How a seller answered: kept, missed, and the time used by each who tried somebody, milliseconds. */
interface Answers {
  met: number
  missed: number
  usedMs: number[]
}

async function answersOf({ tx, workspaceId, now }: Context, sellerIds: readonly string[]) {
  const terms = await termsByVersion(tx, workspaceId)
  const answers = new Map<string, Answers>(sellerIds.map((id) => [id, { met: 0, missed: 0, usedMs: [] }]))
  for await (const part of offeredSince(tx, workspaceId, sellerIds, now - LATENESS_OVER))
    for (const row of part) addAnswer(answers.get(row.sellerId!)!, row, terms(row.agreementVersion), now)
  return answers
}

function addAnswer(answers: Answers, row: HandOffRow, terms: Terms, now: Instant): void {
  const { dueAt: due, attemptedAt, offeredAt, clock, calendar, away } = row
  const standing = clockStanding(row, { due, attemptedAt, soonAt: null }, now)
  if (standing === 'met') answers.met += 1
  if (standing === 'met_late' || standing === 'missed' || standing === 'overdue') answers.missed += 1
  if (attemptedAt !== null)
    answers.usedMs.push(usedBetween(terms.time(clock, calendar, away), offeredAt, attemptedAt))
}

const answered = ({ met, missed, usedMs }: Answers) => ({
  met,
  missed,
  medianUsedMs: quantile(
    usedMs.sort((a, b) => a - b),
    0.5,
  ),
})

/** Leads whose follow-up is behind: by name for the seller and their manager, as a number for everybody else. */
export async function breaches(context: Context) {
  const { tx, workspaceId, now } = context
  const reader = await readerOf(context)
  const items: (Seen['item'] & { missing: number })[] = []
  let others = 0
  for await (const ids of inFollowUp(tx, workspaceId)) {
    for (const { item, steps } of await seenOf(context, reader, await listedByIds(tx, workspaceId, ids))) {
      const missing = missingSteps(steps, now)
      if (missing === 0) continue
      if (item.sellerId !== null && seesLateness(reader, item.sellerId)) items.push({ ...item, missing })
      else others += 1
    }
  }
  items.sort((a, b) => (a.followUpDueAt ?? 0) - (b.followUpDueAt ?? 0))
  return { items, nextCursor: null, others }
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

/** The key of the reason that says nothing. */
const OTHER = 'other'
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
    acceptedByDefault: sum((row) => row.byDefault),
    rejected: state('rejected'),
    recycled: state('recycled'),
    disqualified: state('disqualified'),
    expired: rows.reduce((total, row) => total + row.expired, 0),
    opportunities: state('qualified'),
    reasons: reasonsOf(rows, terms),
    unexplained: sum((row) => row.state in LISTS && (row.reason === null || row.reason === OTHER)),
  }
}

function reasonsOf(rows: readonly OutcomeRow[], terms: (version: number) => Terms) {
  const counted = new Map<
    string,
    {
      key: string | null
      name: string
      list: (typeof LISTS)['rejected' | 'recycled' | 'disqualified']
      count: number
    }
  >()
  for (const { state, reason, leads, agreementVersion } of rows) {
    const list = LISTS[state as keyof typeof LISTS]
    if (!list) continue
    const { reasons } = terms(agreementVersion).document
    const name =
      reason === null ? 'No reason given' : (reasons[list].find((one) => one.key === reason)?.name ?? reason)
    const key = `${list} ${reason}`
    const known = counted.get(key) ?? { key: reason, name, list, count: 0 }
    counted.set(key, { ...known, count: known.count + leads })
  }
  return [...counted.values()].sort((a, b) => b.count - a.count || (a.name < b.name ? -1 : 1))
}
