export { buildFacts, type Crediting, type RecordSet } from './rules/build.ts'
export { CATALOGUE, MEASURE_KEYS, type MeasureKey, measure } from './rules/catalogue.ts'
export { dashboard } from './rules/dashboard.ts'
export type {
  CycleFact,
  FieldCount,
  KpiFacts,
  OpportunityFact,
  ResponseFact,
  SourceFreshness,
  TrustFacts,
} from './rules/facts.ts'
export { defaultRange, type Frame, previousRange, type StageLine } from './rules/frame.ts'
export type { Measure } from './rules/measure.ts'
export type { TouchFact } from './rules/touches.ts'
export { FIELDS } from './rules/trust.ts'
export type { Dashboard, Figure } from './schema.ts'
