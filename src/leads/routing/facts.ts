import { accountFacts, personFacts } from '#leads/lifecycle/rules/evidence.ts'
import type { Tx } from '#platform/db/index.ts'
import {
  accountNameNorm,
  companyDomain,
  type FreeMailOverrides,
  freeMailCorrections,
  phoneNorm,
} from '#records/accounts/index.ts'
import {
  type AccountRow,
  accountsLike,
  type LeadRow,
  leadRows,
  type OpenOpportunity,
  openOpportunities,
} from './facts-store.ts'
import { accountOf, type CompanyTraits, companyFields } from './rules/account-match.ts'
import type { LeadToRoute } from './rules/decide.ts'

/**
 * People as routing sees them, with the account they belong to or are matched to and its open opportunities, in a fixed number of
 * statements. People who are not there, or were merged, are left out.
 */
export async function leadsToRoute(
  tx: Tx,
  workspaceId: string,
  personIds: readonly string[],
): Promise<Map<string, LeadToRoute>> {
  const rows = await leadRows(tx, workspaceId, personIds)
  const matched = await matchAccounts(tx, workspaceId, rows)
  const accountIds = matched.flatMap(({ row }) => row.accountId ?? [])
  const opportunities = await openOpportunities(tx, workspaceId, personIds, [...new Set(accountIds)])
  return new Map(
    matched.map(({ row, company, evidence }) => [row.id, leadOf(row, company, evidence, opportunities)]),
  )
}

interface Matched {
  row: LeadRow
  company: CompanyTraits
  evidence: string[]
}

async function matchAccounts(tx: Tx, workspaceId: string, rows: readonly LeadRow[]): Promise<Matched[]> {
  const corrections = await freeMailCorrections(tx, workspaceId)
  const companies = rows.map((row) => ({ row, company: companyOf(row, corrections) }))
  const homeless = companies.filter(({ row }) => row.accountId === null)
  const candidates = await accountsLike(
    tx,
    workspaceId,
    homeless.flatMap(({ company }) => company.domain ?? []),
    homeless.flatMap(({ company }) => (company.companyName ? [accountNameNorm(company.companyName)] : [])),
  )
  const traits = candidates.map((row) => ({
    id: row.id,
    name: row.accountName!,
    nameNorm: row.nameNorm,
    domain: row.accountDomain,
    phone: row.phone ? phoneNorm(row.phone, row.accountCountry) : null,
    postcode: row.postcode,
  }))
  return companies.map(({ row, company }) => {
    if (row.accountId !== null) {
      return { row, company, evidence: [`Belongs to the account ${row.accountName}.`.replace(/\.\.$/, '.')] }
    }
    const found = accountOf(company, traits)
    const account = candidates.find((one) => one.id === found?.id)
    return account && found
      ? { row: joined(row, account), company, evidence: [found.evidence] }
      : { row, company, evidence: [] }
  })
}

function companyOf(row: LeadRow, corrections: FreeMailOverrides): CompanyTraits {
  const { companyName, postcode } = companyFields(row.attributes)
  return {
    domain: (row.email ? companyDomain(row.email, corrections) : undefined) ?? null,
    companyName,
    phone: row.phone ? phoneNorm(row.phone, row.country) : null,
    postcode,
  }
}

function joined(
  row: LeadRow,
  { id, nameNorm: _, phone: __, postcode: ___, ...account }: AccountRow,
): LeadRow {
  return { ...row, ...account, accountId: id }
}

function leadOf(
  row: LeadRow,
  company: CompanyTraits,
  evidence: string[],
  opportunities: readonly OpenOpportunity[],
): LeadToRoute {
  const naming = opportunities.filter(({ personId }) => personId === row.id)
  const known = new Set(naming.map(({ id }) => id))
  const around = opportunities.filter(
    ({ id, personId, accountId }) =>
      personId === null && row.accountId !== null && accountId === row.accountId && !known.has(id),
  )
  return {
    personId: row.id,
    personName: row.name,
    cycle: row.cycle,
    facts: { fit: row.fit, engagement: row.engagement, person: personFacts(row), account: accountFacts(row) },
    account:
      row.accountId === null
        ? null
        : {
            id: row.accountId,
            name: row.accountName!,
            domain: row.accountDomain,
            sellerId: row.accountSellerId,
          },
    companyDomain: company.domain,
    evidence,
    opportunities: [...naming, ...around].map(({ id, name, sellerId }) => ({ id, name, sellerId })),
    handRaise: row.handRaiseAt !== null,
  }
}
