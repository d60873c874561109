import { ErrorState, Link, Loading, Term, useOperation } from '#platform/ui/index.ts'
import { explainScore, type Lead, type LeadScore } from '../../lifecycle/contract.ts'
import { Account, Colleagues, Opportunities, pointsWords, touchWords } from '../../lifecycle/ui/index.ts'
import type { HandOff } from './data.ts'
import { Part } from './record-parts.tsx'

/** What stands beside the hand-off: the score with its points, the account, its people and deals. */
export function RecordAside({
  handOff,
  lead,
  error,
}: {
  handOff: HandOff
  lead: Lead | undefined
  error: unknown
}) {
  return (
    <aside className="flex min-w-0 flex-col gap-6">
      <Score handOff={handOff} />
      {error !== null && <ErrorState compact error={error} />}
      {!lead && error === null && <Loading lines={6} label="Loading the account" />}
      {lead && (
        <>
          <Part title="Account">
            {lead.account ? (
              <Account account={lead.account} />
            ) : (
              <p className="text-ink-3">No account is known for this person.</p>
            )}
          </Part>
          <Part title="Opportunities">
            <div className="-mx-4">
              <Opportunities lead={lead} />
            </div>
          </Part>
          {lead.account && (
            <Part title="Others at the account">
              <div className="-mx-4">
                <Colleagues lead={lead} />
              </div>
            </Part>
          )}
        </>
      )}
    </aside>
  )
}

/** The rules that weigh most; all points stand on the lead's page. */
const MOST = 5

function Score({ handOff }: { handOff: HandOff }) {
  const { data } = useOperation(explainScore, { personId: handOff.personId }, { keep: false })
  const lines = data ? heaviest(data) : []
  return (
    <Part
      title="Score"
      end={
        <Link quiet className="text-xs" href={`/leads/${handOff.personId}?tab=score`}>
          Every point
        </Link>
      }
    >
      <p className="num flex items-baseline gap-2">
        <span className="text-lg font-semibold">{handOff.grade}</span>
        <span className="text-xs text-ink-3">
          <Term k="fit">fit</Term> {pointsWords(handOff.fit)} · <Term k="engagement">engagement</Term>{' '}
          {pointsWords(handOff.engagement)}
        </span>
      </p>
      {lines.length > 0 && (
        <ul className="mt-1.5 flex flex-col gap-1">
          {lines.map((line) => (
            <li key={line.key} className="flex items-baseline gap-3">
              <span className="min-w-0 flex-1">
                <span className="block truncate" title={line.name}>
                  {line.name}
                </span>
                {line.detail && (
                  <span className="block truncate text-xs text-ink-3" title={line.detail}>
                    {line.detail}
                  </span>
                )}
              </span>
              <span className="num text-xs text-ink-2">
                {line.points > 0 ? '+' : ''}
                {pointsWords(line.points)}
              </span>
            </li>
          ))}
        </ul>
      )}
    </Part>
  )
}

interface Weighed {
  key: string
  name: string
  detail: string
  points: number
}

function heaviest(score: LeadScore): Weighed[] {
  const rules = new Map<string, Weighed & { times: number; subject: string | null; kind: string | null }>()
  for (const line of score.engagementPoints) {
    const known = rules.get(line.rule)
    if (known) {
      known.points += line.points
      known.times += line.points === 0 ? 0 : 1
    } else {
      const { rule: key, name, points, subject, kind } = line
      rules.set(key, { key, name, detail: '', points, times: points === 0 ? 0 : 1, subject, kind })
    }
  }
  const engagement = [...rules.values()].map(({ times, subject, kind, ...line }) => ({
    ...line,
    detail:
      times > 1 ? `${times} times, last: ${subject ?? touchWords(kind)}` : (subject ?? touchWords(kind)),
  }))
  const fit = score.fitPoints.map(({ rule, name, groupName, points }) => ({
    key: `fit ${rule}`,
    name,
    detail: groupName,
    points,
  }))
  return [...engagement, ...fit]
    .filter(({ points }) => points !== 0)
    .sort((a, b) => Math.abs(b.points) - Math.abs(a.points))
    .slice(0, MOST)
}
