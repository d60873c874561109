import type { AgreementDocument } from '#agreement/document/index.ts'
import { gradeOf } from '#leads/scoring/rules/grades.ts'
import type { Instant } from '#platform/kernel/instant.ts'

/**
 * The first instant at which fading points put a person into another grade, to the millisecond.
 *
 * @param pointsAt engagement at an instant, points; between `at` and `until` it only changes by fading
 * @param fit points
 * @param until last instant looked at; infinity: nothing fades
 * @returns an instant after `at`, at most `until`; infinity when the grade is the same at `until`
 * @example gradeChangesAt(document.scoring, 60, (at) => 45 - (at / DAY) * 10, 0, DAY) // DAY / 2 + 1
 */
export function gradeChangesAt(
  model: AgreementDocument['scoring'],
  fit: number,
  pointsAt: (at: Instant) => number,
  at: Instant,
  until: Instant,
): Instant {
  if (!Number.isFinite(until)) return Number.POSITIVE_INFINITY
  const grade = (instant: Instant) => gradeOf(model, fit, pointsAt(instant))
  const now = grade(at)
  if (grade(until) === now) return Number.POSITIVE_INFINITY
  let [same, other] = [at, until]
  while (other - same > 1) {
    const middle = Math.floor((same + other) / 2)
    if (grade(middle) === now) same = middle
    else other = middle
  }
  return other
}
