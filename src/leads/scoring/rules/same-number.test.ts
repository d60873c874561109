import fc from 'fast-check'
import { Temporal } from 'temporal-polyfill'
import { describe, expect, it } from 'vitest'
import { handWorked, NOBODY, touched } from '#test/factories/scoring-models.ts'
import { zoneTable } from '../zone.ts'
import { scoreColumns, wordsOf } from './columns.ts'
import { THOUSANDTHS } from './plan.ts'
import { startEngagement } from './running.ts'
import { type PreparedModel, prepareModel, type ScoredEvent, score } from './score.ts'

/** Every way of asking gives the same number: explained, in columns, as events arrive, and by a second, slow method. */

const DAY = 86_400_000
const ZONES = ['UTC', 'Europe/Berlin', 'America/New_York', 'Australia/Lord_Howe', 'Asia/Kathmandu']
const attributes = { person: NOBODY, account: null }

const rule = fc.record(
  {
    points: fc.integer({ min: -400, max: 400 }).map((tenths) => tenths / 10),
    frequency: fc.constantFrom('every', 'day', 'week', 'month', 'once'),
    decay: fc.constantFrom('none', 'window', 'halfLife'),
    days: fc.integer({ min: 1, max: 60 }),
    limit: fc.option(fc.integer({ min: 0, max: 60 }), { nil: undefined }),
    group: fc.constantFrom('one', 'two', 'three'),
  },
  { requiredKeys: ['points', 'frequency', 'decay', 'days', 'limit', 'group'] },
)
const models = fc.record({
  rules: fc.array(rule, { minLength: 1, maxLength: 40 }),
  limits: fc.record({ one: fc.integer({ min: 0, max: 80 }), two: fc.constant(undefined) }),
  engagement: fc.integer({ min: 1, max: 200 }),
  zone: fc.constantFrom(...ZONES),
})
const histories = fc.array(
  fc.record({
    kind: fc.integer({ min: 0, max: 39 }),
    minute: fc.integer({ min: 0, max: 130_000 }),
    machine: fc.boolean(),
  }),
  { maxLength: 60 },
)
const START = Date.UTC(2026, 1, 1)

function prepared(model: typeof models extends fc.Arbitrary<infer M> ? M : never): PreparedModel {
  const engagement = model.rules.map(({ decay, days, ...declared }, index) => ({
    ...declared,
    key: `r${index}`,
    ...(decay === 'none' ? {} : { [decay]: `P${days}D` }),
  }))
  const groups = Object.fromEntries(Object.entries(model.limits).filter(([, limit]) => limit !== undefined))
  const compiled = handWorked({
    engagement,
    limits: { engagement: model.engagement, groups: groups as Record<string, number> },
  })
  return prepareModel(compiled, zoneTable(model.zone))
}

function eventsOf(history: { kind: number; minute: number; machine: boolean }[]): ScoredEvent[] {
  return history
    .map(({ kind, minute, machine }) => touched(`r${kind}`, START + minute * 60_000, { machine }))
    .sort((a, b) => a.occurredAt - b.occurredAt)
}

