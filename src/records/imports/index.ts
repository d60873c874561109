export { FileMapping, Mapping } from './mapping.ts'
export {
  type FolderReading,
  fileSource,
  type ReadBatch,
  readFiles,
  readFolder,
  sourcesIn,
} from './reading.ts'
export type { RecordKind, RecordRow, Reference } from './rules/rows.ts'
export { type ImportSource, KIND_TITLES, type ReadingOptions, understand } from './understand.ts'
export { Question, RowError, Understanding, ValueSuggestion } from './understanding.ts'
export { type Refusal, type WriteResult, writeRecords } from './write-records.ts'
