import { Facts, Link, Term } from '#platform/ui/index.ts'
import type { AgreementDocument } from '../schema.ts'
import { Clause, Items, Part, Rule } from './parts.tsx'

export function PartiesClause({ document, number }: { document: AgreementDocument; number: number }) {
  const { company, marketing, sales, success } = document.parties
  const leader = ({ leader: name, title }: { leader: string; title?: string | undefined }) =>
    title ? `${name}, ${title}` : name
  return (
    <Clause number={number} id="parties" title="Parties">
      <Facts
        items={[
          { label: 'Company', value: company },
          { label: 'For marketing', value: leader(marketing) },
          { label: 'For sales', value: leader(sales) },
          ...(success ? [{ label: 'For customer success', value: leader(success) }] : []),
          { label: 'Time zone', value: document.timeZone },
          { label: 'Currency', value: document.currency },
        ]}
      />
    </Clause>
  )
}

export function WordsClause({ document, number }: { document: AgreementDocument; number: number }) {
  return (
    <Clause
      number={number}
      id="words"
      title="Words"
      intro={
        <>
          Both teams use these in one meaning. The <Link href="/lexicon">lexicon</Link> has them all, with
          stages, measures and reasons.
        </>
      }
    >
      <dl className="grid max-w-prose gap-x-6 gap-y-2 sm:grid-cols-[10rem_1fr]">
        {document.lexicon.map((term) => (
          <div key={term.key} className="contents">
            <dt className="font-medium">{term.name}</dt>
            <dd className="text-ink-2">{term.definition}</dd>
          </div>
        ))}
      </dl>
    </Clause>
  )
}

const CRITERIA = { mustHave: 'Must have', shouldHave: 'Should have', mustNotHave: 'Must not have' } as const

export function CustomerClause({ document, number }: { document: AgreementDocument; number: number }) {
  const { profile, personas } = document
  return (
    <Clause number={number} id="ideal-customer" title="Ideal customer" intro={profile.summary}>
      <div className="grid gap-4 sm:grid-cols-3">
        {(Object.keys(CRITERIA) as (keyof typeof CRITERIA)[]).map((part) => (
          <Part key={part} title={CRITERIA[part]}>
            <Items
              items={profile[part].map((entry, index) => (
                <>
                  {entry.name}
                  {entry.when && (
                    <span className="block text-ink-3">
                      <Rule at={`profile.${part}[${index}].when`} cel={entry.when} />
                    </span>
                  )}
                </>
              ))}
            />
          </Part>
        ))}
      </div>
      <div className="grid gap-3 lg:grid-cols-3">
        {personas.map((persona) => (
          <Persona key={persona.key} persona={persona} />
        ))}
      </div>
    </Clause>
  )
}

function Persona({ persona }: { persona: AgreementDocument['personas'][number] }) {
  const lists = [
    ['Wants', persona.goals],
    ['Needs', persona.needs],
    ['Objects', persona.objections],
  ] as const
  return (
    <article className="rounded-lg border bg-surface p-4">
      <h3 className="font-semibold">{persona.name}</h3>
      <p className="text-xs text-ink-3">
        {persona.role.charAt(0).toUpperCase() + persona.role.slice(1)}. {persona.titles.join(', ')}
      </p>
      <dl className="mt-2 flex flex-col gap-2">
        {lists.map(
          ([title, items]) =>
            items.length > 0 && (
              <div key={title}>
                <dt className="text-xs text-ink-3">{title}</dt>
                {items.map((item) => (
                  <dd key={item}>{item}</dd>
                ))}
              </div>
            ),
        )}
      </dl>
    </article>
  )
}

const REASONS = {
  reject: 'Reject: sales does not take it',
  recycle: 'Recycle: right, but not now',
  disqualify: 'Disqualify: never',
  reopen: 'Reopen: it begins anew after all',
} as const

export function ReasonsClause({ document, number }: { document: AgreementDocument; number: number }) {
  return (
    <Clause number={number} id="reasons" title="Reasons" intro="One tap, with a note if need be.">
      <div className="grid gap-4 sm:grid-cols-2 lg:grid-cols-4">
        {(Object.keys(REASONS) as (keyof typeof REASONS)[]).map((kind) => (
          <Part key={kind} title={REASONS[kind]}>
            <Items
              items={document.reasons[kind].map((reason) => (
                <Term key={reason.key} k={`${kind}.${reason.key}`}>
                  {reason.name}
                </Term>
              ))}
            />
          </Part>
        ))}
      </div>
    </Clause>
  )
}
