export { exportSampleCommand } from './command.ts'
export { REFUSED_ROWS, writeSampleFolder } from './export.ts'
export { generate } from './generate.ts'
export { loadSampleCompany, SAMPLE_SEED } from './load.ts'
