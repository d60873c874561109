export { guardFormula, unguardFormula } from './formula.ts'
export { CsvProblem } from './problem.ts'
export { type CsvFile, type CsvLimits, type CsvSource, openCsv } from './read.ts'
export { type Cell, csvFile, csvLines } from './write.ts'
