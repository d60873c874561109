import type { z } from 'zod'
import { downloadUrl } from '#platform/operation/client.ts'
import {
  Button,
  ButtonLink,
  CodeBlock,
  Drawer,
  ErrorState,
  Facts,
  formatCount,
  formatDate,
  formatDay,
  formatShare,
  Loading,
  useOperation,
} from '#platform/ui/index.ts'
import { useMay } from '#workspace/access/ui/index.ts'
import { explainFigure, exportReport } from '../contract.ts'
import { measure } from '../rules/catalogue.ts'
import type { Figure, Selector } from '../schema.ts'
import { fieldWord, figureText, noteOf, recordWord, valueText } from './present.ts'
import { RecordList } from './record-list.tsx'
import { type DashboardSearch, queryOf, type SetSearch } from './search.ts'

type Explanation = z.output<typeof explainFigure.output>

/** A figure explained beside the page: what it means, what it was made from, the records behind it, and all that as CSV. */
export function FigureDrawer({
  open,
  stages,
  search,
  setSearch,
}: {
  open: Selector
  stages: readonly { key: string; name: string }[]
  search: DashboardSearch
  setSearch: SetSearch
}) {
  const query = queryOf(search)
  const asked = { ...query, figure: open.figure, ...(open.stage && { stage: open.stage }) }
  const { data, error, isPending, refetch } = useOperation(explainFigure, asked, { keep: false })
  const mayExport = useMay('report.export')
  const close = () => setSearch({ figure: undefined, stage: undefined, part: 'denominator' })
  return (
    <Drawer
      open
      size="lg"
      onOpenChange={(next) => !next && close()}
      title={titleOf(open, stages)}
      {...(data && { description: `${formatDay(data.range.from)} to ${formatDay(data.range.to)}` })}
      footer={
        <>
          {mayExport && (
            <ButtonLink href={downloadUrl(exportReport, { ...asked, part: search.part })} download>
              Records as CSV
            </ButtonLink>
          )}
          <Button onClick={close}>Close</Button>
        </>
      }
    >
      {error && !data ? (
        <ErrorState error={error} onRetry={() => void refetch()} />
      ) : isPending || !data ? (
        <Loading lines={8} label="Loading the explanation" />
      ) : (
        <div className="flex flex-col gap-5">
          <Values figures={data.figures} />
          <p className="max-w-prose text-pretty text-ink-2">{data.definition}</p>
          <CodeBlock label="Formula">{data.formula}</CodeBlock>
          <Sides said={data} basis={query.basis} />
          <Grounds said={data} />
          <RecordList query={query} open={open} part={search.part} setSearch={setSearch} />
        </div>
      )}
    </Drawer>
  )
}

function Values({ figures }: { figures: readonly Figure[] }) {
  return (
    <div className="flex flex-wrap gap-x-8 gap-y-2">
      {figures.map((figure, position) => {
        const quantile = figures.length > 1 ? ['Half by', 'Nine in ten by'][position] : undefined
        const note = noteOf(figure)
        return (
          <div key={position === 0 ? 'first' : 'second'}>
            {quantile && <p className="text-xs text-ink-3">{quantile}</p>}
            <p className={`num text-2xl font-semibold ${figure.thin ? 'text-ink-3' : ''}`}>
              {figureText(figure)}
            </p>
            {figure.thin && figure.interval && (
              <p className="num text-xs text-ink-3">
                {figure.cases.denominator} cases, likely {formatShare(figure.interval.low, 0)} to{' '}
                {formatShare(figure.interval.high, 0)}
              </p>
            )}
            {note && <p className="num text-xs text-ink-3">{note}</p>}
          </div>
        )
      })}
    </div>
  )
}

function titleOf(open: Selector, stages: readonly { key: string; name: string }[]): string {
  const { name } = measure(open.figure)
  const at = stages.findIndex((stage) => stage.key === open.stage)
  if (at === -1) return name
  const next = open.figure === 'stage_conversion' ? stages[at + 1] : undefined
  return next ? `${name}: ${stages[at]!.name} to ${next.name}` : `${name}: ${stages[at]!.name}`
}

/** A text that says one thing for cohorts and another for periods, cut to the one that is shown. */
function forBasis(text: string, basis: DashboardSearch['basis']): string {
  const found = new RegExp(`(?:^|; )${basis}: ([^;]+)`).exec(text)
  return found ? found[1]! : text
}

/** The two sides of the figure, each with what it counts. */
function Sides({ said, basis }: { said: Explanation; basis: DashboardSearch['basis'] }) {
  const [figure] = said.figures
  if (!figure) return null
  const { numerator, denominator } = sideTexts(figure)
  const sides = [
    { label: 'Numerator', value: numerator, says: said.numerator },
    ...(said.denominator === null || figure.denominator === null
      ? []
      : [{ label: 'Denominator', value: denominator, says: said.denominator }]),
  ]
  return (
    <dl className="grid gap-px overflow-hidden rounded-lg border bg-line *:bg-surface *:px-4 *:py-3 sm:grid-cols-2 sm:only:*:col-span-2">
      {sides.map(({ label, value, says }) => (
        <div key={label}>
          <dt className="text-xs text-ink-3">{label}</dt>
          <dd>
            <span className="num text-base font-medium">{value}</span>
            <span className="mt-0.5 block text-xs text-pretty text-ink-2">{forBasis(says, basis)}</span>
          </dd>
        </div>
      ))}
    </dl>
  )
}

function sideTexts(figure: Figure): { numerator: string; denominator: string } {
  const { unit, currency, key } = figure
  const isMoney = unit === 'money' || unit === 'money_per_day' || key === 'win_rate_amount'
  const text = (value: number | null) =>
    isMoney
      ? valueText(value, 'money', currency)
      : unit === 'share'
        ? formatCount(value)
        : valueText(value, unit, currency)
  const denominator =
    key === 'sales_velocity'
      ? valueText(figure.denominator, 'days')
      : isMoney
        ? text(figure.denominator)
        : formatCount(figure.denominator)
  return { numerator: text(figure.numerator), denominator }
}

const partsText = (parts: Figure['parts']) =>
  parts.map(({ name, count }) => `${formatCount(count)} ${name}`).join('; ')

/** Where the figure comes from, and what it can be trusted for. */
function Grounds({ said }: { said: Explanation }) {
  const parts = said.figures[0]?.parts ?? []
  const versions = said.agreementVersions.length > 0 ? said.agreementVersions : [said.agreementVersion]
  return (
    <Facts
      items={[
        ...(parts.length > 0 ? [{ label: 'Made of', value: partsText(parts) }] : []),
        { label: 'Dated by', value: said.dates },
        ...(said.exclusions.length > 0 ? [{ label: 'Left out', value: said.exclusions.join('. ') }] : []),
        {
          label: 'Agreement',
          value: `${versions.length === 1 ? 'Version' : 'Versions'} ${versions.join(', ')}`,
        },
        {
          label: 'Data reach to',
          value: said.knownUntil === null ? 'No dated record' : formatDate(said.knownUntil),
        },
        { label: 'Days begin in', value: said.timeZone },
        ...said.completeness.map(({ record, field, filled, total }) => ({
          label: `${recordWord(record)}: ${fieldWord(field)}`,
          value: (
            <span className="num">{total === 0 ? '–' : `${formatShare(filled / total, 0)} filled`}</span>
          ),
        })),
      ]}
    />
  )
}
