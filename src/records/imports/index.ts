export {
  type CommandOutput,
  type ImportCommandDeps,
  type ImportCommandOptions,
  importCommand,
} from './cli.ts'
export { importSources, type SourcesOptions } from './import-sources.ts'
export { IMPORT_FINISHED, IMPORT_UNDONE, type ImportJobDeps, importJobs } from './jobs.ts'
export { FileMapping, Mapping } from './mapping.ts'
export { operations } from './operations.ts'
export {
  type FolderReading,
  fileSource,
  type ReadBatch,
  readFiles,
  readFolder,
  sourcesIn,
} from './reading.ts'
export type { ImportCounts, KindCounts } from './rules/counts.ts'
export { KIND_TITLES } from './rules/fields.ts'
export type { RecordKind, RecordRow, Reference } from './rules/rows.ts'
export { type ImportProgress, runImport } from './run-import.ts'
export { type ImportSource, type ReadingOptions, understand } from './understand.ts'
export {
  ColumnUnderstanding,
  FileUnderstanding,
  Question,
  RowError,
  Understanding,
  ValueSuggestion,
} from './understanding.ts'
export type { Refusal, WriteResult } from './write-outcome.ts'
export { writeRecords } from './write-records.ts'
