import type { z } from 'zod'
import type { Tone } from '#platform/ui/index.ts'
import type { Counts, ImportView } from '../contract.ts'

type State = ImportView['state']

/** How each step of an import is called, and its tone. */
export const STATES: Record<State, { label: string; tone: Tone }> = {
  draft: { label: 'Files added', tone: 'neutral' },
  looking: { label: 'Looking at files', tone: 'accent' },
  ready: { label: 'Ready to check', tone: 'accent' },
  dry_run: { label: 'Counting', tone: 'accent' },
  queued: { label: 'Waiting', tone: 'accent' },
  running: { label: 'Importing', tone: 'accent' },
  done: { label: 'Imported', tone: 'good' },
  failed: { label: 'Failed', tone: 'bad' },
  cancelled: { label: 'Stopped', tone: 'warn' },
  undoing: { label: 'Taking back', tone: 'accent' },
  undone: { label: 'Taken back', tone: 'neutral' },
}

/** Steps at which something is going on in the background. */
export const isBusy = (state: State): boolean =>
  ['looking', 'dry_run', 'queued', 'running', 'undoing'].includes(state)

/** Steps at which files may come and go. */
export const isOpen = (state: State): boolean => ['draft', 'ready', 'failed'].includes(state)

const KINDS: [keyof z.output<typeof Counts>, string][] = [
  ['account', 'Accounts'],
  ['person', 'People'],
  ['campaign', 'Campaigns'],
  ['opportunity', 'Opportunities'],
  ['touch', 'Touches'],
  ['seller', 'Sellers'],
  ['contact_role', 'Contact roles'],
  ['stage_change', 'Stage history'],
]

export interface CountLine {
  kind: string
  created: number
  updated: number
  unchanged: number
  refused: number
}

/** Counts as the lines of a table, kinds that did not occur left out. */
export function countLines(counts: z.output<typeof Counts>): CountLine[] {
  return KINDS.flatMap(([key, kind]) => (counts[key] ? [{ kind, ...counts[key] }] : []))
}

/** Bytes as people read them. */
export function fileSize(bytes: number): string {
  if (bytes < 1_024) return `${bytes} B`
  if (bytes < 1_024 ** 2) return `${Math.round(bytes / 1_024)} KB`
  return `${(bytes / 1_024 ** 2).toFixed(1)} MB`
}

const SEPARATORS: Record<string, string> = {
  ',': 'comma',
  ';': 'semicolon',
  '\t': 'tab',
  '|': 'bar',
  '^': 'caret',
  '`': 'back-quote',
}

/** A separator by name. */
export const separatorName = (separator: string): string => SEPARATORS[separator] ?? separator
