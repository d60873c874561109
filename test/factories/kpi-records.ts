import type { HandOffRow, MoveRow, OpportunityRow, RecordSet } from '#reports/kpi/rules/records.ts'
import type { TouchFact } from '#reports/kpi/rules/touches.ts'
import { at, STAGES } from './kpi.ts'

/** A small random company in memory. */

const DAY = 86_400_000
export const START = at('2025-06-01')
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
export const idOf = (kind: number, number: number) =>
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
      attributes: dice.pick<TouchFact['attributes']>([
        {},
        {},
        { automatic: true },
        { reached: true },
        { bulk: 'true' },
      ]),
    }
  })
  const moves = persons.flatMap((person) => movesOf(person.id, dice))
  return {
    people: persons,
    touches: touchList,
    moves,
    handOffs: moves
      .filter(({ toStage }) => toStage === 'mql' && dice.chance(0.5))
      .flatMap((move) => handOffsOf(move, dice, { sellers, campaigns })),
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

/** The hand-offs of one cycle: some expire or are passed on before the last. */
function handOffsOf(
  { personId, cycle, at: qualifiedAt }: MoveRow,
  dice: Dice,
  from: { sellers: string[]; campaigns: string[] },
): HandOffRow[] {
  const turns = 1 + dice.below(3)
  return Array.from({ length: turns }, (_, turn) => {
    const last = turn === turns - 1
    const state = last
      ? dice.pick(['working', 'qualified', 'rejected', 'expired', 'recycled', 'disqualified'])
      : dice.pick(['expired', 'reassigned'])
    const offeredAt = qualifiedAt + turn * 3 * DAY
    return {
      personId,
      cycle,
      state,
      stateAt: offeredAt + DAY + dice.below(DAY),
      acceptedAt: last && dice.chance(0.6) ? offeredAt + dice.below(DAY) : null,
      acceptedByDefault: dice.chance(0.2),
      campaignId: dice.chance(0.5) ? dice.pick(from.campaigns) : null,
      sellerId: dice.chance(0.9) ? dice.pick(from.sellers) : null,
    }
  })
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
