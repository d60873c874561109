import { Play } from 'lucide-react'
import type { ReactNode } from 'react'
import { Badge, Button, cx, formatExact, RelativeTime, Term } from '#platform/ui/index.ts'
import { touchWords } from '../../lifecycle/ui/index.ts'
import { MOST_NAMED } from '../rules/words.ts'
import type { HandOff } from './data.ts'
import { spanWords, whenWords, workingWords } from './due-words.ts'
import { useMinute } from './minute.ts'
import { useIsOwn } from './use-own.ts'

/** A titled part of the record, quieter than a card. */
export function Part({ title, end, children }: { title: ReactNode; end?: ReactNode; children: ReactNode }) {
  return (
    <section className="min-w-0">
      <header className="mb-1.5 flex min-h-6 items-center justify-between gap-3">
        <h3 className="text-xs font-semibold text-ink-3">{title}</h3>
        {end}
      </header>
      {children}
    </section>
  )
}

/** Why now and why this seller, in the words of the rules. */
export function Why({ handOff }: { handOff: HandOff }) {
  const isOwn = useIsOwn(handOff)
  return (
    <Part title="Why now">
      <p className="text-base text-pretty">{handOff.why}</p>
      {handOff.note && (
        <p className="mt-2 border-l-2 border-line-strong pl-3 text-ink-2 whitespace-pre-line">
          {handOff.note}
        </p>
      )}
      <p className="mt-2 text-pretty text-ink-2">
        <span className="text-ink-3">{isOwn ? 'Why you: ' : 'Why this seller: '}</span>
        {handOff.whyMe}
      </p>
      {handOff.skipped.length > MOST_NAMED && (
        <details className="mt-1 text-xs text-ink-3">
          <summary className="w-fit rounded-sm hover:text-ink">{handOff.skipped.length} passed over</summary>
          <ul className="mt-1 flex flex-col gap-0.5">
            {handOff.skipped.map(({ name, why }) => (
              <li key={name + why}>
                <span className="text-ink-2">{name}</span>: {why}
              </li>
            ))}
          </ul>
        </details>
      )}
    </Part>
  )
}

type Clock = HandOff['leadClock']

const MINUTE = 60_000

const STANDINGS: Record<Clock['standing'], { name: string; look: string }> = {
  running: { name: 'runs', look: 'text-ink-2' },
  due_soon: { name: 'due soon', look: 'text-warn' },
  overdue: { name: 'overdue', look: 'text-bad' },
  paused: { name: 'stands still', look: 'text-ink-3' },
  answered: { name: 'decided in time', look: 'text-ink-3' },
  met: { name: 'met', look: 'text-good' },
  met_late: { name: 'met late', look: 'text-warn' },
  missed: { name: 'missed', look: 'text-bad' },
}

/** Both clocks against the promise, and who had the time so far. */
export function Clocks({ handOff, onResume }: { handOff: HandOff; onResume: () => void }) {
  const isOwn = useIsOwn(handOff)
  return (
    <Part
      title="Clocks"
      end={
        handOff.standing === 'paused' &&
        handOff.mine && (
          <Button size="sm" icon={Play} onClick={onResume}>
            Stop waiting
          </Button>
        )
      }
    >
      <div className="grid gap-x-8 gap-y-3 @lg:grid-cols-2">
        <ClockLine
          name="Lead clock"
          hint="Runs from the qualification, never restarts"
          clock={handOff.leadClock}
          kind={handOff.clock}
        />
        <ClockLine
          name={isOwn ? 'Your clock' : "Seller's clock"}
          hint="Runs from the offer to this seller"
          clock={handOff.ownerClock}
          kind={handOff.clock}
        />
      </div>
      {handOff.outsideHours && (
        <p className="mt-1 text-xs text-ink-3">Tried outside working hours: no business time was used.</p>
      )}
      {handOff.pauseReason && handOff.pausedUntil !== null && (
        <p className="mt-2 text-xs text-ink-2">Waiting for the customer: {handOff.pauseReason}</p>
      )}
      <TimeBar handOff={handOff} />
    </Part>
  )
}

