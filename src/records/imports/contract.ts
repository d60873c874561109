import { z } from 'zod'
import { Id } from '#platform/kernel/ids.ts'
import { InstantIso } from '#platform/kernel/instant.ts'
import { Download, operation, Page, page, problem, unknownPlace } from '#platform/operation/index.ts'
import { Mapping } from './mapping.ts'
import { IMPORT_STATES } from './rules/states.ts'
import { Understanding } from './understanding.ts'

export const importBusy = problem('import.busy', 409, 'Another import is running')
export const importState = problem('import.state', 409, 'The import is not at this step')
export const importUnanswered = problem('import.unanswered', 422, 'Questions are open')
export const importNoFiles = problem('import.no_files', 422, 'The import has no files')

const KindCounts = z.object({
  created: z.number().int(),
  updated: z.number().int(),
  unchanged: z.number().int(),
  refused: z.number().int(),
})
export const Counts = z.object({
  seller: KindCounts.optional(),
  account: KindCounts.optional(),
  person: KindCounts.optional(),
  campaign: KindCounts.optional(),
  opportunity: KindCounts.optional(),
  contact_role: KindCounts.optional(),
  stage_change: KindCounts.optional(),
  touch: KindCounts.optional(),
})

export const ImportState = z.enum(IMPORT_STATES)

export const ImportFile = z.object({ id: Id, name: z.string(), bytes: z.number().int() })

export const ImportView = z.object({
  id: Id,
  name: z.string(),
  state: ImportState,
  files: z.array(ImportFile),
  answers: z.record(z.string(), z.string()),
  /** what the dry run found it would do */
  dryCounts: Counts.nullable(),
  counts: Counts.nullable(),
  /** what an undo had to leave, in sentences */
  leftovers: z.array(z.string()).nullable(),
  rowsDone: z.number().int(),
  rowsTotal: z.number().int().nullable(),
  errorCount: z.number().int(),
  problem: z.string().nullable(),
  createdBy: z.string(),
  createdAt: InstantIso,
  startedAt: InstantIso.nullable(),
  finishedAt: InstantIso.nullable(),
})
export type ImportView = z.output<typeof ImportView>

const ById = z.object({ id: Id })
const change = { permission: 'import.change', output: ImportView, errors: [importState, importBusy] } as const

export const createImport = operation({
  id: 'import.create',
  method: 'POST',
  path: '/imports',
  permission: 'import.change',
  summary: 'Begin an import; files are added to it next',
  input: z.object({ name: z.string().trim().min(1).max(200) }),
  output: ImportView,
})

export const uploadImportFile = operation({
  ...change,
  id: 'import.upload',
  method: 'POST',
  path: '/imports/:id/files',
  upload: true,
  summary: 'Add a CSV file to an import that has not run yet; one with the same name is replaced',
  input: ById.extend({ name: z.string().trim().min(1).max(200) }),
})

export const removeImportFile = operation({
  ...change,
  id: 'import.removeFile',
  method: 'DELETE',
  path: '/imports/:id/files/:fileId',
  summary: 'Take a file out of an import that has not run yet',
  input: ById.extend({ fileId: Id }),
})

export const discardImport = operation({
  ...change,
  id: 'import.discard',
  method: 'DELETE',
  path: '/imports/:id',
  summary: 'Forget an import that has not written anything, and its files',
  input: ById,
  output: z.object({ id: Id }),
})

export const listImports = operation({
  id: 'import.list',
  method: 'GET',
  path: '/imports',
  permission: 'import.read',
  summary: 'Imports, the latest first',
  input: Page,
  output: page(ImportView),
  errors: [unknownPlace],
  cli: 'import list',
  mcp: true,
})

export const readImport = operation({
  id: 'import.read',
  method: 'GET',
  path: '/imports/:id',
  permission: 'import.read',
  summary: 'One import: its step, progress and counts',
  input: ById,
  output: ImportView,
  mcp: true,
})

export const previewImport = operation({
  id: 'import.preview',
  method: 'GET',
  path: '/imports/:id/preview',
  permission: 'import.read',
  summary:
    'What was understood of the files: kinds, columns with evidence and sample values, open questions, probable misspellings',
  input: ById,
  output: z.object({ understanding: Understanding.nullable(), mapping: Mapping.nullable() }),
})

export const lookAtImport = operation({
  ...change,
  id: 'import.look',
  method: 'POST',
  path: '/imports/:id/look',
  summary: 'Look at the files: guess what they list and what their columns hold',
  input: ById,
  errors: [importState, importNoFiles],
})

export const setImportMapping = operation({
  ...change,
  id: 'import.setMapping',
  method: 'PUT',
  path: '/imports/:id/mapping',
  summary: 'Set how the files are read, and answer questions',
  input: ById.extend({
    mapping: Mapping.optional(),
    /** question id → chosen option */
    answers: z.record(z.string().max(900), z.string().max(200)).optional(),
  }),
})

export const dryRunImport = operation({
  ...change,
  id: 'import.dryRun',
  method: 'POST',
  path: '/imports/:id/dry-run',
  summary: 'Count what an import would create, update, leave and refuse, without changing anything',
  input: ById,
  errors: [importState, importBusy, importUnanswered],
})

export const startImport = operation({
  ...change,
  id: 'import.start',
  method: 'POST',
  path: '/imports/:id/start',
  summary: 'Import the files, in the background',
  input: ById,
  errors: [importState, importBusy, importUnanswered],
})

export const cancelImport = operation({
  ...change,
  id: 'import.cancel',
  method: 'POST',
  path: '/imports/:id/cancel',
  summary: 'Stop an import; what it has written stays until it is undone',
  input: ById,
})

export const undoImport = operation({
  ...change,
  id: 'import.undo',
  method: 'POST',
  path: '/imports/:id/undo',
  summary:
    'Take an import back: what it created goes, what it changed is as before; later changes by others stay and are named',
  input: ById,
})

export const downloadImportErrors = operation({
  id: 'import.errors',
  method: 'GET',
  path: '/imports/:id/errors.csv',
  permission: 'import.read',
  download: true,
  summary: 'Rows and cells that were left out, each with its reason, as CSV',
  input: ById,
  output: Download,
})

export const SavedMapping = z.object({ id: Id, name: z.string(), mapping: Mapping, createdAt: InstantIso })

export const listMappings = operation({
  id: 'mapping.list',
  method: 'GET',
  path: '/import-mappings',
  permission: 'import.read',
  summary: 'Saved mappings by name',
  input: Page,
  output: page(SavedMapping),
})

export const saveMapping = operation({
  id: 'mapping.save',
  method: 'POST',
  path: '/import-mappings',
  permission: 'import.change',
  summary: 'Keep a mapping under a name; the same name replaces it',
  input: z.object({ name: z.string().trim().min(1).max(120), mapping: Mapping }),
  output: SavedMapping,
})

export const deleteMapping = operation({
  id: 'mapping.delete',
  method: 'DELETE',
  path: '/import-mappings/:id',
  permission: 'import.change',
  summary: 'Forget a saved mapping',
  input: ById,
  output: z.object({ id: Id }),
})
