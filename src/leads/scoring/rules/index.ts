/** The score as a library: pure, for services, replays and browsers. */
export { FREQUENCY_NAMES, UTC, type ZoneTable } from './buckets.ts'
export { type EventColumns, scoreColumns, wordsOf } from './columns.ts'
export { ENGAGEMENT_GRADES, FIT_GRADES, type Grade, gradeOf } from './grades.ts'
export { type EngagementPlan, THOUSANDTHS } from './plan.ts'
export { type RunningEngagement, startEngagement } from './running.ts'
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
} from './score.ts'
