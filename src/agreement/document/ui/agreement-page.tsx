import { Download, History, PencilLine } from 'lucide-react'
import { type ComponentType, useEffect } from 'react'
import { z } from 'zod'
import {
  Badge,
  Banner,
  ButtonLink,
  ErrorState,
  formatDate,
  Link,
  Loading,
  Page,
  PageHeader,
  useOperation,
  useSearchState,
} from '#platform/ui/index.ts'
import { useMay } from '#workspace/access/ui/index.ts'
import { readAgreement } from '../contract.ts'
import type { AgreementDocument } from '../schema.ts'
import { DefinitionClause, ScoresClause, StagesClause } from './funnel-clauses.tsx'
import { CalendarsClause, FollowUpClause, HandOffClause, RoutingClause } from './hand-off-clauses.tsx'
import { RulesProvider } from './parts.tsx'
import { CustomerClause, PartiesClause, ReasonsClause, WordsClause } from './people-clauses.tsx'
import { AttributionClause, CommitmentsClause, GoalsClause, ReviewClause } from './promise-clauses.tsx'
import { type Version, versionPeriod } from './version-words.ts'

const Search = z.object({ version: z.number().int().min(1).optional() })

/** The clauses in the order in which the teams read them. */
const CLAUSES: [
  id: string,
  title: string,
  clause: ComponentType<{ document: AgreementDocument; number: number }>,
][] = [
  ['parties', 'Parties', PartiesClause],
  ['words', 'Words', WordsClause],
  ['ideal-customer', 'Ideal customer', CustomerClause],
  ['stages', 'Stages', StagesClause],
  ['lead-definition', 'Lead definition', DefinitionClause],
  ['scores', 'Scores', ScoresClause],
  ['routing', 'Routing', RoutingClause],
  ['hand-off', 'Hand-off and response times', HandOffClause],
  ['calendars', 'Open hours', CalendarsClause],
  ['reasons', 'Reasons', ReasonsClause],
  ['follow-up', 'Follow-up and recycling', FollowUpClause],
  ['commitments', 'Commitments', CommitmentsClause],
  ['goals', 'Shared goals', GoalsClause],
  ['attribution', 'Attribution', AttributionClause],
  ['review', 'Review', ReviewClause],
]

export default function AgreementPage() {
  const [{ version }] = useSearchState(Search)
  const { data, error, isPending, refetch } = useOperation(readAgreement, { version })
  useEffect(() => {
    if (data && window.location.hash) document.getElementById(window.location.hash.slice(1))?.scrollIntoView()
  }, [data])
  return (
    <Page>
      <PageHeader
        title="Agreement"
        description={data?.document.title}
        meta={data && <VersionBadge version={data.version} />}
        actions={<Actions version={version} />}
      />
      {isPending && <Loading lines={12} label="Loading the agreement" />}
      {error && <ErrorState error={error} onRetry={() => void refetch()} />}
      {data && (
        <RulesProvider value={data.inWords}>
          {!data.version.inForce && <NotInForce version={data.version} />}
          <div className="items-start gap-8 lg:flex">
            <Contents />
            <article className="min-w-0 lg:flex-1">
              {CLAUSES.map(([id, , Clause], index) => (
                <Clause key={id} document={data.document} number={index + 1} />
              ))}
            </article>
          </div>
        </RulesProvider>
      )}
    </Page>
  )
}

function VersionBadge({ version }: { version: Version }) {
  return (
    <>
      <Badge tone={version.inForce ? 'good' : 'warn'}>
        Version {version.number}
        {version.inForce ? ', in force' : ''}
      </Badge>
      <span className="text-xs text-ink-3">{versionPeriod(version)}</span>
    </>
  )
}

function NotInForce({ version }: { version: Version }) {
  const future = version.effectiveTo === null
  const begins = version.effectiveFrom === null ? '' : formatDate(version.effectiveFrom)
  return (
    <div className="mb-5">
      <Banner
        tone="warn"
        title={future ? `This version holds from ${begins} on` : 'This is an earlier version'}
      >
        <Link href="/agreement">Read the version in force</Link>
      </Banner>
    </div>
  )
}

function Actions({ version }: { version: number | undefined }) {
  const mayChange = useMay('agreement.change')
  const query = version === undefined ? '' : `?version=${version}`
  return (
    <>
      <ButtonLink icon={History} href="/agreement/versions">
        Versions
      </ButtonLink>
      <ButtonLink icon={Download} href={`/api/agreement/file${query}`} download>
        YAML
      </ButtonLink>
      {mayChange && (
        <ButtonLink icon={PencilLine} href={`/agreement/change${query}`}>
          Propose a change
        </ButtonLink>
      )}
    </>
  )
}

/** Beside the text where there is room, above it and folded where there is not. */
function Contents() {
  return (
    <nav aria-label="Clauses" className="no-print mb-5 lg:sticky lg:top-6 lg:mb-0 lg:w-52 lg:shrink-0">
      <details className="rounded-lg border bg-surface px-3 lg:hidden">
        <summary className="py-2 font-medium text-ink-2">Clauses</summary>
        <ClauseLinks />
      </details>
      <div className="hidden border-l lg:block">
        <ClauseLinks />
      </div>
    </nav>
  )
}

function ClauseLinks() {
  return (
    <ol className="flex flex-col pb-2 lg:pb-0">
      {CLAUSES.map(([id, title], index) => (
        <li key={id}>
          <a
            href={`#${id}`}
            className="-ml-px flex gap-2 border-l border-transparent py-1 text-ink-2 hover:text-ink lg:pl-3 lg:hover:border-ink-3"
          >
            <span className="num w-5 shrink-0 text-right whitespace-nowrap text-ink-3">{index + 1}</span>
            {title}
          </a>
        </li>
      ))}
    </ol>
  )
}
