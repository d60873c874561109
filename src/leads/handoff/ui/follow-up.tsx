import { CalendarCheck, Circle, CircleAlert, CircleCheck, Mail, Phone } from 'lucide-react'
import { Button, cx, formatExact } from '#platform/ui/index.ts'
import { touchWords } from '../../lifecycle/ui/index.ts'
import type { LoggedAttempt } from './attempt-dialog.tsx'
import { type HandOff, isOpen } from './data.ts'
import { whenWords } from './due-words.ts'
import { useMinute } from './minute.ts'
import { Part } from './record-parts.tsx'

const QUICK = [
  { kind: 'call', label: 'Call', icon: Phone, channel: 'call' },
  { kind: 'email_sent', label: 'E-mail', icon: Mail, channel: 'email' },
  { kind: 'meeting', label: 'Meeting', icon: CalendarCheck, channel: 'meeting' },
] as const

/** The attempts that the agreement asks for, each with the time it is due, and one tap to log the next. */
export function FollowUp({ handOff, onLog }: { handOff: HandOff; onLog: (attempt: LoggedAttempt) => void }) {
  const { followUp } = handOff
  const now = useMinute()
  const done = followUp.steps.filter((step) => step.doneAt !== null).length
  const nextAt = followUp.steps.findIndex((step) => step.doneAt === null)
  if (followUp.steps.length === 0) return null
  return (
    <Part
      title={
        <span title={`At least ${followUp.attempts} attempts in ${followUp.withinDays} days`}>
          Follow-up, {done} of {followUp.attempts} attempts
        </span>
      }
      end={
        handOff.mine &&
        isOpen(handOff) && (
          <span className="flex flex-wrap items-center justify-end gap-1">
            <span className="mr-1 text-xs text-ink-3">Log</span>
            {QUICK.filter(({ channel }) => followUp.channels.includes(channel)).map(
              ({ kind, label, icon }) => (
                <Button
                  key={kind}
                  size="sm"
                  icon={icon}
                  aria-label={`Log ${label.toLowerCase()} now`}
                  title={`Log ${label.toLowerCase()} now`}
                  onClick={() => onLog({ kind, reached: false })}
                >
                  {label}
                </Button>
              ),
            )}
          </span>
        )
      }
    >
      {followUp.resolved && (
        <p className={cx('mb-1 text-xs', followUp.contacted ? 'text-good' : 'text-ink-3')}>
          {followUp.contacted ? 'They answered' : 'Closed'}: no more attempts are owed.
        </p>
      )}
      <ol className="grid gap-x-8 @lg:grid-cols-2">
        {followUp.steps.map((step, index) => {
          const isDone = step.doneAt !== null
          const late = !isDone && !followUp.resolved && step.dueAt <= now
          const Icon = isDone ? CircleCheck : late ? CircleAlert : Circle
          const at = step.doneAt ?? step.dueAt
          return (
            <li
              key={step.number}
              className={cx('flex items-center gap-2 py-0.5', !isDone && index !== nextAt && 'text-ink-3')}
            >
              <Icon
                aria-hidden
                className={cx('size-3.5 shrink-0', isDone ? 'text-good' : late ? 'text-bad' : 'text-ink-3')}
              />
              <span className="min-w-0 flex-1 truncate">
                {isDone ? touchWords(step.kind) : `Attempt ${step.number}`}
                {isDone && step.late && <span className="text-xs text-warn"> · late</span>}
              </span>
              <time
                dateTime={new Date(at).toISOString()}
                title={formatExact(at)}
                className={cx('num text-xs', late ? 'text-bad' : 'text-ink-3')}
              >
                {isDone
                  ? whenWords(at, now)
                  : followUp.resolved
                    ? 'not owed'
                    : late
                      ? `was due ${whenWords(at, now)}`
                      : `by ${whenWords(at, now)}`}
              </time>
            </li>
          )
        })}
      </ol>
    </Part>
  )
}
