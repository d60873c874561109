import { DAY, type Instant } from '#platform/kernel/instant.ts'
import type { OpportunityRow } from '#records/imports/rules/rows.ts'
import type { Account, Person, Seller } from './cast.ts'
import type { Diary } from './diary.ts'
import type { Random } from './random.ts'
import { addWorkingMinutes, dayOf, quarterEnd } from './timeline.ts'
import { ASSETS, CONTACT_ROLES, LOST_REASONS } from './words/titles.ts'

const DEAL_STAGES = ['Discovery', 'Evaluation', 'Proposal', 'Negotiation'] as const
const WON_STAGE = 'Closed won'
const LOST_STAGE = 'Closed lost'

/** How a deal came about. */
export type DealKind = 'inbound' | 'outbound' | 'partner' | 'expansion'

/** What is needed to tell a deal. */
export interface DealPlan {
  key: string
  kind: DealKind
  account: Account
  seller: Seller
  /** the first is the main contact */
  people: Person[]
  createdAt: Instant
  /** factor on the chance of winning */
  winning: number
}

/** A deal as told; `over` is when the account is free for the next one. */
export interface Deal {
  row: OpportunityRow & { key: string }
  plan: DealPlan
  over: Instant
  wonAt: Instant | null
}

const WINNING = { inbound: 0.3, outbound: 0.18, partner: 0.3, expansion: 0.52 }
/** what the executive writes into the origin field; one in seven inbound deals is claimed as own work */
const ORIGINS = {
  inbound: [
    ['Marketing', 85],
    ['Outbound', 15],
  ],
  outbound: [
    ['Outbound', 93],
    ['Marketing', 7],
  ],
  partner: [['Partner', 1]],
  expansion: [['Existing customer', 1]],
} as const
const PRODUCTS = [
  ['Flow Team', 5],
  ['Flow Business', 4],
  ['Flow Enterprise', 2],
] as const

/** Price of the deal in minor units: grows with the company, less than its head count does. */
function amountMinor(random: Random, account: Account, kind: DealKind): number {
  const list = 9_000 + 42 * (account.row.employees ?? 100) ** 0.9
  const amount = list * random.skewed(1, 0.4) * (kind === 'expansion' ? 0.55 : 1)
  return Math.max(2_400, Math.round(amount / 100) * 100) * 100
}

/** Tells a deal from its creation to its closing, as far as the story reaches. */
export function tellDeal(random: Random, diary: Diary, plan: DealPlan): Deal {
  const { account, kind, createdAt } = plan
  const wins = random.chance(Math.min(0.8, WINNING[kind] * plan.winning * (account.fits ? 1.08 : 0.7)))
  const size = 0.8 + Math.min(1, (account.row.employees ?? 100) / 4_000)
  const days = random.skewed(
    (kind === 'expansion' ? 30 : 46) * size * (account.region.name === 'EMEA' ? 1.15 : 1),
    0.42,
  )
  const stages = wins ? 4 : random.int(1, 4)
  const planned = quarterEnd(random, createdAt + Math.max(6, days * (wins ? 1 : 0.35 + 0.2 * stages)) * DAY)
  const closesAt = addWorkingMinutes(
    Math.max(planned, createdAt + 5 * DAY),
    random.int(0, 500),
    account.region.utcOffsetHours,
  )
  const forgotten = !wins && random.chance(0.13)
  const row = newDeal(random, plan)
  const moves = stageMoves(random, createdAt, closesAt, stages).filter((move) =>
    diary.happened(move.occurredAt),
  )
  row.stageChanges = moves.map((move) => ({ ...move, amountMinor: row.amountMinor }))
  const closed = !forgotten && diary.happened(closesAt)
  row.stage = moves.at(-1)?.toStage ?? DEAL_STAGES[0]
  if (closed) close(random, row, wins, closesAt)
  else row.expectedCloseOn = dayOf(closesAt + (forgotten ? 0 : random.int(-4, 20)) * DAY)
  tellWork(
    random,
    diary,
    plan,
    Math.max(createdAt, diary.startsAt),
    forgotten ? createdAt + 0.5 * (closesAt - createdAt) : closesAt,
  )
  if (diary.happened(createdAt)) diary.opportunities.push(row)
  return { row, plan, over: closesAt, wonAt: closed && wins ? closesAt : null }
}

