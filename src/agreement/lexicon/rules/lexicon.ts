import type { AgreementDocument } from '#agreement/document/schema.ts'

export const TERM_KINDS = ['word', 'stage', 'measure', 'reason', 'persona'] as const
type TermKind = (typeof TERM_KINDS)[number]

/** One term both teams use in one meaning. */
export interface LexiconTerm {
  /** unique in the lexicon; stages and words by their key, reasons and personas with their kind before it */
  key: string
  kind: TermKind
  name: string
  definition: string
  alsoKnownAs: readonly string[]
  /** team that owns it; `null` where nobody does alone */
  owner: string | null
  /** formula of a measure, entry rule of a stage in CEL; `null` for all others */
  formula: string | null
  /** unit of a measure; `null` for all others */
  unit: string | null
}

/** What reports know of a measure. */
export interface MeasureDefinition {
  key: string
  name: string
  definition: string
  formula: string
  unit: string
}

/**
 * Every term of an agreement: its stages in their order, the measures, then its own words, reasons and personas. Where a word
 * and a stage or measure share a key, the stage or measure stands.
 *
 * @param measures the measures of the product, in the order in which they are explained
 * @example lexiconOf(document, [])[0].name // 'Inquiry'
 */
export function lexiconOf(
  document: AgreementDocument,
  measures: readonly MeasureDefinition[],
): LexiconTerm[] {
  const all = [
    ...stages(document),
    ...measures.map(measureTerm),
    ...words(document),
    ...reasons(document),
    ...personas(document),
  ]
  const seen = new Set<string>()
  return all.filter(({ key }) => !seen.has(key) && seen.add(key))
}

const term = (
  kind: TermKind,
  key: string,
  name: string,
  definition: string,
  more: Partial<LexiconTerm> = {},
): LexiconTerm => ({
  key,
  kind,
  name,
  definition,
  alsoKnownAs: [],
  owner: null,
  formula: null,
  unit: null,
  ...more,
})

function stages(document: AgreementDocument): LexiconTerm[] {
  return document.stages.map((stage) =>
    term('stage', stage.key, stage.name, stage.definition, {
      alsoKnownAs: stage.alsoKnownAs ?? [],
      owner: stage.owner,
      formula: stage.entry,
    }),
  )
}

const measureTerm = ({ key, name, definition, formula, unit }: MeasureDefinition): LexiconTerm =>
  term('measure', key, name, definition, { formula, unit })

function words(document: AgreementDocument): LexiconTerm[] {
  return document.lexicon.map((entry) =>
    term('word', entry.key, entry.name, entry.definition, { alsoKnownAs: entry.alsoKnownAs ?? [] }),
  )
}

const REASON_KINDS = {
  reject: 'Sales does not take the lead.',
  recycle: 'Right for us, but not now: back to marketing.',
  disqualify: 'Will not become a customer.',
  reopen: 'Who had left the funnel begins the next cycle.',
} as const

function reasons(document: AgreementDocument): LexiconTerm[] {
  return (Object.keys(REASON_KINDS) as (keyof typeof REASON_KINDS)[]).flatMap((kind) =>
    document.reasons[kind].map((reason) =>
      term('reason', `${kind}.${reason.key}`, reason.name, `Reason to ${kind}. ${REASON_KINDS[kind]}`),
    ),
  )
}

function personas(document: AgreementDocument): LexiconTerm[] {
  return document.personas.map((persona) => {
    const needs = persona.needs.length > 0 ? ` Needs: ${persona.needs.join('; ')}.` : ''
    return term(
      'persona',
      `persona.${persona.key}`,
      persona.name,
      `Someone who ${persona.role} when we sell.${needs}`,
      {
        alsoKnownAs: persona.titles,
      },
    )
  })
}

/**
 * Terms whose name, key, definition or other name contains every word of a search.
 *
 * @example searchTerms(lexiconOf(document, []), 'sales accepted').map((term) => term.key) // ['sal']
 */
export function searchTerms<Term extends Pick<LexiconTerm, 'key' | 'name' | 'definition' | 'alsoKnownAs'>>(
  terms: readonly Term[],
  search: string,
): Term[] {
  const wanted = search.toLowerCase().split(/\s+/).filter(Boolean)
  if (wanted.length === 0) return [...terms]
  const matches = terms.flatMap((entry) => {
    const names = [entry.name, entry.key, ...entry.alsoKnownAs].join(' ').toLowerCase()
    const text = `${names} ${entry.definition.toLowerCase()}`
    if (!wanted.every((word) => text.includes(word))) return []
    return [{ entry, rank: wanted.every((word) => names.includes(word)) ? 0 : 1 }]
  })
  return matches.sort((a, b) => a.rank - b.rank).map(({ entry }) => entry)
}
