/** What a set of files is in, from dropping it to taking it back. */
export const IMPORT_STATES = [
  'draft',
  'looking',
  'ready',
  'dry_run',
  'queued',
  'running',
  'done',
  'failed',
  'cancelled',
  'undoing',
  'undone',
] as const
