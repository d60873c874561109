export {
  type LexiconTerm,
  lexiconOf,
  type MeasureDefinition,
  searchTerms,
  type TermKind,
} from './rules/lexicon.ts'
export { lexiconOperations } from './service.ts'
