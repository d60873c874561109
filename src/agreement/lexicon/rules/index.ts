/** The words both teams use as a library. */
export { lexiconOf, searchTerms } from './lexicon.ts'
