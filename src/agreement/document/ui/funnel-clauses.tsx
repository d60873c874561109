import { TeamBadge, Term } from '#platform/ui/index.ts'
import { durationInWords } from '../rules/durations.ts'
import type { AgreementDocument } from '../schema.ts'
import { Clause, Items, Part, ReadingTable, Rule } from './parts.tsx'
import { FREQUENCY_WORDS, KIND_WORDS } from './words.ts'

export function StagesClause({ document, number }: { document: AgreementDocument; number: number }) {
  const limit = (stage: AgreementDocument['stages'][number]) =>
    stage.timeLimit ? `Stale after ${durationInWords(stage.timeLimit)}` : KIND_WORDS[stage.kind]
  return (
    <Clause
      number={number}
      id="stages"
      title="Stages"
      intro="The shared funnel, in its order. People move forward by themselves when the rule of a stage holds; a stage that was passed over is marked as inferred. An exit ends the cycle."
    >
      <ReadingTable
        caption="Stages"
        rows={document.stages}
        rowKey={(stage) => stage.key}
        columns={[
          {
            header: 'Stage',
            width: 'w-28',
            cell: (stage) => (
              <span className="font-medium">
                <Term k={stage.key}>{stage.name}</Term>
              </span>
            ),
          },
          { header: 'Owner', width: 'w-24', cell: (stage) => <TeamBadge team={stage.owner} /> },
          {
            header: 'Meaning and entry',
            wide: true,
            cell: (stage, index) => (
              <>
                <p>{stage.definition}</p>
                <p className="mt-0.5 text-ink-3">
                  <Rule at={`stages[${index}].entry`} cel={stage.entry} lead="Entered when" />
                </p>
              </>
            ),
          },
          {
            header: 'Time',
            width: 'w-36',
            cell: (stage) => (
              <>
                {limit(stage)}
                {stage.kind === 'exit' && (
                  <span className="block text-ink-3">{stage.reentry ? 'May come back' : 'For good'}</span>
                )}
              </>
            ),
          },
        ]}
      />
    </Clause>
  )
}

const signed = (points: number) => (points > 0 ? `+${points}` : String(points).replace('-', '−'))

const AXES = {
  fit: { title: 'Fit: who they are', grades: ['A', 'B', 'C'] },
  engagement: { title: 'Engagement: what they do', grades: ['1', '2', '3'] },
} as const

export function ScoresClause({ document, number }: { document: AgreementDocument; number: number }) {
  return (
    <Clause
      number={number}
      id="scores"
      title="Scores"
      intro="Two axes, kept apart. Fit does not fade. Engagement fades as its rules say, and starts from zero in a new cycle. Machine clicks give no points."
    >
      <Axis document={document} axis="fit" />
      <Axis document={document} axis="engagement" />
    </Clause>
  )
}

type Group = AgreementDocument['scoring']['engagement']['groups'][number]

function Axis({ document, axis }: { document: AgreementDocument; axis: 'fit' | 'engagement' }) {
  const { limit, grades, groups } = document.scoring[axis]
  const cuts = Object.values(grades).map((points, index) => `${AXES[axis].grades[index]} from ${points}`)
  const lowest = axis === 'fit' ? 'D' : '4'
  return (
    <Part
      title={AXES[axis].title}
      aside={`At most ${limit} points. Grades: ${cuts.join(', ')}, else ${lowest}`}
    >
      <div className="flex flex-col gap-3">
        {(groups as Group[]).map((group, at) => (
          <GroupTable key={group.key} group={group} axis={axis} at={at} />
        ))}
      </div>
    </Part>
  )
}

function fading(rule: Group['rules'][number]): string {
  if (rule.window) return `Counts for ${durationInWords(rule.window)}`
  return rule.halfLife ? `Halves every ${durationInWords(rule.halfLife)}` : 'Does not fade'
}

function GroupTable({ group, axis, at }: { group: Group; axis: 'fit' | 'engagement'; at: number }) {
  const title = group.limit === undefined ? group.name : `${group.name}, at most ${group.limit}`
  return (
    <div>
      <p className="mb-1 text-xs font-medium text-ink-2 sm:hidden">{title}</p>
      <ReadingTable
        caption={title}
        rows={group.rules}
        rowKey={(rule) => rule.key}
        columns={[
          { header: title, width: 'w-1/4', cell: (rule) => <span className="font-medium">{rule.name}</span> },
          {
            header: 'When',
            wide: true,
            cell: (rule, index) => (
              <Rule at={`scoring.${axis}.groups[${at}].rules[${index}].when`} cel={rule.when} />
            ),
          },
          ...(axis === 'engagement'
            ? [
                {
                  header: 'How often',
                  width: 'w-28',
                  cell: (rule: Group['rules'][number]) => FREQUENCY_WORDS[rule.frequency],
                },
                { header: 'Fading', width: 'w-40', cell: fading },
              ]
            : []),
          {
            header: 'Points',
            align: 'right',
            width: 'w-24',
            cell: (rule) => (
              <>
                {signed(rule.points)}
                {rule.limit !== undefined && (
                  <span className="block text-xs text-ink-3">at most {rule.limit}</span>
                )}
              </>
            ),
          },
        ]}
      />
    </div>
  )
}

export function DefinitionClause({ document, number }: { document: AgreementDocument; number: number }) {
  const { qualification, handOff, stages } = document
  const stage = stages.find((entry) => entry.key === handOff.from)
  return (
    <Clause number={number} id="lead-definition" title="Lead definition" intro={qualification.definition}>
      <dl className="grid gap-x-6 gap-y-3 rounded-lg border bg-surface p-4 sm:grid-cols-[10rem_1fr]">
        <dt className="text-ink-3">
          Becomes {stage ? <Term k={stage.key}>{stage.name}</Term> : 'a qualified lead'}
        </dt>
        <dd className="text-base font-medium">
          <Rule at="qualification.when" cel={qualification.when} lead="When" />
        </dd>
        <dt className="text-ink-3">At once, by a hand-raise</dt>
        <dd>
          <Rule at="qualification.handRaise" cel={qualification.handRaise} lead="When" />
        </dd>
        {qualification.intent && (
          <>
            <dt className="text-ink-3">Shows intent</dt>
            <dd>
              <Rule at="qualification.intent" cel={qualification.intent} lead="When" />
            </dd>
          </>
        )}
      </dl>
      <Part title="Never qualify">
        <Items
          items={qualification.exclusions.map((entry, index) => (
            <>
              <span className="font-medium">{entry.name}</span>
              <span className="text-ink-3">
                {': '}
                <Rule at={`qualification.exclusions[${index}].when`} cel={entry.when} lead="when" />
              </span>
            </>
          ))}
        />
      </Part>
    </Clause>
  )
}
