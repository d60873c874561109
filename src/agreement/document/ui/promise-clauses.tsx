import { TeamBadge, Term, useTerm } from '#platform/ui/index.ts'
import type { AgreementDocument } from '../schema.ts'
import { Clause, Part, ReadingTable } from './parts.tsx'
import { MODEL_WORDS, PERIOD_WORDS, SOURCED_WORDS, targetInWords } from './words.ts'

/** A measure by its name in the lexicon; one that is not measured yet by its key. */
function Metric({ metric }: { metric: string }) {
  const words = metric.replaceAll('_', ' ')
  return useTerm(metric) ? <Term k={metric} /> : words.charAt(0).toUpperCase() + words.slice(1)
}

type Props = { document: AgreementDocument; number: number }

const percent = (share: number) => `${Math.round(share * 1000) / 10} %`

export function CommitmentsClause({ document, number }: Props) {
  const sides = [
    ['marketing', 'Marketing promises'],
    ['sales', 'Sales promises'],
    ['success', 'Customer success promises'],
  ] as const
  return (
    <Clause
      number={number}
      id="commitments"
      title="Commitments"
      intro="Both sides have clocks. The error budget is the share that may miss before a promise counts as broken."
    >
      {sides.map(([team, title]) => {
        const own = document.commitments.filter((commitment) => commitment.by === team)
        if (own.length === 0) return null
        return (
          <Part key={team} title={title}>
            <ReadingTable
              caption={title}
              rows={own}
              rowKey={(commitment) => commitment.key}
              columns={[
                {
                  header: 'Promise',
                  cell: ({ name, promise }) => (
                    <>
                      <span className="font-medium">{name}</span>
                      <span className="block text-ink-2">{promise}</span>
                    </>
                  ),
                },
                {
                  header: 'Measured by',
                  width: 'w-44',
                  cell: ({ metric }) => <Metric metric={metric} />,
                },
                {
                  header: 'Target',
                  width: 'w-40',
                  cell: ({ target, clock }) => (
                    <>
                      {targetInWords(target, document.currency)}
                      <span className="block text-xs text-ink-3">{PERIOD_WORDS[clock.period]}</span>
                    </>
                  ),
                },
                {
                  header: 'Error budget',
                  align: 'right',
                  width: 'w-28',
                  cell: ({ errorBudget }) => percent(errorBudget),
                },
              ]}
            />
          </Part>
        )
      })}
    </Clause>
  )
}

export function GoalsClause({ document, number }: Props) {
  return (
    <Clause
      number={number}
      id="goals"
      title="Shared goals"
      intro="Both teams are measured by these together."
    >
      <ReadingTable
        caption="Shared goals"
        rows={document.goals}
        rowKey={(goal) => goal.key}
        columns={[
          {
            header: 'Goal',
            cell: ({ name, metric }) => (
              <span className="font-medium">
                <Term k={metric}>{name}</Term>
              </span>
            ),
          },
          { header: 'Target', width: 'w-40', cell: ({ target }) => targetInWords(target, document.currency) },
          { header: 'Period', width: 'w-32', cell: ({ period }) => PERIOD_WORDS[period] },
          {
            header: 'Owners',
            width: 'w-64',
            cell: ({ owners }) => (
              <span className="flex flex-wrap gap-x-3">
                {owners.map((team) => (
                  <TeamBadge key={team} team={team} />
                ))}
              </span>
            ),
          },
        ]}
      />
    </Clause>
  )
}

export function AttributionClause({ document, number }: Props) {
  const { attribution } = document
  const facts = [
    ['Leading model', MODEL_WORDS[attribution.model]],
    ['Looks back', `${attribution.lookbackDays} days`],
    [
      'Touches of',
      attribution.mode === 'explicit' ? 'people with a role in the deal' : 'everyone at the account',
    ],
    ['Sourced by marketing', `When ${SOURCED_WORDS[attribution.sourced]}`],
    ['Marketing origins', attribution.marketingOrigins.join(', ') || 'none named'],
  ] as const
  return (
    <Clause
      number={number}
      id="attribution"
      title="Attribution"
      intro="One model leads, and the range over all models is always shown beside it. Influenced is never added to sourced."
    >
      <dl className="grid max-w-prose gap-x-6 gap-y-2 sm:grid-cols-[10rem_1fr]">
        {facts.map(([label, value]) => (
          <div key={label} className="contents">
            <dt className="text-ink-3">{label}</dt>
            <dd>{value}</dd>
          </div>
        ))}
      </dl>
    </Clause>
  )
}

export function ReviewClause({ document, number }: Props) {
  const { review } = document
  return (
    <Clause
      number={number}
      id="review"
      title="Review"
      intro={`Both sides review this agreement ${PERIOD_WORDS[review.agreement]}.`}
    >
      <ReadingTable
        caption="Meetings"
        rows={review.meetings}
        rowKey={(meeting) => meeting.key}
        columns={[
          {
            header: 'Meeting',
            width: 'w-1/4',
            cell: ({ name }) => <span className="font-medium">{name}</span>,
          },
          { header: 'When', width: 'w-32', cell: ({ every }) => PERIOD_WORDS[every] },
          { header: 'Purpose', wide: true, cell: ({ purpose }) => purpose },
          { header: 'Who', width: 'w-1/4', cell: ({ attendees }) => attendees.join(', ') },
        ]}
      />
    </Clause>
  )
}
