export { FREQUENCY_NAMES, UTC, type ZoneTable } from './rules/buckets.ts'
export { type EventColumns, scoreColumns, wordsOf } from './rules/columns.ts'
export { ENGAGEMENT_GRADES, FIT_GRADES, type Grade, gradeOf } from './rules/grades.ts'
export { type EngagementPlan, THOUSANDTHS } from './rules/plan.ts'
export { type RunningEngagement, startEngagement } from './rules/running.ts'
export {
  type EngagementPoint,
  type FitPoint,
  fitThousandths,
  type PersonAttributes,
  type PreparedModel,
  prepareModel,
  type Score,
  type ScoredEvent,
  score,
} from './rules/score.ts'
export { zoneTable } from './zone.ts'