function newDeal(random: Random, plan: DealPlan): Deal['row'] {
  const { account, seller, people, kind, createdAt } = plan
  const product = random.weighted(PRODUCTS)
  return {
    kind: 'opportunity',
    key: plan.key,
    name: `${account.row.name} – ${product}${kind === 'expansion' ? ' expansion' : ''}`,
    account: { key: account.row.key, domain: account.row.domain, name: account.row.name },
    seller: { key: seller.row.key, name: seller.row.name },
    contacts: people.map((person, index) => ({
      person: { key: person.row.key, email: person.row.email },
      role:
        index === 0 && person.role === 'decider'
          ? CONTACT_ROLES[0]
          : CONTACT_ROLES[1 + ((index + random.int(0, 1)) % 4)]!,
      isPrimary: index === 0,
    })),
    status: 'open',
    stage: DEAL_STAGES[0],
    amountMinor: amountMinor(random, account, kind),
    currency: 'USD',
    product,
    origin: random.weighted<string>(ORIGINS[kind]),
    occurredAt: createdAt,
  }
}

function close(random: Random, row: Deal['row'], wins: boolean, at: Instant): void {
  const from = row.stage
  row.status = wins ? 'won' : 'lost'
  row.stage = wins ? WON_STAGE : LOST_STAGE
  row.closedAt = at
  row.expectedCloseOn = dayOf(at)
  if (!wins)
    row.lostReason = random.weighted(LOST_REASONS.map((reason, index) => [reason, 6 - index] as const))
  row.stageChanges = [
    ...(row.stageChanges ?? []),
    { toStage: row.stage, fromStage: from, occurredAt: at, amountMinor: row.amountMinor },
  ]
}

/** Moves through the first `count` stages, at uneven steps on the way to the closing. */
function stageMoves(random: Random, createdAt: Instant, closesAt: Instant, count: number) {
  const steps = Array.from({ length: count }, () => random.between(0.6, 1.6))
  const total = steps.reduce((sum, step) => sum + step, 0)
  let passed = 0
  return steps.map((step, index) => {
    const occurredAt = createdAt + Math.floor((passed / total) * (closesAt - createdAt))
    passed += step
    return {
      toStage: DEAL_STAGES[index]!,
      ...(index ? { fromStage: DEAL_STAGES[index - 1]! } : {}),
      occurredAt,
    }
  })
}

const SENT = ASSETS.filter((asset) => asset.sent > 0).map((asset) => [asset.name, asset.sent] as const)

/** Meetings, calls, messages and shared content between sellers and the people of a deal. */
function tellWork(random: Random, diary: Diary, plan: DealPlan, from: Instant, to: Instant): void {
  const utcOffset = plan.account.region.utcOffsetHours
  const gap = (((to - from) / DAY / random.int(9, 17)) * (540 * 5)) / 7
  let at = addWorkingMinutes(from, random.between(5, 400), utcOffset)
  while (at < to && plan.people.length > 0) {
    const person = random.pick(plan.people)
    const kind = random.weighted([
      ['email_sent', 6],
      ['email_reply', 3],
      ['meeting', 3],
      ['call', 2],
      ['call_connected', 2],
    ] as const)
    const shares = kind === 'email_sent' && random.chance(0.35)
    diary.selling(
      person,
      plan.seller,
      kind,
      at,
      shares
        ? `Shared: ${random.weighted(SENT)}`
        : kind === 'meeting'
          ? 'Working session'
          : plan.account.row.name,
    )
    at = addWorkingMinutes(at, Math.max(60, random.skewed(gap, 0.7)), utcOffset)
  }
}
