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
  search,
  setSearch,
}: {
  open: Selector
  search: DashboardSearch
  setSearch: SetSearch
}) {
  const query = queryOf(search)
  const asked = { ...query, figure: open.figure, ...(open.stage && { stage: open.stage }) }
  const { data, error, isPending, refetch } = useOperation(explainFigure, asked, { keep: false })
  const close = () => setSearch({ figure: undefined, stage: undefined, part: 'denominator' })
  return (
    <Drawer
      open
      size="lg"
      onOpenChange={(next) => !next && close()}
      title={measure(open.figure).name}
      {...(data && { description: `${formatDay(data.range.from)} to ${formatDay(data.range.to)}` })}
      footer={
        <>
          <ButtonLink href={downloadUrl(exportReport, { ...asked, part: search.part })} download>
            Records as CSV
          </ButtonLink>
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
          <Parts said={data} />
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

/** The two sides of the figure, where it comes from and what it can be trusted for. */
function Parts({ said }: { said: Explanation }) {
  const [figure] = said.figures
  const versions = said.agreementVersions.length > 0 ? said.agreementVersions : [said.agreementVersion]
  return (
    <Facts
      items={[
        ...(figure ? sides(said, figure) : []),
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

function sides(said: Explanation, figure: Figure) {
  const isMoney =
    figure.unit === 'money' || figure.unit === 'money_per_day' || figure.key === 'win_rate_amount'
  const text = (value: number | null) =>
    isMoney
      ? valueText(value, 'money', figure.currency)
      : figure.unit === 'share'
        ? formatCount(value)
        : figureTextOf(figure, value)
  const denominator =
    figure.key === 'sales_velocity'
      ? valueText(figure.denominator, 'days')
      : isMoney
        ? text(figure.denominator)
        : formatCount(figure.denominator)
  return [
    {
      label: `Numerator: ${said.numerator}`,
      value: <span className="num font-medium">{text(figure.numerator)}</span>,
    },
    ...(said.denominator === null || figure.denominator === null
      ? []
      : [
          {
            label: `Denominator: ${said.denominator}`,
            value: <span className="num font-medium">{denominator}</span>,
          },
        ]),
  ]
}

const figureTextOf = (figure: Figure, value: number | null) => valueText(value, figure.unit, figure.currency)
