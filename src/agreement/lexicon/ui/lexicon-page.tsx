import { useEffect } from 'react'
import type { z } from 'zod'
import { z as schema } from 'zod'
import {
  Button,
  EmptyState,
  ErrorState,
  FilterBar,
  Link,
  Loading,
  Page,
  PageHeader,
  SearchInput,
  Select,
  TeamBadge,
  useOperation,
  useSearchState,
} from '#platform/ui/index.ts'
import { listTerms, type Term } from '../contract.ts'
import { searchTerms, TERM_KINDS } from '../rules/lexicon.ts'

const Search = schema.object({
  q: schema.string().max(120).default(''),
  kind: schema.enum(['all', ...TERM_KINDS]).default('all'),
})

const KINDS = {
  stage: 'Stages',
  measure: 'Measures',
  word: 'Words',
  reason: 'Reasons',
  persona: 'Personas',
} as const

const CHAPTERS = Object.keys(KINDS) as (keyof typeof KINDS)[]

export default function LexiconPage() {
  const [search, setSearch] = useSearchState(Search)
  const { data, error, isPending, refetch } = useOperation(listTerms, {})
  const hash = useHash(data !== undefined)
  const terms = searchTerms(data?.items ?? [], search.q).filter(
    (term) => search.kind === 'all' || term.kind === search.kind,
  )
  const clear = () => setSearch({ q: '', kind: 'all' })
  return (
    <Page width="narrow">
      <PageHeader
        title="Lexicon"
        description="Every term that both teams use in one meaning. The same words stand wherever a term appears."
        meta={
          data && (
            <span className="text-xs text-ink-3">
              From <Link href={`/agreement?version=${data.version}`}>version {data.version}</Link> of the
              agreement
            </span>
          )
        }
      />
      <FilterBar active={Number(search.q !== '') + Number(search.kind !== 'all')} onClear={clear}>
        <SearchInput
          value={search.q}
          onChange={(q) => setSearch({ q })}
          label="Search the lexicon"
          placeholder="Search terms"
        />
        <Select
          compact
          label="Kind of term"
          value={search.kind}
          onChange={(kind) => setSearch({ kind })}
          options={[
            { value: 'all', label: 'All kinds' },
            ...CHAPTERS.map((kind) => ({ value: kind, label: KINDS[kind] })),
          ]}
        />
      </FilterBar>
      {isPending && <Loading lines={10} label="Loading the lexicon" />}
      {error && <ErrorState error={error} onRetry={() => void refetch()} />}
      {data && terms.length === 0 && (
        <EmptyState title="No term like that" action={<Button onClick={clear}>Show all terms</Button>}>
          Both teams can add a word in the agreement.
        </EmptyState>
      )}
      {CHAPTERS.map((kind) => (
        <Chapter
          key={kind}
          title={KINDS[kind]}
          terms={terms.filter((term) => term.kind === kind)}
          marked={hash}
        />
      ))}
    </Page>
  )
}

/** The term the address points at; scrolled to once it is there. */
function useHash(ready: boolean): string {
  const hash = decodeURIComponent(window.location.hash.slice(1))
  useEffect(() => {
    if (ready && hash) document.getElementById(hash)?.scrollIntoView({ block: 'center' })
  }, [ready, hash])
  return hash
}

type Entry = z.output<typeof Term>

function Chapter({ title, terms, marked }: { title: string; terms: readonly Entry[]; marked: string }) {
  if (terms.length === 0) return null
  return (
    <section aria-label={title} className="mb-8">
      <h2 className="mb-1 flex items-baseline gap-2 text-sm font-semibold">
        {title} <span className="num text-xs font-normal text-ink-3">{terms.length}</span>
      </h2>
      <dl className="rounded-lg border bg-surface">
        {terms.map((term) => (
          <div
            key={term.key}
            id={term.key}
            data-marked={term.key === marked || undefined}
            className="grid scroll-mt-6 gap-x-6 gap-y-1 border-b px-4 py-3 last:border-b-0 data-marked:bg-accent-soft sm:grid-cols-[11rem_1fr]"
          >
            <dt className="font-medium">
              <Link quiet href={`/lexicon#${term.key}`}>
                {term.name}
              </Link>
              {term.owner && (
                <span className="block font-normal">
                  <TeamBadge team={term.owner} />
                </span>
              )}
            </dt>
            <dd className="min-w-0">
              <p className="max-w-prose text-pretty">{term.definition}</p>
              <Details term={term} />
            </dd>
          </div>
        ))}
      </dl>
    </section>
  )
}

function Details({ term }: { term: Entry }) {
  const known = term.alsoKnownAs.filter((name) => name.toLowerCase() !== term.name.toLowerCase())
  return (
    <>
      {term.kind === 'measure' && term.formula && (
        <p className="mt-1 font-mono text-xs text-ink-2">
          {term.formula}
          {term.unit && <span className="text-ink-3">, {term.unit}</span>}
        </p>
      )}
      {known.length > 0 && (
        <p className="mt-1 max-w-prose text-xs text-ink-3">
          {term.kind === 'persona' ? 'Titles' : 'Also called'}: {known.join(', ')}
        </p>
      )}
      {term.kind === 'stage' && (
        <p className="mt-1 text-xs">
          <Link href="/agreement#stages">Rule of entry</Link>
        </p>
      )}
    </>
  )
}
