import { agreementInForce } from '#agreement/document/index.ts'
import { type Handler, handle } from '#platform/operation/index.ts'
import { listTerms } from './contract.ts'
import { lexiconOf, type MeasureDefinition, searchTerms } from './rules/lexicon.ts'

/**
 * The operations of the lexicon.
 *
 * @param measures definitions of the product's measures; reports have them, so the app passes them in
 */
export function lexiconOperations(measures: readonly MeasureDefinition[]): Handler[] {
  return [
    handle(listTerms, async ({ tx, workspaceId, now }, { search, kind }) => {
      const { version, document } = await agreementInForce(tx, workspaceId, now)
      const terms = lexiconOf(document, measures).filter((term) => kind === undefined || term.kind === kind)
      const items = searchTerms(terms, search ?? '').map((term) => ({
        ...term,
        alsoKnownAs: [...term.alsoKnownAs],
      }))
      return { version, items, nextCursor: null }
    }),
  ]
}
