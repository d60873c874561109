import type { Instant } from '#platform/kernel/instant.ts'
import type { OpportunityRow, TouchRow } from '#records/imports/rules/rows.ts'
import type { Campaign } from './campaigns.ts'
import type { Person, Seller } from './cast.ts'
import type { Timeline } from './timeline.ts'

/** What one account's people and sellers did, written down as the story is told. What lies past its end has not happened yet. */
export class Diary {
  readonly touches: TouchRow[] = []
  readonly opportunities: (OpportunityRow & { key: string })[] = []
  readonly startsAt: Instant
  private readonly endsAt: Instant

  constructor({ startsAt, endsAt }: Timeline) {
    this.startsAt = startsAt
    this.endsAt = endsAt
  }

  /** Whether that moment lies inside the story. */
  happened(at: Instant): boolean {
    return at < this.endsAt
  }

  /** A touch of marketing's: something the person did. */
  interest(person: Person, kind: TouchRow['touchKind'], at: Instant, about: About): void {
    if (!this.happened(at)) return
    const { campaign, channel, subject, machine } = about
    this.touches.push({
      kind: 'touch',
      touchKind: kind,
      side: 'marketing',
      direction: 'inbound',
      person: { key: person.row.key },
      occurredAt: at,
      ...(campaign ? { campaign: { key: campaign.key, name: campaign.name } } : {}),
      channel: channel ?? campaign?.channel ?? 'Direct',
      ...(subject ? { subject } : {}),
      ...(machine ? { machine: true } : {}),
    })
  }

  /** A touch of a seller's, or the person's answer to one. */
  selling(person: Person, seller: Seller, kind: TouchRow['touchKind'], at: Instant, subject: string): void {
    if (!this.happened(at)) return
    this.touches.push({
      kind: 'touch',
      touchKind: kind,
      side: 'sales',
      direction: kind === 'email_reply' ? 'inbound' : 'outbound',
      person: { key: person.row.key },
      seller: { key: seller.row.key, name: seller.row.name },
      subject,
      occurredAt: at,
    })
  }

  /** The CRM notes that a person entered a stage, and why where there is a reason. */
  stage(person: Person, stage: string, at: Instant, reason?: string): void {
    if (!this.happened(at)) return
    person.row.stageDates = [
      ...(person.row.stageDates ?? []),
      { stage, occurredAt: at, source: 'CRM stage date', reason },
    ]
    person.row.reportedStage = stage
    if (reason) person.row.attributes = { ...person.row.attributes, 'Status reason': reason }
  }
}

interface About {
  campaign?: Campaign | undefined
  channel?: string | undefined
  subject?: string | undefined
  machine?: boolean
}
