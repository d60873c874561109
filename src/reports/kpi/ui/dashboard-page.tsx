import { Download, FileUp, Hourglass } from 'lucide-react'
import { lazy, type ReactNode, Suspense } from 'react'
import { downloadUrl } from '#platform/operation/client.ts'
import {
  Badge,
  ButtonLink,
  EmptyState,
  ErrorState,
  FigureRow,
  formatDate,
  Loading,
  Page,
  PageHeader,
  useOperation,
  useSearchState,
} from '#platform/ui/index.ts'
import { useMay } from '#workspace/access/ui/index.ts'
import { exportReport, showDashboard } from '../contract.ts'
import type { Dashboard } from '../schema.ts'
import { Controls } from './controls.tsx'
import { AgesSection, ResponseSection, TrendSection } from './flow-sections.tsx'
import { FunnelSection } from './funnel-section.tsx'
import { PipelineSection } from './pipeline-section.tsx'
import { valueText } from './present.ts'
import { DashboardSearch, type OpenFigure, queryOf, type SetSearch } from './search.ts'
import { ShownFigure } from './shown-figure.tsx'
import { TrustSection } from './trust-section.tsx'

const FigureDrawer = lazy(() =>
  import('./figure-drawer.tsx').then((file) => ({ default: file.FigureDrawer })),
)

/** One screen that both teams read the same way: every number opens its definition and its records. */
export function DashboardPage({ whenEmpty = <Nothing /> }: { whenEmpty?: ReactNode }) {
  const [search, setSearch] = useSearchState(DashboardSearch)
  const mayExport = useMay('report.export')
  const { data, error, isPending, isPlaceholderData, refetch } = useOperation(
    showDashboard,
    queryOf(search),
    // the first records are awaited; later ones join without a reload
    { everyMilliseconds: (answer) => (answer?.trust.freshness.length === 0 ? 2_000 : 30_000) },
  )
  const onOpen: OpenFigure = ({ figure, stage }) =>
    setSearch({ figure, stage, part: 'denominator' }, { push: true })
  if (data && data.trust.freshness.length === 0)
    return <Page>{data.isCounting ? <Counting /> : whenEmpty}</Page>
  return (
    <Page>
      <PageHeader
        title="Dashboard"
        meta={data && <Standing shown={data} />}
        actions={
          data &&
          mayExport && (
            <ButtonLink icon={Download} href={downloadUrl(exportReport, queryOf(search))} download>
              Export CSV
            </ButtonLink>
          )
        }
      />
      {error && !data ? (
        <ErrorState error={error} onRetry={() => void refetch()} />
      ) : isPending || !data ? (
        <Loading lines={12} label="Counting" />
      ) : (
        <div
          aria-busy={isPlaceholderData}
          className={isPlaceholderData ? 'opacity-60 transition-opacity' : ''}
        >
          <Controls shown={data} search={search} setSearch={setSearch} />
          <Sections shown={data} search={search} setSearch={setSearch} onOpen={onOpen} />
        </div>
      )}
      {search.figure && (
        <Suspense>
          <FigureDrawer
            open={{ figure: search.figure, ...(search.stage && { stage: search.stage }) }}
            stages={data?.funnel.map((step) => step.stage) ?? []}
            search={search}
            setSearch={setSearch}
          />
        </Suspense>
      )}
    </Page>
  )
}

function Standing({ shown }: { shown: Dashboard }) {
  const versions = shown.agreementVersions
  return (
    <>
      {shown.knownUntil !== null && <Badge>Data until {formatDate(shown.knownUntil)}</Badge>}
      {versions.length > 0 && (
        <Badge>
          Agreement {versions.length === 1 ? 'version' : 'versions'} {versions.join(', ')}
        </Badge>
      )}
    </>
  )
}

function Counting() {
  return (
    <>
      <PageHeader title="Dashboard" />
      <EmptyState icon={Hourglass} title="Counting the first records">
        They are there and are being scored and counted. The figures appear here by themselves.
      </EmptyState>
    </>
  )
}

function Nothing() {
  return (
    <EmptyState
      icon={FileUp}
      title="Nothing to count yet"
      action={
        <ButtonLink variant="primary" href="/imports">
          Import your exports
        </ButtonLink>
      }
    >
      Bring in people, opportunities and touches from your CRM, or load the sample company from the settings.
      The funnel appears as soon as the first records are in.
    </EmptyState>
  )
}

function Sections(props: {
  shown: Dashboard
  search: DashboardSearch
  setSearch: SetSearch
  onOpen: OpenFigure
}) {
  const { shown, search, setSearch, onOpen } = props
  return (
    <div className="flex flex-col gap-6">
      <Headline shown={shown} onOpen={onOpen} />
      <div className="grid gap-6 xl:grid-cols-[minmax(0,5fr)_minmax(0,3fr)]">
        <FunnelSection shown={shown} onOpen={onOpen} />
        <div className="flex min-w-0 flex-col gap-6">
          <AgesSection shown={shown} onOpen={onOpen} />
          <ResponseSection shown={shown} onOpen={onOpen} />
        </div>
      </div>
      <TrendSection shown={shown} search={search} setSearch={setSearch} />
      <PipelineSection shown={shown} onOpen={onOpen} />
      <TrustSection shown={shown} onOpen={onOpen} />
    </div>
  )
}

function Headline({ shown, onOpen }: { shown: Dashboard; onOpen: OpenFigure }) {
  const mean = shown.cycleMeanDays
  return (
    <FigureRow>
      <ShownFigure figure={shown.pipeline.created} onOpen={onOpen} />
      <ShownFigure figure={shown.winRate} onOpen={onOpen} />
      <ShownFigure figure={shown.winRateAmount} onOpen={onOpen} />
      <ShownFigure
        figure={shown.cycleLength}
        onOpen={onOpen}
        note={`mean ${valueText(mean === null ? null : Math.round(mean * 10) / 10, 'days')} · open deals ${valueText(shown.openAge.value, 'days')}`}
      />
      <ShownFigure figure={shown.velocity} onOpen={onOpen} />
      <ShownFigure figure={shown.salRate} onOpen={onOpen} />
    </FigureRow>
  )
}
