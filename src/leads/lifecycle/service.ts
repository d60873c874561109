import { type AgreementDocument, agreementInForce } from '#agreement/document/index.ts'
import { csvFile } from '#platform/csv/index.ts'
import { type Instant, toIso } from '#platform/kernel/instant.ts'
import { type Context, type Handler, handle, notFound, Problem } from '#platform/operation/index.ts'
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
  unreadableCursor,
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

interface Cursor {
  sort: string
  value: string | number
  personId: string
}

async function leadsPage(context: Context, query: LeadQuery, cursor: Cursor | null, limit: number) {
  const { tx, workspaceId, now } = context
  const document = await stagesIn(context)
  const name = namesOf(document)
  const limits = timeLimits(document)
  const stages = document.stages.map((stage) => stage.key)
  const asked = { workspaceId, query, limits, now, stages, cursor, limit: limit + 1 }
  const rows = await listedLeads(tx, asked)
  const shown = rows.slice(0, limit)
  const last = rows.length > limit ? shown.at(-1)! : null
  return {
    items: shown.map(
      ({ sortValue: _, ...row }): LeadItem => ({
        ...row,
        stageName: name(row.stage),
        staleSince: staleSince(limits, row, now),
      }),
    ),
    next: last ? { sort: orderOf(query), value: last.sortValue, personId: last.personId } : null,
  }
}

async function totalOf(context: Context, query: LeadQuery): Promise<number> {
  const { tx, workspaceId, now } = context
  return countLeads(tx, { workspaceId, query, limits: timeLimits(await stagesIn(context)), now })
}

const orderOf = (query: LeadQuery) => `${query.sort}${query.ascending ? '+' : '-'}`

function readCursor<Value>(text: string, fits: (value: Value) => boolean): Value {
  try {
    const value = JSON.parse(Buffer.from(text, 'base64url').toString()) as Value
    if (typeof value === 'object' && value !== null && fits(value)) return value
  } catch {
    // falls through: a cursor that is no JSON is refused like one that does not fit
  }
  throw new Problem(unreadableCursor, 'Begin again at the first page.')
}

const writeCursor = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url')
const ID = /^[0-9a-f-]{36}$/i

function readLeadCursor(text: string, query: LeadQuery): Cursor {
  const numeric = ['engagement', 'fit', 'stage', 'entered', 'touched'].includes(query.sort)
  return readCursor<Cursor>(
    text,
    ({ sort, value, personId }) =>
      sort === orderOf(query) &&
      typeof value === (numeric ? 'number' : 'string') &&
      ID.test(String(personId)),
  )
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
  for (let cursor: Cursor | null = null; ; ) {
    const part: Awaited<ReturnType<typeof leadsPage>> = await leadsPage(context, query, cursor, EXPORT_PAGE)
    lines.push(...part.items.map(lineOf))
    if (part.next === null) break
    cursor = part.next
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
    const { items, next } = await leadsPage(
      context,
      query,
      cursor ? readLeadCursor(cursor, query) : null,
      limit,
    )
    const total = cursor ? null : await totalOf(context, query)
    return { items, nextCursor: next && writeCursor(next), total }
  }),
  handle(exportLeads, leadsFile),
  handle(leadFilters, choices),
  handle(readLead, (context, { personId }) => wholeLead(context, personId)),
  handle(leadTimeline, async (context, { personId, type, side, machine, cursor, limit }) => {
    await requirePerson(context, personId)
    const name = namesOf(await stagesIn(context))
    const before = cursor
      ? readCursor<{ at: Instant; key: string }>(
          cursor,
          ({ at, key }) => Number.isSafeInteger(at) && typeof key === 'string',
        )
      : null
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
    const shown = rows.slice(0, limit)
    const last = rows.length > limit ? shown.at(-1)! : null
    return {
      items: shown.map(({ key: _, isAgreementStage, ...row }) =>
        isAgreementStage
          ? { ...row, stageName: name(row.stageName), fromStageName: name(row.fromStageName) }
          : row,
      ),
      nextCursor: last && writeCursor({ at: last.occurredAt, key: last.key }),
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
