import { z } from 'zod'
import { type AgreementDocument, agreementInForce } from '#agreement/document/index.ts'
import { csvFile } from '#platform/csv/index.ts'
import { Id } from '#platform/kernel/ids.ts'
import { type Instant, toIso } from '#platform/kernel/instant.ts'
import {
  type Context,
  type Handler,
  handle,
  notFound,
  type PageOf,
  Problem,
  pageOf,
  readCursor,
  writeCursor,
} from '#platform/operation/index.ts'
import {
  explainScore,
  exportLeads,
  type Lead,
  type LeadItem,
  type LeadQuery,
  leadFilters,
  leadHistory,
  leadTimeline,
  listLeads,
  readLead,
  TIMELINE_KINDS,
} from './contract.ts'
import { explain } from './explain.ts'
import { countLeads, filterChoices, listedLeads } from './lead-store.ts'
import { colleaguesOf, ledgerOf, opportunitiesAround, personExists, storedLead } from './one-lead-store.ts'
import { inOrderMade } from './rules/ledger.ts'
import { staleSince, timeLimits } from './rules/stale.ts'
import { timelineRows } from './timeline-store.ts'

/** Rows of a CSV are fetched in parts of this size. */
const EXPORT_PAGE = 2_000

const stagesIn = async ({ tx, workspaceId, now }: Context): Promise<AgreementDocument> =>
  (await agreementInForce(tx, workspaceId, now)).document

/** The name of a stage; one that the agreement no longer has keeps its key. */
const namesOf = (document: AgreementDocument) => {
  const names = new Map(document.stages.map((stage) => [stage.key, stage.name]))
  return (key: string | null) => (key === null ? null : (names.get(key) ?? key))
}

const isExit = (stages: AgreementDocument['stages'], key: string | null) =>
  stages.find((stage) => stage.key === key)?.kind === 'exit'

/** The name of a reason; what is none of the agreement's keys is somebody's own words. */
function reasonName({ reasons, stages }: AgreementDocument, stage: string, reason: string | null) {
  const { recycle, disqualify, reject, reopen } = reasons
  const ends = isExit(stages, stage)
  const first = stage === 'disqualified' ? disqualify : ends ? recycle : reopen
  return (
    [...first, ...recycle, ...disqualify, ...reject, ...reopen].find(({ key }) => key === reason)?.name ??
    reason
  )
}

/** Order, value sorted by and id of the last lead shown; what was written under another order names no place in this one. */
const placeIn = (query: LeadQuery) =>
  z.tuple([z.literal(orderOf(query)), NUMERIC.includes(query.sort) ? z.number() : z.string(), Id])

const orderOf = ({ sort, ascending }: LeadQuery) => `${sort}${ascending ? '+' : '-'}`

const NUMERIC: readonly LeadQuery['sort'][] = ['engagement', 'fit', 'stage', 'entered', 'touched']

async function leadsPage(
  context: Context,
  query: LeadQuery,
  { cursor, limit }: { cursor?: string | undefined; limit: number },
): Promise<PageOf<LeadItem>> {
  const { tx, workspaceId, now } = context
  const document = await stagesIn(context)
  const name = namesOf(document)
  const limits = timeLimits(document)
  const stages = document.stages.map((stage) => stage.key)
  const place = placeIn(query)
  const after = readCursor(place, cursor)
  const rows = await listedLeads(tx, { workspaceId, query, limits, now, stages, after, limit: limit + 1 })
  const { shown, nextCursor } = pageOf(rows, limit, (last) =>
    writeCursor(place, [orderOf(query), last.sortValue, last.personId]),
  )
  const items = shown.map(({ sortValue: _, ...row }) => ({
    ...row,
    stageName: name(row.stage),
    staleSince: staleSince(limits, row, now),
  }))
  return { items, nextCursor }
}

/** Instant and key of the last line of a timeline shown. */
const PlaceInTime = z.tuple([z.int(), z.string()])

async function totalOf(context: Context, query: LeadQuery): Promise<number> {
  const { tx, workspaceId, now } = context
  return countLeads(tx, { workspaceId, query, limits: timeLimits(await stagesIn(context)), now })
}

const HEADER = [
  'person_id', 'name', 'email', 'job_title', 'account', 'owner', 'source', 'stage', 'cycle', 'stage_entered_at', 'stale_since', 'fit',
  'engagement', 'grade', 'scored_at', 'last_touch_at', 'hand_raise_at', 'excluded_by', 'open_opportunities',
] // biome-ignore format: one look

const iso = (at: Instant | null) => (at === null ? null : toIso(at))

const lineOf = (row: LeadItem) => [
  row.personId, row.name, row.email, row.jobTitle, row.accountName, row.sellerName, row.source, row.stageName, row.cycle,
  iso(row.stageEnteredAt), iso(row.staleSince), row.fit, row.engagement, row.grade, iso(row.scoredAt), iso(row.lastTouchAt),
  iso(row.handRaiseAt), row.excludedBy, row.openOpportunities,
] // biome-ignore format: one look

