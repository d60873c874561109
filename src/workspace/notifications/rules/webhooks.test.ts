import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { DAY, HOUR, SECOND } from '#platform/kernel/instant.ts'
import { nextAttemptAt, PAUSES_MS, retryAfter } from './retry-schedule.ts'
import { MAX_BODY_BYTES, webhookBody } from './webhook-body.ts'

describe('the schedule of a message', () => {
  it('has ten attempts over 75 hours, 35 minutes and 5 seconds', () => {
    expect(1 + PAUSES_MS.length).toBe(10)
    expect(PAUSES_MS.reduce((sum, pause) => sum + pause, 0)).toBe(75 * HOUR + 35 * 60 * SECOND + 5 * SECOND)
  })

  it('spreads each pause by at most ten percent, the same each time for one message', () => {
    fc.assert(
      fc.property(fc.uuid(), fc.integer({ min: 1, max: 9 }), (id, attempts) => {
        const next = nextAttemptAt(id, attempts, 0)!
        expect(next).toBe(nextAttemptAt(id, attempts, 0))
        expect(next / PAUSES_MS[attempts - 1]!).toBeGreaterThanOrEqual(0.9)
        expect(next / PAUSES_MS[attempts - 1]!).toBeLessThanOrEqual(1.1)
      }),
    )
    const spread = Array.from({ length: 200 }, (_, n) => nextAttemptAt(`message ${n}`, 4, 0)! / (2 * HOUR))
    expect(Math.min(...spread)).toBeLessThan(0.93)
    expect(Math.max(...spread)).toBeGreaterThan(1.07)
  })

  it('ends after the tenth, and follows a wish for more time up to a day', () => {
    expect(nextAttemptAt('m', 10, 0)).toBeNull()
    expect(nextAttemptAt('m', 1, 0, HOUR)).toBe(HOUR)
    expect(nextAttemptAt('m', 1, 0, 30 * DAY)).toBe(DAY)
    expect(nextAttemptAt('m', 9, 0, SECOND)).toBe(nextAttemptAt('m', 9, 0))
  })

  it.each([
    ['120', 120_000],
    [' 0 ', 0],
    ['Thu, 01 Jan 1970 00:05:00 GMT', 300_000],
    ['Wed, 31 Dec 1969 00:00:00 GMT', null],
    ['soon', null],
    ['-5', null],
    ['1e9', null],
    ['', null],
    [undefined, null],
  ])('Retry-After %j', (header, expected) => expect(retryAfter(header, 0, Date.parse)).toBe(expected))
})

describe('the body of an event', () => {
  it('is type, instant and data', () => {
    expect(webhookBody('handoff.accepted', '2026-06-15T09:00:00.000Z', { handOffId: 'h', none: null })).toBe(
      '{"type":"handoff.accepted","timestamp":"2026-06-15T09:00:00.000Z","data":{"handOffId":"h","none":null}}',
    )
  })

  it('stays below 20 kB whatever the data, and keeps short values of the top level', () => {
    const text = fc.oneof(fc.string({ maxLength: 40 }), fc.constant('𝄞ü'.repeat(20_000)))
    const wide = fc.dictionary(fc.string({ minLength: 1, maxLength: 30 }), text, { maxKeys: 300 })
    const data = fc.record({
      many: fc.array(wide, { maxLength: 60 }),
      deep: fc.object({ maxDepth: 8 }),
      wide,
    })
    fc.assert(
      fc.property(data, fc.uuid(), (value, handOffId) => {
        const body = webhookBody('handoff.accepted', '2026-06-15T09:00:00.000Z', { handOffId, ...value })
        expect(Buffer.byteLength(body)).toBeLessThan(MAX_BODY_BYTES)
        expect(JSON.parse(body).data.handOffId).toBe(handOffId)
      }),
      { numRuns: 60 },
    )
  })
})
