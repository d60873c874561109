import { describe, expect, it } from 'vitest'
import { defaultAgreement } from '#agreement/document/index.ts'
import { DAY } from '#platform/kernel/instant.ts'
import { staleSince, timeLimits } from './stale.ts'

const limits = timeLimits(defaultAgreement())
const entered = Date.parse('2026-11-02T10:00:00Z')

describe('a clocked stage', () => {
  it('has its limit from the agreement, other stages have none', () => {
    expect([...limits]).toEqual([
      ['mql', 7 * DAY],
      ['sal', 14 * DAY],
      ['sql', 30 * DAY],
      ['opportunity', 180 * DAY],
    ])
  })

  it.each([
    ['mql', 7 * DAY, null],
    ['mql', 7 * DAY + 1, entered + 7 * DAY],
    ['sal', 14 * DAY + 1, entered + 14 * DAY],
    ['inquiry', 900 * DAY, null],
    ['recycled', 900 * DAY, null],
    [null, 900 * DAY, null],
  ])('at %s after %i ms is stale since %s', (stage, after, since) => {
    expect(
      staleSince(limits, { stage, stageEnteredAt: stage === null ? null : entered }, entered + after),
    ).toBe(since)
  })
})
