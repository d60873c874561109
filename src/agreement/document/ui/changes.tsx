import type { z } from 'zod'
import type { AgreementChange } from '../contract.ts'

type Change = z.output<typeof AgreementChange>

/** Differences in plain words, by clause. */
export function Changes({ changes, none }: { changes: readonly Change[]; none: string }) {
  if (changes.length === 0) return <p className="text-ink-3">{none}</p>
  const clauses = [...new Set(changes.map((change) => change.clause))]
  return (
    <dl className="flex flex-col gap-2">
      {clauses.map((clause) => (
        <div key={clause} className="grid gap-x-6 sm:grid-cols-[9rem_1fr]">
          <dt className="text-ink-3">{clause}</dt>
          <dd className="flex min-w-0 flex-col gap-0.5">
            {changes
              .filter((change) => change.clause === clause)
              .map((change) => (
                <span key={change.kind + change.path + change.sentence} className="text-pretty break-words">
                  {change.sentence}
                </span>
              ))}
          </dd>
        </div>
      ))}
    </dl>
  )
}
