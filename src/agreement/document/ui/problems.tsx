import type { z } from 'zod'
import { Section } from '#platform/ui/index.ts'
import type { AgreementProblem } from '../contract.ts'

/** What is wrong and where; each leads to its place in the text. */
export function Problems({
  problems,
  onOpen,
}: {
  problems: readonly z.output<typeof AgreementProblem>[]
  onOpen: (line: number, column: number) => void
}) {
  const errors = problems.filter((problem) => problem.severity === 'error').length
  const title = errors > 0 ? `${errors} ${errors === 1 ? 'problem' : 'problems'} to correct` : 'Worth a look'
  return (
    <Section title={title} flush>
      <ul>
        {problems.map((problem) => (
          <li
            key={`${problem.line}:${problem.column}:${problem.message}`}
            className="border-b last:border-b-0"
          >
            <button
              type="button"
              onClick={() => onOpen(problem.line, problem.column)}
              className="flex w-full gap-3 px-4 py-2 text-left -outline-offset-2 hover:bg-hover"
            >
              <span className="num w-20 shrink-0 text-xs leading-5 text-ink-3">
                Line {problem.line}
                <span className="sr-only">, column {problem.column}</span>
              </span>
              <span className="min-w-0">
                {problem.severity === 'warning' && <span className="text-warn">Warning: </span>}
                {problem.message}
              </span>
            </button>
          </li>
        ))}
      </ul>
    </Section>
  )
}
