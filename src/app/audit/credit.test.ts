import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { DAY } from '#platform/kernel/instant.ts'
import { credit, JOURNEY_MODELS, type Journey } from './credit.ts'

const CLOSED = 100 * DAY
const touch = (day: number, channel: string) => ({ at: day * DAY, channel })
/** podcast on day 10, guide on day 20 (lead), search on day 40 (opportunity on day 45), direct on day 90; closed on day 100 */
const journey: Journey = {
  touches: [touch(10, 'Audio'), touch(20, 'Display'), touch(40, 'Paid search'), touch(90, 'Direct')],
  lead: 1,
  createdAt: 45 * DAY,
  closedAt: CLOSED,
  amountMinor: 10_000,
}

describe('credit for the touches of a won deal', () => {
  it('gives everything to the first, the last, or the last that is not direct', () => {
    expect(credit(journey, 'first')).toEqual([10_000, 0, 0, 0])
    expect(credit(journey, 'last')).toEqual([0, 0, 0, 10_000])
    expect(credit(journey, 'last_non_direct')).toEqual([0, 0, 10_000, 0])
  })

  it('U: 40 first, 40 lead creation, and the 20 left are shared by the two others', () => {
    expect(credit(journey, 'u')).toEqual([4_000, 4_000, 1_000, 1_000])
  })

  it('W: 30 first, 30 lead, 30 opportunity, 10 for the one in between', () => {
    expect(credit(journey, 'w')).toEqual([3_000, 3_000, 3_000, 1_000])
  })

  it('full path: without a middle touch the last 10 are spread over the four milestones', () => {
    expect(credit(journey, 'full_path')).toEqual([2_500, 2_500, 2_500, 2_500])
  })

  it('time decay: a touch seven days older earns half as much', () => {
    const two = { ...journey, touches: [touch(93, 'Email'), touch(100, 'Email')], amountMinor: 3_000 }
    expect(credit(two, 'time_decay')).toEqual([1_000, 2_000])
  })

  it('a milestone that is not known gives its share to what is present in proportion', () => {
    // W without lead creation: weights 30, 5, 30, 5 of 70
    expect(credit({ ...journey, lead: null }, 'w')).toEqual([4_286, 714, 4_286, 714])
  })

  it('one touch on two milestones gets both shares', () => {
    expect(credit({ ...journey, lead: 0 }, 'u')).toEqual([8_000, 667, 667, 666])
  })

  it('credits always sum to the amount, whatever the journey', () => {
    const days = fc.array(fc.nat(100), { minLength: 1, maxLength: 12 })
    const known = fc.option(fc.nat(100))
    fc.assert(
      fc.property(days, known, known, fc.nat(1_000_000), (at, lead, created, amountMinor) => {
        const touches = [...at].sort((a, b) => a - b).map((day) => touch(day, day % 3 ? 'Email' : 'Direct'))
        const instant = (day: number | null) => (day === null ? null : day * DAY)
        const path = {
          touches,
          lead: lead === null ? null : lead % touches.length,
          createdAt: instant(created),
          closedAt: CLOSED,
          amountMinor,
        }
        for (const key of JOURNEY_MODELS)
          expect(credit(path, key).reduce((sum, part) => sum + part, 0)).toBe(amountMinor)
      }),
    )
  })
})
