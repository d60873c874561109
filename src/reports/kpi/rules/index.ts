/** The measures as a library: facts in, figures out. */
export {
  buildFacts,
  type Crediting,
  type MoveRow,
  type OpportunityRow,
  type PersonRow,
  type RecordSet,
} from './build.ts'
export { CATALOGUE, MEASURE_KEYS, type MeasureKey, measure } from './catalogue.ts'
export { countDashboard, type DashboardCounts, dashboard, presentDashboard } from './dashboard.ts'
export type {
  CycleFact,
  FieldCount,
  KpiFacts,
  OpportunityFact,
  ResponseFact,
  SourceFreshness,
  TrustFacts,
} from './facts.ts'
export { type DayRange, defaultRange, type Frame, previousRange, type StageLine } from './frame.ts'
export { histogramMean, histogramQuantile } from './histogram.ts'
export type { Measure } from './measure.ts'
export { SOURCED } from './pipeline.ts'
export { survivalQuantile } from './survival.ts'
export {
  isHandRaise,
  isHumanAttempt,
  isMarketingTouch,
  isSalesActivity,
  isTwoWayContact,
  type TouchFact,
} from './touches.ts'
