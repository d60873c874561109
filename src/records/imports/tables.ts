import { bigint, boolean, index, integer, jsonb, pgTable, primaryKey, text, uuid } from 'drizzle-orm/pg-core'
import { id, instant, oneOf, workspaceId } from '#platform/db/columns.ts'
import type { Mapping } from './mapping.ts'
import type { ImportCounts } from './rules/counts.ts'
import { IMPORT_STATES } from './rules/states.ts'
import type { Understanding } from './understanding.ts'

/** A set of files imported together. */
export const importRun = pgTable(
  'import_run',
  {
    workspaceId: workspaceId(),
    id: id().notNull(),
    name: text('name').notNull(),
    state: oneOf('state', IMPORT_STATES).notNull(),
    /** what was understood of its files */
    understanding: jsonb('understanding').$type<Understanding>(),
    mapping: jsonb('mapping').$type<Mapping>(),
    /** question id → chosen option */
    answers: jsonb('answers').$type<Record<string, string>>().notNull().default({}),
    /** what the dry run found it would do */
    dryCounts: jsonb('dry_counts').$type<ImportCounts>(),
    /** what it has done so far */
    counts: jsonb('counts').$type<ImportCounts>(),
    /** records of other imports that kept an undo from removing everything, in sentences */
    leftovers: jsonb('leftovers').$type<string[]>(),
    /** rows read so far, and how many there are as far as known */
    rowsDone: integer('rows_done').notNull().default(0),
    rowsTotal: integer('rows_total'),
    /** rows left out */
    refusedRows: integer('refused_rows').notNull().default(0),
    /** rows and cells left out */
    errorCount: integer('error_count').notNull().default(0),
    problem: text('problem'),
    createdBy: text('created_by').notNull(),
    createdAt: instant('created_at').notNull(),
    startedAt: instant('started_at'),
    finishedAt: instant('finished_at'),
  },
  (t) => [
    primaryKey({ columns: [t.workspaceId, t.id] }),
    index('import_run_created').on(t.workspaceId, t.createdAt),
  ],
)

/** One file of a run; its bytes lie in the data folder until the run has ended. */
export const importFile = pgTable(
  'import_file',
  {
    workspaceId: workspaceId(),
    id: id().notNull(),
    importId: uuid('import_id').notNull(),
    name: text('name').notNull(),
    bytes: bigint('bytes', { mode: 'number' }).notNull(),
    /** SHA-256 of the content, hex */
    digest: text('digest').notNull(),
    createdAt: instant('created_at').notNull(),
  },
  (t) => [
    primaryKey({ columns: [t.workspaceId, t.id] }),
    index('import_file_run').on(t.workspaceId, t.importId),
  ],
)

/** A row or cell that was left out, and why. */
export const importRowError = pgTable(
  'import_row_error',
  {
    workspaceId: workspaceId(),
    importId: uuid('import_id').notNull(),
    /** order of finding; a repeated stretch finds the same numbers */
    position: integer('position').notNull(),
    file: text('file').notNull(),
    row: integer('row').notNull(),
    header: text('header'),
    value: text('value'),
    message: text('message').notNull(),
    refused: boolean('refused').notNull(),
  },
  (t) => [primaryKey({ columns: [t.workspaceId, t.importId, t.position] })],
)

/** What a record was before an import changed it, and what the import made of it. */
export const importChange = pgTable(
  'import_change',
  {
    workspaceId: workspaceId(),
    importId: uuid('import_id').notNull(),
    /** table of the record (`person`), or of rows that hang on it (`campaign_cost`), whose keys are the columns then */
    kind: text('kind').notNull(),
    recordId: uuid('record_id').notNull(),
    before: jsonb('before').$type<Record<string, unknown>>().notNull(),
    after: jsonb('after').$type<Record<string, unknown>>().notNull(),
    recordedAt: instant('recorded_at').notNull(),
  },
  (t) => [
    primaryKey({ columns: [t.workspaceId, t.importId, t.kind, t.recordId] }),
    index('import_change_record').on(t.workspaceId, t.kind, t.recordId),
  ],
)

/** What of other imports an import brought as well without changing it: one row for a batch of records, since most are unchanged. */
export const importSeen = pgTable(
  'import_seen',
  {
    workspaceId: workspaceId(),
    id: id().notNull(),
    importId: uuid('import_id').notNull(),
    /** as in `import_change`, or `touch` */
    kind: text('kind').notNull(),
    recordIds: uuid('record_ids').array().notNull(),
    /** of rows that hang on these records, their keys in the same order */
    keys: text('keys').array(),
    recordedAt: instant('recorded_at').notNull(),
  },
  (t) => [
    primaryKey({ columns: [t.workspaceId, t.id] }),
    index('import_seen_kind').on(t.workspaceId, t.kind, t.importId),
  ],
)

/** A mapping kept under a name. */
export const importMapping = pgTable(
  'import_mapping',
  {
    workspaceId: workspaceId(),
    id: id().notNull(),
    name: text('name').notNull(),
    mapping: jsonb('mapping').$type<Mapping>().notNull(),
    createdAt: instant('created_at').notNull(),
  },
  (t) => [
    primaryKey({ columns: [t.workspaceId, t.id] }),
    index('import_mapping_name').on(t.workspaceId, t.name),
  ],
)
