export { sampleAgreements } from './agreements.ts'
export { REFUSED_ROWS, type SampleFolder, writeSampleFolder } from './export.ts'
export { generate, type StoryOptions } from './generate.ts'
