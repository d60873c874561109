import { sql } from 'drizzle-orm'
import type { Database } from '#platform/db/index.ts'
import { toIso } from '#platform/kernel/instant.ts'
import type { MoveRow, OpportunityRow, RecordSet } from '#reports/kpi/rules/build.ts'
import type { TouchFact } from '#reports/kpi/rules/touches.ts'
import { at, STAGES } from './kpi.ts'

/** A small random company in memory, and the same one written into a database. */

const DAY = 86_400_000
const START = at('2025-06-01')
const KINDS = [
  'page_view',
  'form_submit',
  'demo_request',
  'contact_request',
  'email_open',
  'webinar_attended',
] as const
const SALES_KINDS = [
  'call',
  'call_connected',
  'email_sent',
  'meeting',
  'note',
  'email_reply',
  'social',
] as const
const CHANNELS = ['Paid search', 'Organic search', 'Webinar', null]
const FORWARD = STAGES.filter((stage) => stage.kind !== 'exit').map((stage) => stage.key)

/** Repeatable numbers, 0 to below 1. */
export function randomOf(seed: number): () => number {
  let state = seed
  return () => {
    state = (state + 0x6d2b79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32
  }
}

/** An id in the order of its number. */
const idOf = (kind: number, number: number) =>
  `0${kind}000000-0000-7000-8000-${number.toString(16).padStart(12, '0')}`

interface Dice {
  below(limit: number): number
  pick<T>(list: readonly T[]): T
  chance(share: number): boolean
}

function diceOf(seed: number): Dice {
  const random = randomOf(seed)
  const below = (limit: number) => Math.floor(random() * limit)
  return { below, pick: (list) => list[below(list.length)]!, chance: (share) => random() < share }
}

export interface CompanySize {
  seed: number
  people: number
  touches: number
  opportunities: number
}

export function randomCompany({ seed, people, touches, opportunities }: CompanySize): RecordSet {
  const dice = diceOf(seed)
  const sellers = [0, 1, 2, 3].map((i) => idOf(1, i))
  const accounts = Array.from({ length: Math.ceil(people / 3) }, (_, i) => idOf(2, i))
  const campaigns = [0, 1, 2].map((i) => idOf(3, i))
  const persons = Array.from({ length: people }, (_, i) => ({
    id: idOf(4, i),
    source: dice.chance(0.5) ? dice.pick(['Paid search', 'Referral']) : null,
    sellerId: dice.chance(0.8) ? dice.pick(sellers) : null,
    accountId: dice.chance(0.8) ? dice.pick(accounts) : null,
  }))
  const touchList = Array.from({ length: touches }, (_, i): TouchFact => {
    const side = dice.pick(['marketing', 'sales'] as const)
    return {
      id: idOf(5, i),
      personId: dice.pick(persons).id,
      at: START + dice.below(550 * 24 * 60) * 60_000,
      side,
      direction: dice.pick(['inbound', 'outbound'] as const),
      kind: dice.pick<string>(side === 'marketing' ? KINDS : SALES_KINDS),
      channel: dice.pick(CHANNELS),
      campaignId: dice.chance(0.4) ? dice.pick(campaigns) : null,
      machine: dice.chance(0.1),
    }
  })
  return {
    people: persons,
    touches: touchList,
    moves: persons.flatMap((person) => movesOf(person.id, dice)),
    opportunities: Array.from({ length: opportunities }, (_, i) =>
      opportunityOf(i, dice, { sellers, accounts, persons }),
    ),
    teams: new Map(sellers.map((id, i) => [id, i === 3 ? null : ['EMEA', 'Americas'][i % 2]!])),
  }
}

function movesOf(personId: string, dice: Dice): MoveRow[] {
  const moves: MoveRow[] = []
  let when = START + dice.below(500) * DAY + dice.below(DAY)
  for (let cycle = 1; cycle <= 1 + dice.below(2); cycle += 1) {
    const first = dice.below(2)
    const stages = FORWARD.slice(first, first + 1 + dice.below(5))
    stages.forEach((stage, i) => {
      const inferred = i > 0 && i < stages.length - 1 && dice.chance(0.3)
      when += dice.below(60 * DAY)
      const fromStage = stages[i - 1] ?? null
      moves.push({
        personId,
        cycle,
        fromStage,
        toStage: stage,
        at: when,
        inferred,
        agreementVersion: 1 + dice.below(3),
      })
    })
    for (let i = moves.length - 2; i >= 0 && moves[i]!.cycle === cycle; i -= 1) {
      if (moves[i]!.inferred) moves[i]!.at = moves[i + 1]!.at
    }
    if (cycle === 1 && dice.chance(0.4)) break
    when += 1 + dice.below(40 * DAY)
    const toStage = dice.pick(['recycled', 'disqualified', 'lost'])
    moves.push({
      personId,
      cycle,
      fromStage: stages.at(-1)!,
      toStage,
      at: when,
      inferred: false,
      agreementVersion: 1,
    })
    when += 1 + dice.below(40 * DAY)
  }
  return moves
}

function opportunityOf(
  number: number,
  dice: Dice,
  from: { sellers: string[]; accounts: string[]; persons: { id: string }[] },
): OpportunityRow {
  const createdAt = dice.chance(0.9) ? START + dice.below(500 * DAY) : null
  const status = dice.pick(['open', 'won', 'lost'] as const)
  const closed = status !== 'open' && dice.chance(0.95)
  const contacts = new Set(Array.from({ length: dice.below(4) }, () => dice.pick(from.persons).id))
  return {
    id: idOf(6, number),
    status,
    amountMinor: dice.chance(0.85) ? (dice.chance(0.1) ? 0 : dice.below(1_000_000)) : null,
    currency: dice.pick(['USD', 'USD', 'USD', 'EUR', null]),
    createdAt,
    closedAt: closed ? (createdAt ?? START) + (dice.below(150) - 5) * DAY : null,
    sellerId: dice.chance(0.9) ? dice.pick(from.sellers) : null,
    accountId: dice.chance(0.8) ? dice.pick(from.accounts) : null,
    origin: dice.pick(['Marketing', ' inbound ', 'Outbound', 'Partner', null]),
    contacts: [...contacts].map((personId, i) => ({ personId, isPrimary: i === 1 })),
  }
}

const RECORDED = '2026-12-31T00:00:00Z'
const iso = (when: number | null) => (when === null ? null : toIso(when))

/** Writes a company, or the changed part of one, into a workspace; rows that are there already are replaced. */
export async function writeCompany(
  database: Database,
  workspaceId: string,
  company: RecordSet,
): Promise<void> {
  const insert = (table: string, rows: Record<string, unknown>[]) =>
    insertRows(database, workspaceId, table, rows)
  const accounts = [
    ...new Set([...company.people, ...company.opportunities].flatMap(({ accountId }) => accountId ?? [])),
  ]
  await insert(
    'seller',
    [...company.teams].map(([id, team]) => ({ id, name: id, name_norm: id, team, recorded_at: RECORDED })),
  )
  await insert(
    'account',
    accounts.map((id) => ({
      id,
      name: id,
      name_norm: id,
      attributes: {},
      occurred_at: RECORDED,
      recorded_at: RECORDED,
    })),
  )
  await insert(
    'person',
    company.people.map((person) => ({
      id: person.id,
      email_norm: `${person.id}@example.com`,
      source: person.source,
      seller_id: person.sellerId,
      account_id: person.accountId,
      attributes: {},
      occurred_at: toIso(START),
      recorded_at: RECORDED,
    })),
  )
  await insert(
    'touch',
    company.touches.map((touch) => ({
      id: touch.id,
      person_id: touch.personId,
      campaign_id: touch.campaignId,
      kind: touch.kind,
      side: touch.side,
      direction: touch.direction,
      channel: touch.channel,
      machine: touch.machine,
      attributes: {},
      occurred_at: toIso(touch.at),
      recorded_at: RECORDED,
      source: 'test',
      dedupe_key: touch.id,
    })),
  )
  await insert(
    'stage_transition',
    company.moves.map((move, i) => ({
      id: idOf(7, i),
      person_id: move.personId,
      cycle: move.cycle,
      from_stage: move.fromStage,
      to_stage: move.toStage,
      occurred_at: toIso(move.at),
      recorded_at: RECORDED,
      inferred: move.inferred,
      actor_kind: 'rule',
      actor: 'test',
      agreement_version: move.agreementVersion,
      fit: 0,
      engagement: 0,
    })),
  )
  await insert(
    'opportunity',
    company.opportunities.map((row) => ({
      id: row.id,
      name: row.id,
      account_id: row.accountId,
      seller_id: row.sellerId,
      status: row.status,
      stage: row.status,
      amount_minor: row.amountMinor,
      currency: row.currency,
      origin: row.origin,
      occurred_at: iso(row.createdAt),
      closed_at: iso(row.closedAt),
      attributes: {},
      recorded_at: RECORDED,
    })),
  )
  await insert(
    'opportunity_contact',
    company.opportunities.flatMap((row) =>
      row.contacts.map((contact) => ({
        opportunity_id: row.id,
        person_id: contact.personId,
        is_primary: contact.isPrimary,
      })),
    ),
  )
}

/** Inserts rows given by column name; all rows of a call have the same columns. */
async function insertRows(
  database: Database,
  workspaceId: string,
  table: string,
  rows: Record<string, unknown>[],
): Promise<void> {
  if (rows.length === 0) return
  const columns = sql.raw(['workspace_id', ...Object.keys(rows[0]!)].join(', '))
  const name = sql.raw(table)
  for (let i = 0; i < rows.length; i += 5_000) {
    const chunk = JSON.stringify(
      rows.slice(i, i + 5_000).map((row) => ({ workspace_id: workspaceId, ...row })),
    )
    await database.system((tx) =>
      tx.execute(sql`insert into ${name} (${columns})
        select ${columns} from jsonb_populate_recordset(null::${name}, ${chunk}::jsonb) on conflict do nothing`),
    )
  }
}