describe('one number', () => {
  it('is the sum of the points that explain it', () => {
    fc.assert(
      fc.property(models, histories, fc.integer({ min: 0, max: 130 }), (model, history, day) => {
        const answer = score(eventsOf(history), attributes, prepared(model), START + day * DAY)
        const explained = answer.why.engagement.reduce(
          (sum, line) => sum + Math.round(line.points * THOUSANDTHS),
          0,
        )
        expect(explained / THOUSANDTHS).toBe(answer.engagement)
      }),
    )
  })

  it('is the same in columns, for many people at once, bit for bit', () => {
    fc.assert(
      fc.property(
        models,
        fc.array(histories, { maxLength: 4 }),
        fc.integer({ min: 0, max: 130 }),
        (model, people, day) => {
          const ready = prepared(model)
          const at = START + day * DAY
          const after = START + Math.floor(day / 3) * DAY
          const columns = columnsOf(ready, people.map(eventsOf))
          const cycles = { ...columns, after: new Float64Array(people.length).fill(after) }
          people.forEach((history, person) => {
            const events = eventsOf(history)
            expect(scoreColumns(ready.engagement, ready.zone, columns, at)[person]! / THOUSANDTHS).toBe(
              score(events, attributes, ready, at).engagement,
            )
            expect(scoreColumns(ready.engagement, ready.zone, cycles, at)[person]! / THOUSANDTHS).toBe(
              score(events, attributes, ready, at, after).engagement,
            )
          })
        },
      ),
    )
  })

  it('is the same while events arrive, at each of them and between', () => {
    fc.assert(
      fc.property(models, histories, (model, history) => {
        const ready = prepared(model)
        const events = eventsOf(history)
        const running = startEngagement(ready.engagement, ready.zone)
        events.forEach((event, index) => {
          running.record(event.occurredAt, ready.matches(event.facts, NOBODY))
          for (const at of [event.occurredAt, event.occurredAt + 3.5 * DAY]) {
            const known = events.slice(0, index + 1)
            expect(running.totalAt(at) / THOUSANDTHS).toBe(score(known, attributes, ready, at).engagement)
          }
        })
      }),
      { numRuns: 60 },
    )
  })

  it('is what a second, slower method gives', () => {
    fc.assert(
      fc.property(models, histories, fc.integer({ min: 0, max: 130 }), (model, history, day) => {
        const at = START + day * DAY
        expect(score(eventsOf(history), attributes, prepared(model), at).engagement).toBe(
          secondMethod(model, eventsOf(history), at),
        )
      }),
    )
  })

  it('does not rise between two events when no points are negative', () => {
    fc.assert(
      fc.property(
        models,
        histories,
        fc.integer({ min: 0, max: 100 }),
        fc.integer({ min: 0, max: 30 }),
        (model, history, day, later) => {
          const ready = prepared({
            ...model,
            rules: model.rules.map((one) => ({ ...one, points: Math.abs(one.points) })),
          })
          const events = eventsOf(history).filter((event) => event.occurredAt <= START + day * DAY)
          const now = score(events, attributes, ready, START + day * DAY).engagement
          expect(
            score(events, attributes, ready, START + (day + later) * DAY).engagement,
          ).toBeLessThanOrEqual(now)
        },
      ),
    )
  })

  it('says when it will next change by itself: nothing happens before', () => {
    fc.assert(
      fc.property(models, histories, (model, history) => {
        const ready = prepared({
          ...model,
          rules: model.rules.map((one) => ({
            ...one,
            decay: one.decay === 'halfLife' ? 'window' : one.decay,
          })),
        })
        const events = eventsOf(history)
        const at = events.at(-1)?.occurredAt ?? START
        const running = startEngagement(ready.engagement, ready.zone)
        for (const event of events) running.record(event.occurredAt, ready.matches(event.facts, NOBODY))
        const next = Math.min(running.nextDecayAt(at), at + 1000 * DAY)
        expect(next).toBeGreaterThan(at)
        expect(running.totalAt(next - 1)).toBe(running.totalAt(at))
      }),
    )
  })
})

function columnsOf(ready: PreparedModel, people: ScoredEvent[][]) {
  const words = wordsOf(ready.engagement.rules)
  const all = people.flat()
  const matches = new Uint32Array(all.length * words)
  all.forEach((event, index) => {
    for (const matched of ready.matches(event.facts, NOBODY)) {
      const word = index * words + (matched >> 5)
      matches[word] = matches[word]! | (1 << (matched & 31))
    }
  })
  const offsets = new Uint32Array(people.length + 1)
  people.forEach((events, person) => {
    offsets[person + 1] = offsets[person]! + events.length
  })
  return {
    people: people.length,
    offsets,
    occurredAt: Float64Array.from(all, (event) => event.occurredAt),
    matches,
    words,
  }
}

/** Calendar from Temporal, powers instead of exponentials, plain loops: shares no code with the rules. */
function secondMethod(model: Parameters<typeof prepared>[0], events: ScoredEvent[], at: number): number {
  const bucketOf = (when: number, frequency: string) => {
    const day = Temporal.Instant.fromEpochMilliseconds(when).toZonedDateTimeISO(model.zone).toPlainDate()
    if (frequency === 'day') return day.toString()
    if (frequency === 'week') return `${day.yearOfWeek}-${day.weekOfYear}`
    return frequency === 'month' ? day.toPlainYearMonth().toString() : 'once'
  }
  const clamp = (value: number, limit: number | undefined) =>
    limit === undefined ? value : Math.sign(value) * Math.min(Math.abs(value), limit * 1000)
  const groups: Record<string, number> = {}
  model.rules.forEach((declared, index) => {
    const seen = new Set<string>()
    let total = 0
    for (const { facts, occurredAt } of events) {
      if (occurredAt > at || facts.machine || facts.kind !== `r${index}`) continue
      const bucket =
        declared.frequency === 'every' ? `${seen.size}` : bucketOf(occurredAt, declared.frequency)
      if (seen.has(bucket)) continue
      seen.add(bucket)
      const days = (at - occurredAt) / DAY
      const share =
        declared.decay === 'none'
          ? 1
          : declared.decay === 'window'
            ? days < declared.days
              ? 1
              : 0
            : 0.5 ** (days / declared.days)
      const worth = Math.abs(declared.points) * 1000 * share
      total += Math.sign(declared.points) * Math.round(Number(worth.toPrecision(12)))
    }
    groups[declared.group] = (groups[declared.group] ?? 0) + clamp(total, declared.limit)
  })
  const limits: Record<string, number | undefined> = model.limits
  const sum = Object.entries(groups).reduce((axis, [key, value]) => axis + clamp(value, limits[key]), 0)
  return (clamp(sum, model.engagement) + 0) / 1000
}
