import { CircleAlert } from 'lucide-react'
import { Badge, Button, Section, Sparkline, TeamBadge } from '#platform/ui/index.ts'
import type { Routing } from '../schema.ts'

/** The rules in their order, with what each took in the last 30 days. */
export function Rules({
  rules,
  catchAll,
  onShow,
}: {
  rules: Routing['rules']
  catchAll: Routing['catchAll']
  onShow: () => void
}) {
  return (
    <Section
      title="Rules"
      description="In their order; what an owner already has never takes a turn in a pool."
      flush
    >
      <ol className="divide-y">
        {rules.map((rule, index) => (
          <li key={rule.key} className="flex flex-wrap items-start gap-x-4 gap-y-1 px-4 py-3">
            <span className="num mt-px flex size-5 shrink-0 items-center justify-center rounded-full bg-sunken text-xs text-ink-2">
              {index + 1}
            </span>
            <div className="min-w-0 flex-1 basis-56">
              <p className="font-medium">{rule.name}</p>
              <p className="text-ink-2">
                {rule.match === 'segment' ? (
                  <code className="font-mono text-xs break-words">{rule.matches}</code>
                ) : (
                  rule.matches
                )}
              </p>
              {rule.match === 'catch_all' && catchAll && <CatchAll catchAll={catchAll} onShow={onShow} />}
            </div>
            <div className="flex flex-wrap items-center gap-x-3 gap-y-1 text-xs max-sm:w-full max-sm:pl-9">
              {rule.pool && <Badge>{rule.pool.name}</Badge>}
              {rule.unassigned > 0 && (
                <Badge tone="bad" icon={CircleAlert}>
                  {rule.unassigned} to nobody
                </Badge>
              )}
              <span className="num text-ink-3 sm:w-20 sm:text-right">
                {rule.decisions.toLocaleString('en')} in 30 d
              </span>
            </div>
          </li>
        ))}
      </ol>
    </Section>
  )
}

function CatchAll({ catchAll, onShow }: { catchAll: NonNullable<Routing['catchAll']>; onShow: () => void }) {
  const busiest = catchAll.perDay.reduce((most, one) => Math.max(most, one.decisions), 0)
  return (
    <div className="mt-2 flex flex-wrap items-center gap-x-4 gap-y-2 text-xs text-ink-3">
      {catchAll.watchedBy && (
        <span className="inline-flex items-center gap-1.5">
          Watched by <TeamBadge team={catchAll.watchedBy} />
        </span>
      )}
      {catchAll.decisions === 0 ? (
        <span>Nothing landed here in the last 30 days.</span>
      ) : (
        <>
          <Sparkline
            label={`Leads that no other rule took, last 30 days: ${catchAll.decisions} in all, at most ${busiest} a day`}
            values={catchAll.perDay.map((one) => one.decisions)}
            width={140}
          />
          <Button size="sm" variant="quiet" onClick={onShow}>
            Show them
          </Button>
        </>
      )}
    </div>
  )
}
