import { accountNameNorm, companyDomain, phoneNorm } from '../accounts/index.ts'
import { emailNorm, nameNorm } from '../people/index.ts'
import type { State } from './records-store.ts'
import type { Resolver } from './resolve.ts'
import type { AccountRow, CampaignRow, OpportunityRow, PersonRow, SellerRow } from './rules/rows.ts'
import type { WriteSession } from './write-session.ts'

export type PartyRow = SellerRow | AccountRow | PersonRow | CampaignRow | OpportunityRow

/** Columns of a row; those it says nothing about are `undefined`. */
export function columnsOf(row: PartyRow, resolver: Resolver, session: WriteSession): State {
  const seller_id = 'seller' in row ? resolver.findFor('seller', row.seller, row) : undefined
  const attributes = row.attributes ?? {}
  switch (row.kind) {
    case 'seller':
      return {
        name: row.name,
        name_norm: nameNorm(row.name),
        email: row.email,
        email_norm: emailNorm(row.email),
        team: row.team,
        manager: row.manager,
      }
    case 'account':
      return {
        name: row.name,
        name_norm: accountNameNorm(row.name),
        domain: companyDomain(row.domain, session.freeMail),
        industry: row.industry,
        employees: row.employees,
        annual_revenue_minor: row.annualRevenueMinor,
        currency: row.currency,
        country: row.country,
        region: row.region,
        phone: row.phone && phoneNorm(row.phone, row.country),
        postcode: row.postcode,
        seller_id,
        parent_id: resolver.findFor('account', row.parent, row),
        attributes,
        occurred_at: row.occurredAt,
      }
    case 'person': {
      const email_norm = emailNorm(row.email)
      return {
        email: row.email,
        email_norm,
        first_name: row.firstName,
        last_name: row.lastName,
        job_title: row.jobTitle,
        phone: row.phone && phoneNorm(row.phone, row.country),
        country: row.country,
        account_id: resolver.findFor('account', row.account, row) ?? resolver.accountByMail(email_norm),
        seller_id,
        source: row.source,
        reported_stage: row.reportedStage,
        attributes,
        occurred_at: row.occurredAt,
      }
    }
    case 'campaign':
      return {
        name: row.name,
        name_norm: nameNorm(row.name),
        channel: row.channel,
        kind: row.campaignKind,
        starts_on: row.startsOn,
        ends_on: row.endsOn,
        attributes,
      }
    case 'opportunity':
      return {
        name: row.name,
        account_id: resolver.findFor('account', row.account, row),
        seller_id,
        status: row.status,
        stage: row.stage,
        amount_minor: row.amountMinor,
        currency: row.currency,
        product: row.product,
        origin: row.origin,
        lost_reason: row.lostReason,
        occurred_at: row.occurredAt,
        closed_at: row.status === 'open' ? null : row.closedAt,
        expected_close_on: row.status === 'open' ? row.expectedCloseOn : null,
        attributes,
      }
  }
}
