/** The measures as a library: facts in, figures out. */
export { isAttempt, isContact, type TouchEvidence } from '#records/touches/rules/evidence.ts'
export { buildFacts } from './build.ts'
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
export type {
  Counting,
  Crediting,
  HandOffRow,
  MoveRow,
  OpportunityRow,
  PersonRow,
  RecordSet,
} from './records.ts'
export { survivalQuantile } from './survival.ts'
export {
  isMarketingTouch,
  isSalesActivity,
  type TouchFact,
} from './touches.ts'
