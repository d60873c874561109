import { type ReactNode, useMemo } from 'react'
import { type LexiconEntry, LexiconProvider, useOperation } from '#platform/ui/index.ts'
import { listTerms } from '../contract.ts'

const TEAMS: Readonly<Record<string, string>> = {
  marketing: 'Marketing',
  sales: 'Sales',
  success: 'Customer success',
}

/** Gives every Term on every page the words of the agreement in force. */
export function AgreementLexicon({ children }: { children: ReactNode }) {
  const { data } = useOperation(listTerms, {})
  const terms = useMemo(() => {
    const entries = (data?.items ?? []).map((term): [string, LexiconEntry] => [
      term.key,
      {
        name: term.name,
        definition: term.definition,
        href: `/lexicon#${term.key}`,
        ...(term.owner && { owner: TEAMS[term.owner] ?? term.owner }),
      },
    ])
    return Object.fromEntries(entries)
  }, [data])
  return <LexiconProvider terms={terms}>{children}</LexiconProvider>
}
