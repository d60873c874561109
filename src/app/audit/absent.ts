import type { Collected } from './entries.ts'
import type { Computed } from './facts.ts'
import type { AuditReport } from './report.ts'

type Absence = AuditReport['absent'][number]

/** What the folder cannot tell, why not, and what to export to get it. A missing thing is said, never shown as zero. */
export function absences(collected: Collected, computed: Computed): Absence[] {
  const { people, deals, touches, campaigns, sellers } = collected
  const absent: Absence[] = []
  const say = (topic: string, why: string, next: string) => absent.push({ topic, why, next })
  if (people.length === 0)
    say(
      'Funnel and conversion',
      'No file lists people.',
      'Export contacts or leads with e-mail address, create date and the dates they entered each stage.',
    )
  else if (computed.cycles.length === 0)
    say(
      'Funnel and conversion',
      'People are there, but neither touches nor dated stages say what they did.',
      'Add the stage dates to the contact export ("Became a … date"), or export activities.',
    )
  if (touches.length === 0)
    say(
      'Response times',
      'No file lists touches: neither requests nor calls, e-mails and meetings.',
      'Export form submissions and sales activities, each with a time and the person’s id or address.',
    )
  else if (computed.responses.length === 0)
    say(
      'Response times',
      'Touches are there, but none is a request for a demo or for contact.',
      'Export form submissions, or name the kind of touch "Demo request" in the file.',
    )
  else if (!touches.hasSelling())
    say(
      'Response times',
      'Requests are there, but no file lists what sales did about them.',
      'Export calls, e-mails and meetings of sales.',
    )
  if (deals.length === 0)
    say(
      'Deals, win rate and cycle',
      'No file lists deals.',
      'Export opportunities with stage, amount, create and close date.',
    )
  amountAbsences(collected, say)
  sourcedAbsences(collected, say)
  if (campaigns.every(({ currency }) => currency === null))
    say(
      'Campaign costs',
      campaigns.length === 0 ? 'No file lists campaigns.' : 'Campaigns are named, but no cost is known.',
      'Export campaigns with their cost per month.',
    )
  if (sellers.every(({ team }) => team === null))
    say(
      'Teams',
      sellers.length === 0 ? 'No owner is named anywhere.' : 'No file says which team an owner is in.',
      'Export users with their team or region.',
    )
  return absent
}

type Say = (topic: string, why: string, next: string) => void

const WORTH = { won: 'Won value', lost: 'Win rate by amount', open: 'Open pipeline by value' } as const

function amountAbsences({ deals }: Collected, say: Say): void {
  for (const status of ['won', 'lost', 'open'] as const) {
    const list = deals.filter((deal) => deal.status === status)
    if (list.length > 0 && !list.some(({ amountMinor }) => (amountMinor ?? 0) > 0))
      say(
        WORTH[status],
        `No ${status} deal has an amount above zero.`,
        `Export the amount of ${status} deals too.`,
      )
  }
}

function sourcedAbsences(
  { deals, touches }: Collected,
  say: (topic: string, why: string, next: string) => void,
): void {
  if (deals.length === 0) return
  if (deals.every(({ origin }) => origin === null))
    say(
      'Sourced pipeline by origin field',
      'No deal says where it came from.',
      'Add the deal’s source or origin field to the export.',
    )
  if (touches.length === 0) {
    say(
      'Sourced pipeline by touches, influenced pipeline, attribution',
      'Without touches nothing says who met whom first.',
      'Export marketing activities (form submissions, campaign members, page views) with person and time.',
    )
    return
  }
  const linked = deals.some(({ contacts, account }) => contacts.length > 0 || account >= 0)
  if (!linked)
    say(
      'Attribution',
      'No deal names a person or an account, so no touch can be credited to it.',
      'Export contact roles, or the account of each deal.',
    )
}