async function leadsFile(context: Context, query: LeadQuery) {
  const lines: ReturnType<typeof lineOf>[] = []
  let cursor: string | null | undefined
  while (cursor !== null) {
    const part: PageOf<LeadItem> = await leadsPage(context, query, { cursor, limit: EXPORT_PAGE })
    lines.push(...part.items.map(lineOf))
    cursor = part.nextCursor
  }
  context.audit({ summary: 'Exported leads as CSV', detail: { rows: lines.length } })
  return { filename: 'leads.csv', contentType: 'text/csv; charset=utf-8', body: csvFile(HEADER, lines, true) }
}

async function choices(context: Context) {
  const document = await stagesIn(context)
  const found = await filterChoices(context.tx, context.workspaceId)
  const countOf = (key: string) => found.stages.find((row) => row.stage === key)?.leads ?? 0
  return {
    stages: document.stages.map(({ key, name }) => ({ key, name, leads: countOf(key) })),
    sellers: found.sellers,
    sources: found.sources,
    exclusions: document.qualification.exclusions.map(({ key, name }) => ({ key, name })),
    leads: found.stages.reduce((sum, row) => sum + row.leads, 0),
  }
}

async function wholeLead(context: Context, personId: string): Promise<Lead> {
  const { tx, workspaceId } = context
  const stored = await storedLead(tx, workspaceId, personId)
  if (!stored) throw new Problem(notFound, 'Look the person up in the list of leads.')
  const document = await stagesIn(context)
  const name = namesOf(document)
  const { accountDomain, accountIndustry, accountEmployees, accountCountry, accountSellerName, ...lead } =
    stored
  const { accountId, accountName } = lead
  const colleagues = accountId ? await colleaguesOf(tx, workspaceId, accountId, personId) : []
  return {
    ...lead,
    stageName: name(lead.stage),
    staleSince: staleSince(timeLimits(document), lead, context.now),
    excludedName:
      document.qualification.exclusions.find(({ key }) => key === lead.excludedBy)?.name ?? lead.excludedBy,
    reopenReasons: isExit(document.stages, lead.stage) ? document.reasons.reopen : [],
    account:
      accountId === null || accountName === null
        ? null
        : {
            id: accountId,
            name: accountName,
            domain: accountDomain,
            industry: accountIndustry,
            employees: accountEmployees,
            country: accountCountry,
            sellerName: accountSellerName,
          },
    colleagues: colleagues.map((row) => ({ ...row, stageName: name(row.stage) })),
    opportunities: await opportunitiesAround(tx, workspaceId, accountId, personId),
  }
}

async function requirePerson({ tx, workspaceId }: Context, personId: string): Promise<void> {
  if (!(await personExists(tx, workspaceId, personId)))
    throw new Problem(notFound, 'Look the person up in the list of leads.')
}

export const operations: Handler[] = [
  handle(listLeads, async (context, { cursor, limit, ...query }) => {
    const part = await leadsPage(context, query, { cursor, limit })
    return { ...part, total: cursor ? null : await totalOf(context, query) }
  }),
  handle(exportLeads, leadsFile),
  handle(leadFilters, choices),
  handle(readLead, (context, { personId }) => wholeLead(context, personId)),
  handle(leadTimeline, async (context, { personId, type, side, machine, cursor, limit }) => {
    await requirePerson(context, personId)
    const name = namesOf(await stagesIn(context))
    const before = readCursor(PlaceInTime, cursor)
    const types = type?.length ? type : side ? (['touch'] as const) : TIMELINE_KINDS
    const { tx, workspaceId } = context
    const rows = await timelineRows(tx, {
      workspaceId,
      personId,
      types,
      side,
      machine,
      before,
      limit: limit + 1,
    })
    const { shown, nextCursor } = pageOf(rows, limit, ({ occurredAt, key }) =>
      writeCursor(PlaceInTime, [occurredAt, key]),
    )
    return {
      items: shown.map(({ key: _, isAgreementStage, ...row }) =>
        isAgreementStage
          ? { ...row, stageName: name(row.stageName), fromStageName: name(row.fromStageName) }
          : row,
      ),
      nextCursor,
    }
  }),
  handle(explainScore, async (context, { personId, at }) => {
    await requirePerson(context, personId)
    return explain(context, personId, at ?? context.now)
  }),
  handle(leadHistory, async (context, { personId }) => {
    await requirePerson(context, personId)
    const document = await stagesIn(context)
    const name = namesOf(document)
    const rows = inOrderMade(await ledgerOf(context.tx, context.workspaceId, personId))
    return {
      items: rows.map(({ personId: _, ...row }) => ({
        ...row,
        fromStageName: name(row.fromStage),
        toStageName: name(row.toStage) ?? row.toStage,
        reasonName: reasonName(document, row.toStage, row.reason),
      })),
      nextCursor: null,
    }
  }),
]
