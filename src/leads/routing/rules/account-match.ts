import { type AccountTraits, accountNameNorm, matchAccounts } from '#records/accounts/rules/identity.ts'

/** What is known of a person's company without an account. */
export interface CompanyTraits {
  /** registrable domain of the address, never a free-mail one */
  domain: string | null
  companyName: string | null
  /** in international form */
  phone: string | null
  postcode: string | null
}

/** An account that could be the person's. */
export interface AccountCandidate extends AccountTraits {
  id: string
  name: string
}

/**
 * The account of someone who belongs to none yet: by exact domain, else by normalised name with phone or postcode.
 *
 * @returns the account with its evidence; `null` when nothing or more than one account fits
 */
export function accountOf(
  company: CompanyTraits,
  candidates: readonly AccountCandidate[],
): { id: string; evidence: string } | null {
  const byDomain = company.domain === null ? [] : candidates.filter(({ domain }) => domain === company.domain)
  if (byDomain.length > 0)
    return only(
      byDomain,
      `Address at ${company.domain}, the domain of ${byDomain[0]!.name}.`.replace(/\.\.$/, '.'),
    )
  if (company.companyName === null) return null
  const traits = {
    nameNorm: accountNameNorm(company.companyName),
    domain: company.domain,
    phone: company.phone,
    postcode: company.postcode,
  }
  const byName = candidates.flatMap((candidate) => {
    // The country alone says too little to give somebody else's customer away
    const match = matchAccounts(traits, { ...candidate, country: null })
    return match ? [{ candidate, evidence: match.evidence }] : []
  })
  return only(
    byName.map(({ candidate }) => candidate),
    byName[0] ? `${byName[0].candidate.name}: ${byName[0].evidence}` : '',
  )
}

function only(found: readonly AccountCandidate[], evidence: string) {
  return found.length === 1 ? { id: found[0]!.id, evidence } : null
}

const COMPANY = new Set([
  'company',
  'companyname',
  'organisation',
  'organization',
  'employer',
  'account',
  'accountname',
])
const POSTCODE = new Set(['postcode', 'postalcode', 'zip', 'zipcode', 'plz'])

/** The company's name and postcode among the further fields of a person, whatever the source calls them. */
export function companyFields(attributes: Readonly<Record<string, unknown>>): {
  companyName: string | null
  postcode: string | null
} {
  const among = (names: ReadonlySet<string>) => {
    for (const [name, value] of Object.entries(attributes)) {
      const plain = name.toLowerCase().replace(/[^a-z]+/g, '')
      if (names.has(plain) && value !== null && String(value).trim() !== '') return String(value).trim()
    }
    return null
  }
  return { companyName: among(COMPANY), postcode: among(POSTCODE) }
}
