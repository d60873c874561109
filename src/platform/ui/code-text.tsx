import type { ComponentProps } from 'react'
import { Textarea } from './field.tsx'
import { Section } from './layout.tsx'

/** A field for text with lines and columns, such as YAML. */
export function CodeTextarea(
  props: Omit<ComponentProps<typeof Textarea>, 'spellCheck' | 'wrap' | 'className'>,
) {
  return (
    <Textarea
      {...props}
      spellCheck={false}
      wrap="off"
      className="overflow-auto font-mono text-xs leading-5"
    />
  )
}

const LINE_HEIGHT = 20

/** Something to correct in such a text; line and column from 1, line 0 where it is in another one. */
export interface TextProblem {
  line: number
  column: number
  message: string
  /** an error where absent */
  severity?: 'error' | 'warning'
}

/** What is wrong in a text and where; each leads to its place. */
export function TextProblems({
  problems,
  area,
}: {
  problems: readonly TextProblem[]
  area: { readonly current: HTMLTextAreaElement | null }
}) {
  const errors = problems.filter(({ severity = 'error' }) => severity === 'error').length
  const title = errors > 0 ? `${errors} ${errors === 1 ? 'problem' : 'problems'} to correct` : 'Worth a look'
  return (
    <Section title={title} flush>
      <div role="alert">
        <ul>
          {problems.map(({ line, column, message, severity }) => (
            <li key={`${line}:${column}:${message}`} className="border-b last:border-b-0">
              <button
                type="button"
                disabled={line === 0}
                onClick={() => goTo(area.current, line, column)}
                className="flex w-full gap-3 px-4 py-2 text-left -outline-offset-2 enabled:hover:bg-hover"
              >
                <span className="num w-20 shrink-0 text-xs leading-5 text-ink-3">
                  {line === 0 ? 'Elsewhere' : `Line ${line}`}
                  {line > 0 && <span className="sr-only">, column {column}</span>}
                </span>
                <span className="min-w-0">
                  {severity === 'warning' && <span className="text-warn">Warning: </span>}
                  {message}
                </span>
              </button>
            </li>
          ))}
        </ul>
      </div>
    </Section>
  )
}

/** Puts the cursor at a place and scrolls there. */
function goTo(area: HTMLTextAreaElement | null, line: number, column: number): void {
  if (!area) return
  const before = area.value.split('\n').slice(0, line - 1)
  const start = before.reduce((sum, text) => sum + text.length + 1, 0) + column - 1
  area.focus()
  area.setSelectionRange(start, start + 1)
  area.scrollTop = Math.max(0, (line - 5) * LINE_HEIGHT)
}
