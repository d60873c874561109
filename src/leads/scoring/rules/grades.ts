import type { AgreementDocument } from '#agreement/document/index.ts'

export const FIT_GRADES = ['A', 'B', 'C', 'D'] as const
type FitGrade = (typeof FIT_GRADES)[number]
export const ENGAGEMENT_GRADES = ['1', '2', '3', '4'] as const
type EngagementGrade = (typeof ENGAGEMENT_GRADES)[number]
/** `A1` best, `D4` least */
export type Grade = `${FitGrade}${EngagementGrade}`

/**
 * The grade of two scores by the cut points of the model; a score that equals a cut point has reached it.
 *
 * @param fit points
 * @param engagement points
 * @example gradeOf(document.scoring, 80, 10) // 'A4'
 */
export function gradeOf(model: AgreementDocument['scoring'], fit: number, engagement: number): Grade {
  const { a, b, c } = model.fit.grades
  const { one, two, three } = model.engagement.grades
  const letter: FitGrade = fit >= a ? 'A' : fit >= b ? 'B' : fit >= c ? 'C' : 'D'
  const digit: EngagementGrade =
    engagement >= one ? '1' : engagement >= two ? '2' : engagement >= three ? '3' : '4'
  return `${letter}${digit}`
}
