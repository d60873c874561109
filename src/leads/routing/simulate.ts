import {
  agreementInForce,
  type CompiledAgreement,
  compileAgreement,
  routingYaml,
  withRouting,
} from '#agreement/document/index.ts'
import { calendarOf } from '#platform/kernel/calendar.ts'
import type { Instant } from '#platform/kernel/instant.ts'
import type { Context } from '#platform/operation/index.ts'
import { decideOnce } from './decide-once.ts'
import { creditsBefore, latestFirstDecisions, latestQualified } from './decisions-store.ts'
import { leadsToRoute } from './facts.ts'
import type { Decision, LeadToRoute } from './rules/decide.ts'
import type { Load } from './rules/present.ts'
import { applied, type Credits } from './rules/rotation.ts'
import type { Simulation } from './schema.ts'
import { type Surroundings, surroundingsOf } from './surroundings.ts'

/** The routing clause in force, to begin a change from. */
export async function clause({ tx, workspaceId, now }: Context) {
  const { document, version } = await agreementInForce(tx, workspaceId, now)
  return { yaml: routingYaml(document), agreementVersion: version }
}

/** Pushes the last leads through a changed clause, in the order they came. Reads only. */
export async function simulate(
  context: Context,
  asked: { clause: string; leads: number },
): Promise<{
  problems: { line: number; column: number; message: string }[]
  result: Simulation | null
}> {
  const { tx, workspaceId, now } = context
  const { document, compiled } = await agreementInForce(tx, workspaceId, now)
  const changed = withRouting(document, asked.clause)
  if (!changed.ok) {
    const problems = changed.problems.map(({ line, column, message }) => ({ line, column, message }))
    return { problems, result: null }
  }
  const past = await pastLeads(context, asked.leads)
  const first = past.leads[0]?.at ?? now
  const { sellers, absences } = await surroundingsOf(tx, workspaceId, { compiled }, first)
  const credits = past.source === 'decisions' ? await creditsBefore(tx, workspaceId, first) : new Map()
  const under = (rules: CompiledAgreement) =>
    replay(past.leads, { compiled: rules, sellers, absences }, credits)
  return {
    problems: [],
    result: compared(past, under(compiled), under(compileAgreement(changed.value)), sellers),
  }
}

interface PastLead {
  lead: LeadToRoute
  at: Instant
  /** as it was decided; null where no decision is stored */
  decided: { sellerId: string | null; rule: { key: string; name: string } } | null
}

interface Past {
  source: Simulation['source']
  /** earliest first */
  leads: PastLead[]
}

async function pastLeads({ tx, workspaceId }: Context, count: number): Promise<Past> {
  const decisions = await latestFirstDecisions(tx, workspaceId, count)
  const source = decisions.length > 0 ? 'decisions' : 'qualified'
  const rows =
    source === 'decisions'
      ? decisions.map(({ personId, occurredAt, cycle, sellerId, ruleKey, ruleName }) => {
          const decided = { sellerId, rule: { key: ruleKey, name: ruleName } }
          return { personId, at: occurredAt, cycle, decided }
        })
      : (await latestQualified(tx, workspaceId, count)).map((row) => ({ ...row, decided: null }))
  const people = await leadsToRoute(tx, workspaceId, [...new Set(rows.map(({ personId }) => personId))])
  const leads = rows.reverse().flatMap(({ personId, at, decided }) => {
    const lead = people.get(personId)
    return lead ? [{ lead, at, decided }] : []
  })
  return { source, leads }
}

/** Decides over leads in their order, with the turns and daily caps that follow; leads in work are not known for the past. */
function replay(
  leads: readonly PastLead[],
  surroundings: Surroundings,
  start: ReadonlyMap<string, Credits>,
): Decision[] {
  const credits = new Map(start)
  const days = calendarOf(surroundings.compiled.document.timeZone)
  let day = ''
  let load = new Map<string, Load>()
  return leads.map(({ lead, at }) => {
    if (days.dayOf(at) !== day) {
      day = days.dayOf(at)
      load = new Map()
    }
    const decision = decideOnce(lead, { surroundings, credits, load, excluding: [], now: at })
    const { sellerId, pool, deltas } = decision
    if (pool && deltas) credits.set(pool.key, applied(credits.get(pool.key) ?? {}, deltas))
    if (sellerId) load.set(sellerId, { open: 0, today: (load.get(sellerId)?.today ?? 0) + 1 })
    return decision
  })
}

function compared(
  { source, leads }: Past,
  today: readonly Decision[],
  changed: readonly Decision[],
  sellers: Surroundings['sellers'],
): Simulation {
  const names = new Map(sellers.map(({ id, name }) => [id, name]))
  const someone = (id: string | null) => (id ? { id, name: names.get(id) ?? 'Removed since' } : null)
  const items = leads.map(({ lead, at, decided }, index) => {
    const got = decided ?? today[index]!
    const would = changed[index]!
    return {
      personId: lead.personId,
      personName: lead.personName,
      accountName: lead.account?.name ?? null,
      at,
      got: { seller: someone(got.sellerId), rule: got.rule },
      would: { seller: someone(would.sellerId), rule: would.rule, because: would.because },
      changed: got.sellerId !== would.sellerId,
    }
  })
  const ids = new Set(items.flatMap(({ got, would }) => [got.seller?.id ?? null, would.seller?.id ?? null]))
  const count = (side: 'got' | 'would', id: string | null) =>
    items.filter((one) => (one[side].seller?.id ?? null) === id).length
  const totals = [...ids].map((id) => ({
    seller: someone(id),
    got: count('got', id),
    would: count('would', id),
  }))
  return {
    source,
    leads: items.length,
    changed: items.filter((one) => one.changed).length,
    differsToday: leads.filter(({ decided }, at) => decided && decided.sellerId !== today[at]!.sellerId)
      .length,
    sellers: totals.sort((a, b) => b.would - a.would || b.got - a.got || byName(a.seller, b.seller)),
    items: items.reverse().sort((a, b) => Number(b.changed) - Number(a.changed)),
  }
}

const byName = (a: { name: string } | null, b: { name: string } | null) =>
  (a?.name ?? '') < (b?.name ?? '') ? -1 : 1
