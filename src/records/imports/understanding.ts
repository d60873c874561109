import { z } from 'zod'
import { Mapping } from './mapping.ts'
import { FILE_KINDS } from './rules/fields.ts'

/** Something only a person can know. `must` ones are answered before an import runs; the others state what is assumed. */
export const Question = z.object({
  id: z.string(),
  file: z.string(),
  header: z.string().nullable(),
  about: z.enum(['date_order', 'decimal', 'time_zone', 'currency', 'file_kind', 'fill_down', 'value']),
  text: z.string(),
  options: z.array(z.object({ value: z.string(), label: z.string() })),
  /** what is used while nobody has answered */
  assumed: z.string().nullable(),
  must: z.boolean(),
})
export type Question = z.infer<typeof Question>

export const ColumnUnderstanding = z.object({
  header: z.string(),
  /** null: left out; `attribute`: kept under its header */
  field: z.string().nullable(),
  /** 0-1 */
  confidence: z.number(),
  /** sentences: why this field, what the values prove */
  evidence: z.array(z.string()),
  samples: z.array(z.string()),
  filled: z.number().int(),
  missing: z.number().int(),
})
export type ColumnUnderstanding = z.infer<typeof ColumnUnderstanding>

/** A value that is probably another one misspelt. */
export const ValueSuggestion = z.object({
  file: z.string(),
  header: z.string(),
  value: z.string(),
  rows: z.number().int(),
  meant: z.string(),
  reason: z.string(),
})
export type ValueSuggestion = z.infer<typeof ValueSuggestion>

export const FileUnderstanding = z.object({
  file: z.string(),
  kind: z.enum(FILE_KINDS).nullable(),
  /** 0-1 */
  confidence: z.number(),
  evidence: z.array(z.string()),
  system: z.string(),
  encoding: z.string(),
  separator: z.string(),
  /** rows looked at; `isWhole` tells whether these are all */
  rows: z.number().int(),
  isWhole: z.boolean(),
  columns: z.array(ColumnUnderstanding),
  warnings: z.array(z.string()),
  /** set when the file cannot be read at all, in one sentence */
  problem: z.string().nullable(),
})
export type FileUnderstanding = z.infer<typeof FileUnderstanding>

/** A row, or one cell of it, that could not be read. */
export const RowError = z.object({
  file: z.string(),
  /** as a spreadsheet counts; the header is 1 */
  row: z.number().int(),
  header: z.string().nullable(),
  value: z.string().nullable(),
  /** what is wrong and what to do */
  message: z.string(),
  /** the whole row was left out, not only the cell */
  refused: z.boolean(),
})
export type RowError = z.infer<typeof RowError>

/** What was understood of a set of files, and what was not. */
export const Understanding = z.object({
  files: z.array(FileUnderstanding),
  mapping: Mapping,
  questions: z.array(Question),
  suggestions: z.array(ValueSuggestion),
})
export type Understanding = z.infer<typeof Understanding>
