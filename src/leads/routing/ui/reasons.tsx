import { Link } from '#platform/ui/index.ts'
import type { DecisionItem } from '../schema.ts'

type Explained = Pick<
  DecisionItem,
  'personId' | 'personName' | 'because' | 'evidence' | 'tried' | 'skipped'
> & {
  givenBack?: boolean
}

/** Everything a decision followed from. */
export function Reasons({ decision }: { decision: Explained }) {
  const { personId, personName, because, evidence, tried, skipped, givenBack } = decision
  return (
    <div className="flex flex-col gap-5 wrap-anywhere">
      <div>
        <Link href={`/leads/${personId}`}>{personName}</Link>
        <p className="mt-1">{because}</p>
        {givenBack && <p className="text-ink-3">Its turn was given back when the lead was reassigned.</p>}
      </div>
      <Sentences title="How the account was found" items={evidence} />
      <Sentences title="Passed over" items={skipped.map(({ name, why }) => `${name}: ${why}`)} />
      <Sentences title="Rules that did not match" items={tried.map(({ name, why }) => `${name}: ${why}`)} />
    </div>
  )
}

function Sentences({ title, items }: { title: string; items: readonly string[] }) {
  if (items.length === 0) return null
  return (
    <div>
      <h3 className="text-xs font-medium text-ink-3">{title}</h3>
      <ul className="mt-1 flex flex-col gap-1">
        {items.map((item) => (
          <li key={item}>{item}</li>
        ))}
      </ul>
    </div>
  )
}
