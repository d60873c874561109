import { type ReactNode, useState } from 'react'
import {
  Button,
  Facts,
  formatDate,
  Link,
  Money,
  RelativeTime,
  Section,
  Term,
  UNKNOWN,
} from '#platform/ui/index.ts'
import { OutcomeBadge } from '#records/deals/ui/index.ts'
import { HowWeKnow } from '#records/people/ui/index.ts'
import type { Lead } from '../contract.ts'
import { StageBadge } from './stage-badge.tsx'

const day = (at: number | null): ReactNode => (at === null ? UNKNOWN : formatDate(at))

/** What stands beside a lead: facts, the account with its other people, opportunities. */
export function LeadAside({ lead, beside }: { lead: Lead; beside: ReactNode }) {
  return (
    <aside className="flex min-w-0 flex-col gap-5">
      {beside}
      <Section title="Facts">
        <Facts items={factsOf(lead)} />
      </Section>
      <Section title="Account">
        {lead.account ? (
          <Account account={lead.account} />
        ) : (
          <p className="text-ink-3">No account is known for this person.</p>
        )}
      </Section>
      <Section title="Opportunities" flush>
        <Opportunities lead={lead} />
      </Section>
      {lead.account && (
        <Section title="Others at the account" flush>
          <Colleagues lead={lead} />
        </Section>
      )}
      <HowWeKnow personId={lead.personId} />
    </aside>
  )
}

function factsOf(lead: Lead) {
  const facts: { label: ReactNode; value: ReactNode }[] = [
    { label: 'Owner', value: lead.sellerName ?? 'Nobody' },
    { label: 'Source', value: lead.source ?? UNKNOWN },
    { label: 'In stage since', value: day(lead.stageEnteredAt) },
    { label: 'Cycle', value: lead.cycle === 0 ? UNKNOWN : lead.cycle },
    { label: 'Last touch', value: <RelativeTime at={lead.lastTouchAt} /> },
    { label: 'Raised a hand', value: day(lead.handRaiseAt) },
    {
      label: (
        <>
          First <Term k="mql">qualified</Term>
        </>
      ),
      value: day(lead.qualifiedFirstAt),
    },
    { label: 'Last qualified', value: day(lead.qualifiedLatestAt) },
    { label: 'Times qualified', value: lead.qualifiedCount },
    { label: 'Known since', value: day(lead.createdAt) },
    { label: 'Phone', value: lead.phone ? <PhoneLink number={lead.phone} /> : UNKNOWN },
    { label: 'Country', value: lead.country ?? UNKNOWN },
  ]
  if (lead.reportedStage) facts.push({ label: 'Stage in the CRM', value: lead.reportedStage })
  return facts
}

/** A number that starts a call; plain text where it is none that can be dialled. */
export function PhoneLink({ number }: { number: string }) {
  const dialled = number.replace(/[\s().\-/]/g, '')
  return /^\+?\d{5,15}$/.test(dialled) ? <Link href={`tel:${dialled}`}>{number}</Link> : number
}

/** The account of a lead in a few facts. */
export function Account({ account }: { account: NonNullable<Lead['account']> }) {
  return (
    <div className="flex flex-col gap-3">
      <Link href={`/accounts/${account.id}`} className="font-medium">
        {account.name}
      </Link>
      <Facts
        items={[
          { label: 'Domain', value: account.domain ?? UNKNOWN },
          { label: 'Industry', value: account.industry ?? UNKNOWN },
          { label: 'Employees', value: account.employees?.toLocaleString('en') ?? UNKNOWN },
          { label: 'Owner', value: account.sellerName ?? 'Nobody' },
        ]}
      />
    </div>
  )
}

function Row({ children }: { children: ReactNode }) {
  return <li className="flex flex-col gap-0.5 border-b px-4 py-2 last:border-b-0">{children}</li>
}

/** Opportunities with this person or their account, open ones first. */
export function Opportunities({ lead }: { lead: Lead }) {
  if (lead.opportunities.length === 0)
    return <p className="px-4 py-3 text-ink-3">None with this person or account.</p>
  return (
    <ul>
      {lead.opportunities.map((deal) => (
        <Row key={deal.id}>
          <span className="flex items-center justify-between gap-2">
            <Link quiet href={`/opportunities/${deal.id}`} className="truncate font-medium">
              {deal.name}
            </Link>
            <OutcomeBadge status={deal.status} />
          </span>
          <span className="flex justify-between gap-2 text-xs text-ink-3">
            <span className="truncate">
              {deal.stage}
              {deal.isContact ? ` · ${deal.role ?? 'contact'}` : ' · not a contact'}
            </span>
            {deal.currency && <Money amountMinor={deal.amountMinor} currency={deal.currency} short />}
          </span>
        </Row>
      ))}
    </ul>
  )
}

/** So many are shown at first. */
const FIRST = 8

/** The other people known at the account. */
export function Colleagues({ lead }: { lead: Lead }) {
  const [all, setAll] = useState(false)
  if (lead.colleagues.length === 0) return <p className="px-4 py-3 text-ink-3">Nobody else is known there.</p>
  return (
    <ul>
      {(all ? lead.colleagues : lead.colleagues.slice(0, FIRST)).map((person) => (
        <Row key={person.personId}>
          <span className="flex items-center justify-between gap-2">
            <Link quiet href={`/leads/${person.personId}`} className="truncate font-medium">
              {person.name}
            </Link>
            <StageBadge stage={person.stage} name={person.stageName} />
          </span>
          <span className="flex justify-between gap-2 text-xs text-ink-3">
            <span className="truncate">{person.jobTitle ?? 'Role not known'}</span>
            {person.grade && <span className="num">{person.grade}</span>}
          </span>
        </Row>
      ))}
      {!all && lead.colleagues.length > FIRST && (
        <li className="p-2">
          <Button variant="quiet" size="sm" className="w-full" onClick={() => setAll(true)}>
            Show {lead.colleagues.length - FIRST} more
          </Button>
        </li>
      )}
    </ul>
  )
}
