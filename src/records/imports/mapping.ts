import { z } from 'zod'
import { FILE_KINDS } from './rules/fields.ts'

/** How one column is read. A saved mapping is found again by header, so columns may move. */
export const ColumnMapping = z.object({
  header: z.string().max(400),
  /** `person.email`, `person.stage:mql`, `attribute` (kept under its header), or null: left out */
  field: z.string().max(160).nullable(),
  /** absent: no cell needed it; a date or number that can be read two ways is then left out */
  dateOrder: z.enum(['dmy', 'mdy']).optional(),
  decimal: z.enum(['point', 'comma']).optional(),
  /** date order, decimal sign or filling down is an assumption that nobody has confirmed; the question stays open */
  assumed: z.boolean().optional(),
  /** cells of both ways stood in the column when the order or sign was chosen; a later file with both is not asked about again */
  mixed: z.boolean().optional(),
  /** an empty cell repeats the one above, as in a report that is grouped by this column */
  fillDown: z.boolean().optional(),
  /** values to be read as others, e.g. `GTXPro` as `GTX Pro` */
  replace: z.record(z.string().max(500), z.string().max(500)).optional(),
})
export type ColumnMapping = z.infer<typeof ColumnMapping>

export const FileMapping = z.object({
  /** file name the mapping was made for; one with the same headers matches too */
  file: z.string().max(400),
  /** null: the file is not read */
  kind: z.enum(FILE_KINDS).nullable(),
  /** where its ids come from: `hubspot`, `salesforce`, `spreadsheet` or a name of your own */
  system: z.string().min(1).max(60),
  columns: z.array(ColumnMapping).max(2_000),
  /** IANA zone of times that carry none */
  timeZone: z.string().max(60),
  /** ISO 4217 code of amounts that carry none */
  currency: z.string().regex(/^[A-Z]{3}$/),
  /** what a sign that several currencies share stands for, as { "$": "CAD" }; null while nobody has said */
  signs: z
    .record(
      z.string().max(4),
      z
        .string()
        .regex(/^[A-Z]{3}$/)
        .nullable(),
    )
    .optional(),
  /** what a deal stage means; stages that are not listed are told from their name */
  outcomes: z.record(z.string().max(200), z.enum(['open', 'won', 'lost'])).optional(),
})
export type FileMapping = z.infer<typeof FileMapping>

/** How a set of files is read: made by recognition, corrected on the mapping screen, saved, given to `--mapping`. */
export const Mapping = z.object({ version: z.literal(1), files: z.array(FileMapping).max(200) })
export type Mapping = z.infer<typeof Mapping>
