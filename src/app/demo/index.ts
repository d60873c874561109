export { sampleAgreements } from './agreements.ts'
export { exportSampleCommand } from './command.ts'
export { REFUSED_ROWS, type SampleFolder, writeSampleFolder } from './export.ts'
export { generate, type StoryOptions } from './generate.ts'
export {
  fillSampleCompany,
  type LoadedSample,
  type LoadOptions,
  type LoadProgress,
  loadSampleCompany,
  removeSampleCompany,
  SAMPLE_NAME,
  SAMPLE_SEED,
  startSampleCompany,
} from './load.ts'
