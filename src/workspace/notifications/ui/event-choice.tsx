import { Checkbox } from '#platform/ui/index.ts'
import { EVENTS, WEBHOOK_EVENTS, type WebhookEvent } from '../rules/events.ts'

export type ChosenEvent = WebhookEvent | '*'

/** Which events an endpoint wants: every one, or some. */
export function EventChoice({
  value,
  onChange,
  error,
}: {
  value: readonly ChosenEvent[]
  onChange: (next: ChosenEvent[]) => void
  error: string | undefined
}) {
  const all = value.includes('*')
  const toggle = (event: WebhookEvent, on: boolean) =>
    onChange(on ? [...value, event] : value.filter((one) => one !== event))
  return (
    <fieldset className="flex flex-col gap-1.5">
      <legend className="mb-1.5 text-xs font-medium text-ink-2">Events</legend>
      <Checkbox
        label="Every event"
        hint="New types too, when there are some"
        checked={all}
        onChange={(on) => onChange(on ? ['*'] : [])}
      />
      {!all && (
        <div className="ml-6 flex flex-col gap-1.5">
          {EVENTS.map((event) => (
            <Checkbox
              key={event}
              label={WEBHOOK_EVENTS[event]}
              hint={<code className="font-mono">{event}</code>}
              checked={value.includes(event)}
              onChange={(on) => toggle(event, on)}
            />
          ))}
        </div>
      )}
      {error && <p className="text-xs text-bad">{error}</p>}
    </fieldset>
  )
}