function ClockLine({
  name,
  hint,
  clock,
  kind,
}: {
  name: string
  hint: string
  clock: Clock
  kind: HandOff['clock']
}) {
  const words = kind === 'business' ? workingWords : spanWords
  const now = useMinute()
  const { name: standing, look } = STANDINGS[clock.standing]
  const used = Math.min(1, clock.withinMs === 0 ? 1 : clock.usedMs / clock.withinMs)
  const bad = clock.standing === 'overdue' || clock.standing === 'missed'
  const fill = bad ? 'bg-bad-fill' : clock.standing === 'due_soon' ? 'bg-warn' : 'bg-accent-fill'
  return (
    <div title={hint}>
      <div className="flex items-baseline justify-between gap-3">
        <span className="font-medium">{name}</span>
        <span className={cx('text-xs', look)}>{standing}</span>
      </div>
      <div aria-hidden className="my-1 h-1 overflow-hidden rounded-full bg-[var(--track)]">
        <div className={cx('h-full rounded-full', fill)} style={{ width: `${used * 100}%` }} />
      </div>
      <p className="num flex flex-wrap justify-between gap-x-3 text-xs text-ink-3">
        <span className="whitespace-nowrap">
          {clock.usedMs < MINUTE ? 'nothing' : words(clock.usedMs)} of {words(clock.withinMs)}
          {kind === 'business' && ' working time'}
        </span>
        {clock.metAt !== null ? (
          <time dateTime={new Date(clock.metAt).toISOString()} title={formatExact(clock.metAt)}>
            tried {whenWords(clock.metAt, now)}
          </time>
        ) : (
          <time dateTime={new Date(clock.dueAt).toISOString()} title={formatExact(clock.dueAt)}>
            due {whenWords(clock.dueAt, now)}
          </time>
        )}
      </p>
    </div>
  )
}

/** Real time since the lead clock began, by who had it: one thin bar and its numbers. */
function TimeBar({ handOff: { time } }: { handOff: HandOff }) {
  const parts = [
    { name: 'System', ms: time.systemMs, fill: 'bg-line-strong' },
    { name: 'People', ms: time.peopleMs, fill: 'bg-sales-fill' },
    { name: 'Customer', ms: time.customerMs, fill: 'bg-success-fill' },
  ]
  const total = parts.reduce((sum, { ms }) => sum + ms, 0)
  if (total === 0) return null
  return (
    <div className="num mt-3.5 text-xs text-ink-3">
      <div aria-hidden className="flex h-1 gap-px overflow-hidden rounded-full">
        {parts.map(({ name, ms, fill }) => (
          <div key={name} className={fill} style={{ width: `${(ms / total) * 100}%` }} />
        ))}
      </div>
      <p className="mt-1">Since it qualified, day and night:</p>
      <dl className="flex flex-wrap gap-x-4">
        {parts.map(({ name, ms, fill }) => (
          <div key={name} className="flex items-center gap-1.5">
            <dt className="flex items-center gap-1.5">
              <span aria-hidden className={cx('size-1.5 rounded-full', fill)} />
              {name}
            </dt>
            <dd className="text-ink-2">{ms === 0 ? 'none' : spanWords(ms)}</dd>
          </div>
        ))}
      </dl>
    </div>
  )
}

/** Campaigns met and content read in this cycle. */
export function Read({ handOff: { read } }: { handOff: HandOff }) {
  if (read.length === 0) return null
  return (
    <Part title="What they did in this cycle">
      <ul className="flex flex-col">
        {read.slice(0, 12).map((one) => (
          <li
            key={`${one.occurredAt}${one.kind}${one.subject}`}
            className="flex items-baseline gap-3 border-b py-1.5 last:border-b-0"
          >
            <span className="min-w-0 flex-1 truncate">
              {touchWords(one.kind)}
              {one.subject && <span className="text-ink-2">: {one.subject}</span>}
              {one.campaign && <span className="text-xs text-ink-3"> · {one.campaign}</span>}
            </span>
            <span className="text-xs text-ink-3">
              <RelativeTime at={one.occurredAt} />
            </span>
          </li>
        ))}
      </ul>
    </Part>
  )
}

/** Everything that happened to the hand-off, latest first. */
export function Happened({ handOff }: { handOff: HandOff }) {
  return (
    <Part title={<Term k="hand_off">What happened to this hand-off</Term>}>
      <ol className="flex flex-col gap-2 border-l pl-4">
        {handOff.events.map((event) => (
          <li key={event.id} className={cx('relative', event.undone && 'opacity-60')}>
            <span
              aria-hidden
              className="absolute top-1.5 -left-[19px] size-1.5 rounded-full bg-line-strong"
            />
            <p className="flex flex-wrap items-baseline gap-x-2">
              <span className={cx(event.undone && 'line-through')}>{event.summary}</span>
              {event.undone && <Badge>Taken back</Badge>}
              <span className="text-xs text-ink-3">
                {event.actorName ?? 'By the agreement'} · <RelativeTime at={event.occurredAt} />
              </span>
            </p>
            {event.note && <p className="text-xs whitespace-pre-line text-ink-2">{event.note}</p>}
          </li>
        ))}
      </ol>
      <p className="mt-2 text-xs text-ink-3">
        {handOff.responseTime.name}, agreement version {handOff.agreementVersion}, cycle {handOff.cycle}
        {handOff.sequence > 1 && `, seller number ${handOff.sequence}`}
      </p>
    </Part>
  )
}
