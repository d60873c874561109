import fc from 'fast-check'
import { calendarOf } from '#platform/kernel/calendar.ts'
import type { CycleFact, OpportunityFact } from '#reports/kpi/rules/facts.ts'
import type { Frame, StageLine } from '#reports/kpi/rules/frame.ts'

/** Facts and frames for tests of measures: the year 2026, UTC, US dollars, the default stages. */

export const STAGES: readonly StageLine[] = [
  { key: 'inquiry', name: 'Inquiry', kind: 'inventory' },
  { key: 'mql', name: 'MQL', kind: 'clocked' },
  { key: 'sal', name: 'SAL', kind: 'clocked' },
  { key: 'sql', name: 'SQL', kind: 'clocked' },
  { key: 'opportunity', name: 'Opportunity', kind: 'clocked' },
  { key: 'customer', name: 'Customer', kind: 'inventory' },
  { key: 'recycled', name: 'Recycled', kind: 'exit' },
  { key: 'disqualified', name: 'Disqualified', kind: 'exit' },
  { key: 'lost', name: 'Lost', kind: 'exit' },
]

/** Noon UTC of a day. */
export const at = (day: string) => Date.parse(`${day}T12:00:00Z`)

/** The year 2026 by period, known until its last day; change what the test is about. */
export function aFrame(change: Partial<Frame> = {}): Frame {
  const timeZone = change.timeZone ?? 'UTC'
  const knownDay = change.knownDay ?? '2026-12-31'
  return {
    range: { from: '2026-01-01', to: '2026-12-31' },
    basis: 'period',
    withinDays: 90,
    bucket: 'month',
    filters: {},
    timeZone,
    dayOf: calendarOf(timeZone).dayOf,
    knownUntil: at(knownDay),
    knownDay,
    currency: 'USD',
    stages: STAGES,
    handOff: { from: 'mql', to: 'sal' },
    attribution: { lookbackDays: 180, mode: 'explicit', leading: 'sourced_origin' },
    ...change,
  }
}

let people = 0

export function aCycle(enteredAt: Record<string, number>, change: Partial<CycleFact> = {}): CycleFact {
  people += 1
  return {
    personId: `person-${people}`,
    cycle: 1,
    enteredAt,
    inferred: [],
    exit: null,
    source: null,
    campaignId: null,
    sellerId: null,
    team: null,
    versions: {},
    ...change,
  }
}

export function anOpportunity(change: Partial<OpportunityFact> = {}): OpportunityFact {
  return {
    id: 'opportunity-1',
    status: 'open',
    amountMinor: 100_00,
    currency: 'USD',
    createdAt: at('2026-01-01'),
    closedAt: null,
    sellerId: null,
    team: null,
    accountId: null,
    origin: null,
    originIsMarketing: null,
    source: null,
    campaignId: null,
    firstTouchAt: null,
    firstTouchSide: null,
    recentFirstSide: null,
    marketingTouches: 0,
    ...change,
  }
}

const FORWARD = STAGES.filter((stage) => stage.kind !== 'exit').map((stage) => stage.key)
const DAY = 86_400_000

const cycle = fc
  .record({
    first: fc.integer({ min: -400, max: 400 }),
    start: fc.integer({ min: 0, max: 2 }),
    gaps: fc.array(fc.integer({ min: 0, max: 120 }), { minLength: 1, maxLength: 4 }),
    exitAfter: fc.option(fc.integer({ min: 0, max: 60 })),
  })
  .map(({ first, start, gaps, exitAfter }) => {
    let when = at('2026-01-01') + first * DAY
    const enteredAt: Record<string, number> = {}
    const stages = FORWARD.slice(start, start + gaps.length)
    stages.forEach((stage, i) => {
      when += gaps[i]! * DAY
      enteredAt[stage] = when
    })
    const exit =
      exitAfter === null ? null : { stage: 'recycled', fromStage: stages.at(-1)!, at: when + exitAfter * DAY }
    return aCycle(enteredAt, { exit })
  })

/** Any history of cycles around the year 2026. */
export const cycles = fc.array(cycle, { maxLength: 40 })

/** Any list of opportunities around the year 2026, with gaps, other currencies and closings before creation. */
export const opportunities = fc.array(
  fc
    .record({
      status: fc.constantFrom('open' as const, 'won' as const, 'lost' as const),
      created: fc.option(fc.integer({ min: -200, max: 400 })),
      length: fc.integer({ min: -10, max: 200 }),
      amountMinor: fc.option(fc.integer({ min: 0, max: 1_000_000_00 })),
      currency: fc.constantFrom('USD', 'USD', 'EUR', null),
      marketing: fc.option(fc.integer({ min: 1, max: 300 })),
      sales: fc.option(fc.integer({ min: 1, max: 300 })),
      originIsMarketing: fc.option(fc.boolean()),
    })
    .map(({ created, length, marketing, sales, ...rest }) => {
      const createdAt = created === null ? null : at('2026-01-01') + created * DAY
      const isTouched = createdAt !== null && marketing !== null
      const came = sales === null || (marketing ?? 0) >= sales ? 'marketing' : 'sales'
      return anOpportunity({
        ...rest,
        createdAt,
        closedAt: rest.status === 'open' ? null : (createdAt ?? at('2026-06-01')) + length * DAY,
        recentFirstSide: isTouched ? came : null,
        firstTouchAt: isTouched ? createdAt - marketing * DAY : null,
        firstTouchSide: isTouched ? 'marketing' : null,
        marketingTouches: isTouched ? 1 : 0,
      })
    }),
  { maxLength: 40 },
)
