import { Popover, TeamBadge } from '#platform/ui/index.ts'
import { durationInWords } from '../rules/durations.ts'
import { trackReasonName } from '../rules/track-reasons.ts'
import { messagesOf } from '../rules/track-steps.ts'
import type { AgreementDocument } from '../schema.ts'
import { Clause, Items, Part, ReadingTable, Rule } from './parts.tsx'
import { DAY_WORDS, EXPIRY_WORDS, LEAVER_WORDS, TARGET_OF_ESCALATION } from './words.ts'

type Props = { document: AgreementDocument; number: number }

const clockWords = (time: string, clock: 'business' | 'elapsed') => {
  const words = durationInWords(time)
  return words === 'at once' ? words : `${words}${clock === 'business' ? ' of open time' : ''}`
}

export function RoutingClause({ document, number }: Props) {
  const { rules, pools } = document.routing
  const nameOf = (key: string) => pools.find((pool) => pool.key === key)?.name ?? key
  const receiver = (rule: (typeof rules)[number]) => {
    if (rule.match === 'opportunity_owner') return 'That owner'
    return rule.match === 'account_owner' ? 'That owner' : nameOf(rule.pool)
  }
  return (
    <Clause
      number={number}
      id="routing"
      title="Routing"
      intro="Who gets a qualified lead. The first rule that matches wins; the last takes whatever is left and is watched."
    >
      <ReadingTable
        caption="Routing rules"
        rows={rules}
        rowKey={(rule) => rule.key}
        columns={[
          {
            header: 'Rule',
            cell: (rule, index) => (
              <>
                <span className="num mr-2 text-ink-3">{index + 1}</span>
                <span className="font-medium">{rule.name}</span>
                {rule.match === 'segment' && (
                  <span className="block text-ink-3">
                    <Rule at={`routing.rules[${index}].when`} cel={rule.when} />
                  </span>
                )}
              </>
            ),
          },
          { header: 'Goes to', width: 'w-1/3', cell: receiver },
          {
            header: 'Watched by',
            width: 'w-1/5',
            cell: (rule) => (rule.match === 'catch_all' ? <TeamBadge team={rule.watchedBy} /> : '–'),
          },
        ]}
      />
      <Items
        items={pools.map((pool) => (
          <>
            <span className="font-medium">{pool.name}</span>:{' '}
            {pool.members.length === 0
              ? 'every known seller takes turns'
              : pool.members.map((member) => `${member.seller} (weight ${member.weight})`).join(', ')}
          </>
        ))}
      />
    </Clause>
  )
}

export function HandOffClause({ document, number }: Props) {
  const { handOff, stages } = document
  const stageName = (key: string) => stages.find((stage) => stage.key === key)?.name ?? key
  return (
    <Clause
      number={number}
      id="hand-off"
      title="Hand-off and response times"
      intro={`From ${stageName(handOff.from)} to ${stageName(handOff.to)}. The clock runs from the hand-raise or the qualification to the first human attempt; an automatic reply never counts.`}
    >
      <ReadingTable
        caption="Response times"
        rows={handOff.responseTimes}
        rowKey={(entry) => entry.key}
        columns={[
          {
            header: 'Leads',
            cell: (entry, index) => (
              <>
                <span className="font-medium">{entry.name}</span>
                {entry.when && (
                  <span className="block text-ink-3">
                    <Rule at={`handOff.responseTimes[${index}].when`} cel={entry.when} />
                  </span>
                )}
              </>
            ),
          },
          {
            header: 'Answered within',
            width: 'w-1/2',
            cell: (entry) => clockWords(entry.within, entry.clock),
          },
        ]}
      />
      <div className="grid gap-4 sm:grid-cols-2">
        <Part title="Handed over with each lead">
          <Items items={handOff.context} />
        </Part>
        <Part title="When it is nearly due, and when it is overdue">
          <Items
            items={[
              ...(handOff.reminders ?? []).map(
                (step) => `The owner is reminded ${clockWords(step.before, step.clock)} before it is due`,
              ),
              ...handOff.escalations.map(
                (step) =>
                  `${TARGET_OF_ESCALATION[step.to]} is told ${step.after === 'PT0M' ? 'at once' : `after ${clockWords(step.after, step.clock)}`}`,
              ),
              `After ${clockWords(handOff.expiry.after, handOff.expiry.clock)} it is ${EXPIRY_WORDS[handOff.expiry.action]}`,
              handOff.arbitration,
            ]}
          />
        </Part>
      </div>
    </Clause>
  )
}

