export { exportSampleCommand, type StoryAsked, storyOf } from './command.ts'
export { REFUSED_ROWS, writeSampleFolder } from './export.ts'
export { generate } from './generate.ts'
export { loadSampleCompany } from './load.ts'
