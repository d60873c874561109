import { describe, expect, it } from 'vitest'
import { defaultAgreement } from '#agreement/document/index.ts'
import { gradeChangesAt } from './grade-change.ts'

const DAY = 86_400_000
const model = defaultAgreement().scoring
model.engagement.grades = { one: 70, two: 40, three: 15 }

describe('the instant at which fading points change the grade', () => {
  it('is the first millisecond below the cut point', () => {
    // 45 points that fade by 10 a day are 40 after half a day: 40 still has reached the cut point, a millisecond later not.
    const points = (at: number) => 45 - (at / DAY) * 10
    expect(gradeChangesAt(model, 60, points, 0, DAY)).toBe(DAY / 2 + 1)
  })

  it('is when the window ends, where points end at once', () => {
    const points = (at: number) => (at < 1_000 ? 50 : 0)
    expect(gradeChangesAt(model, 60, points, 0, 1_000)).toBe(1_000)
  })

  it('does not come while the grade stays the same', () => {
    expect(gradeChangesAt(model, 60, (at) => 69 - at / DAY, 0, DAY)).toBe(Number.POSITIVE_INFINITY)
    expect(gradeChangesAt(model, 60, () => 50, 0, Number.POSITIVE_INFINITY)).toBe(Number.POSITIVE_INFINITY)
  })
})
