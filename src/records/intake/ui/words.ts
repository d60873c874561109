import type { Tone } from '#platform/ui/index.ts'
import { TOUCH_WORDS } from '#records/touches/rules/words.ts'
import type { TouchKind } from '#records/touches/tables.ts'
import type { Outcome } from '../rules/reasons.ts'

/** Kinds of touch as one chooses between them. */
export const KIND_WORDS: Readonly<Record<TouchKind | 'ignore', string>> = {
  ...TOUCH_WORDS,
  ignore: 'No touch',
}

export const OUTCOME_WORDS: Record<Outcome, { label: string; means: string; tone: Tone }> = {
  accepted: { label: 'Accepted', means: 'Stored, and worked on', tone: 'good' },
  duplicate: { label: 'Duplicate', means: 'Known by its messageId', tone: 'neutral' },
  filtered: { label: 'Filtered', means: 'Consent, signal or site', tone: 'neutral' },
  limited: { label: 'Limited', means: 'More than may come at once', tone: 'warn' },
  invalid: { label: 'Invalid', means: 'Could not be read', tone: 'bad' },
}