export function CalendarsClause({ document, number }: Props) {
  return (
    <Clause number={number} id="calendars" title="Open hours" intro="When clocks in open time run.">
      <div className="grid gap-4 sm:grid-cols-2">
        {document.calendars.map((calendar) => (
          <Part key={calendar.key} title={calendar.name} aside={calendar.timeZone}>
            <dl className="grid grid-cols-[7rem_1fr] gap-y-0.5">
              {(Object.keys(DAY_WORDS) as (keyof typeof DAY_WORDS)[]).map((day) => (
                <div key={day} className="contents">
                  <dt className="text-ink-2">{DAY_WORDS[day]}</dt>
                  <dd className="num">
                    {calendar.hours[day]?.map(([from, to]) => `${from} to ${to}`).join(', ') || (
                      <span className="text-ink-3">closed</span>
                    )}
                  </dd>
                </div>
              ))}
            </dl>
            <p className="mt-1 text-xs text-ink-3">
              {calendar.holidays.length === 0
                ? 'No holidays entered'
                : `Holidays: ${calendar.holidays.join(', ')}`}
            </p>
          </Part>
        ))}
      </div>
    </Clause>
  )
}

type Track = AgreementDocument['recycling']['tracks'][number]

function TrackSteps({ track, index }: { track: Track; index: number }) {
  const messages = messagesOf(track.steps)
  if (messages.length === 0 && !track.exitWhen) return <span className="text-ink-3">None; it only waits</span>
  return (
    <ol className="flex flex-col gap-1">
      {messages.map((message) => (
        <li key={message.key}>
          <span className="text-ink-3">{waitInWords(message.waitBefore)}: </span>
          <Popover
            label={`Text of ${message.subject}`}
            trigger={
              <button
                type="button"
                className="rounded-sm text-left underline decoration-line-strong underline-offset-2 hover:decoration-current"
              >
                {message.subject}
              </button>
            }
          >
            <p className="max-w-prose text-sm whitespace-pre-line">{message.body}</p>
          </Popover>
        </li>
      ))}
      {track.exitWhen && (
        <li className="text-ink-3">
          <Rule at={`recycling.tracks[${index}].exitWhen`} cel={track.exitWhen} lead="Ends early when" />
        </li>
      )}
    </ol>
  )
}

const waitInWords = (wait: string | undefined) =>
  wait === undefined ? 'At once' : `After ${wait.split(' + ').map(durationInWords).join(' and ')}`

export function FollowUpClause({ document, number }: Props) {
  const { followUp, recycling, stages, routing } = document
  const stageName = (key: string) => stages.find((stage) => stage.key === key)?.name ?? key
  const reasonName = (key: string) => trackReasonName(document, key)
  const poolName = (key: string | undefined) => routing.pools.find((pool) => pool.key === key)?.name
  return (
    <Clause
      number={number}
      id="follow-up"
      title="Follow-up and recycling"
      intro={`An accepted lead gets at least ${followUp.attempts} attempts over ${followUp.withinDays} days, by ${followUp.channels.join(', ')}, before it is given up.`}
    >
      <ReadingTable
        caption="Nurture tracks"
        rows={recycling.tracks}
        rowKey={(track) => track.key}
        columns={[
          {
            header: 'Nurture track',
            width: 'w-1/6',
            cell: (track) => <span className="font-medium">{track.name}</span>,
          },
          { header: 'For', cell: (track) => track.reasons.map(reasonName).join(', ') },
          {
            header: 'Messages',
            width: 'w-1/3',
            wide: true,
            cell: (track, index) => <TrackSteps track={track} index={index} />,
          },
          {
            header: 'Looked at again',
            width: 'w-1/6',
            cell: (track) =>
              track.resumeAfter ? `after ${durationInWords(track.resumeAfter)}` : 'when they act',
          },
        ]}
      />
      <div className="grid gap-4 sm:grid-cols-2">
        <Part title="Coming back">
          <p className="max-w-prose">
            {recycling.reentry.description}
            {recycling.reentry.notBefore &&
              ` Not before ${durationInWords(recycling.reentry.notBefore)} have passed.`}
          </p>
        </Part>
        <Part title="When an owner leaves">
          <Items
            items={recycling.leavers.map(
              (leaver) =>
                `${stageName(leaver.stage)}: to ${leaver.to === 'pool' ? (poolName(leaver.pool) ?? 'the pool') : LEAVER_WORDS[leaver.to]}`,
            )}
          />
        </Part>
      </div>
    </Clause>
  )
}
