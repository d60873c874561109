import { type ReactNode, useEffect, useRef } from 'react'
import { cx, Kbd } from '#platform/ui/index.ts'

export interface DigitChoice {
  key: string
  label: ReactNode
  hint?: ReactNode
}

/** A few choices, each by its digit, by a tap, or by Tab and Space. */
export function DigitChoices({
  label,
  choices,
  chosen,
  error,
  onChoose,
}: {
  label: string
  choices: readonly DigitChoice[]
  chosen: string | null
  /** what is wrong with the choice, below it */
  error?: string | undefined
  onChoose: (key: string) => void
}) {
  return (
    <div>
      <ul aria-label={label} className="flex flex-col gap-0.5">
        {choices.map((choice, index) => (
          <li key={choice.key}>
            <button
              type="button"
              data-choice=""
              // biome-ignore lint/a11y/noAutofocus: a dialog begins at its first choice, so that Enter does not close it
              autoFocus={index === 0}
              aria-pressed={chosen === choice.key}
              onClick={() => onChoose(choice.key)}
              className={cx(
                'flex min-h-9 w-full items-center gap-2.5 rounded-md border px-2.5 text-left touch:min-h-11',
                chosen === choice.key
                  ? 'border-accent bg-accent-soft font-medium'
                  : 'border-transparent hover:bg-hover',
              )}
            >
              <span className="touch:hidden">
                <Kbd>{index + 1}</Kbd>
              </span>
              <span className="min-w-0 flex-1">{choice.label}</span>
              {choice.hint && <span className="num text-xs font-normal text-ink-3">{choice.hint}</span>}
            </button>
          </li>
        ))}
      </ul>
      {error && (
        <p role="alert" className="mt-1 text-xs text-bad">
          {error}
        </p>
      )}
    </div>
  )
}

const isField = (target: EventTarget | null) =>
  target instanceof HTMLInputElement || target instanceof HTMLTextAreaElement

/** While a dialog with choices is open: digits choose, Enter sends (also from a field; Shift Enter breaks a line). */
export function useChoiceKeys(choose: (index: number) => void, send: () => void): void {
  const latest = useRef({ choose, send })
  latest.current = { choose, send }
  useEffect(() => {
    const onKeyDown = (event: KeyboardEvent) => {
      if (event.metaKey || event.ctrlKey || event.altKey || event.isComposing) return
      const { target } = event
      if (event.key === 'Enter' && !event.shiftKey) {
        // a button that is no choice does what it says
        if (target instanceof HTMLButtonElement && !target.hasAttribute('data-choice')) return
        if (target instanceof HTMLElement && target.getAttribute('role') === 'combobox') return
        event.preventDefault()
        latest.current.send()
      } else if (!isField(target) && /^[1-9]$/.test(event.key)) {
        event.preventDefault()
        const index = Number(event.key) - 1
        document.querySelectorAll<HTMLElement>('[role="dialog"] [data-choice]')[index]?.focus()
        latest.current.choose(index)
      }
    }
    window.addEventListener('keydown', onKeyDown)
    return () => window.removeEventListener('keydown', onKeyDown)
  }, [])
}
