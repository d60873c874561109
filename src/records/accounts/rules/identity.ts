/** Legal forms and fillers that say nothing about who a company is. */
const FORMS = new Set(
  'inc incorporated corp corporation co company llc llp lp ltd limited plc gmbh mbh ag kg kgaa ohg gbr ug se ev sa sas sarl sasu srl spa snc bv nv vof ab as asa aps oy oyj kk kft zrt doo dd ood eood pty pvt pte private sdn bhd sl slu cv ltda eireli sro spol zoo spzoo holding holdings group gruppe the und and et y'.split(
    ' ',
  ),
)

/**
 * A company's name without legal form, accents, case and punctuation; two spellings of one company give the same text.
 *
 * @returns the bare name; the folded full name when nothing else would be left
 * @example accountNameNorm('ACME Corporation, Inc.') // 'acme'
 * @example accountNameNorm('Müller & Söhne GmbH & Co. KG') // 'muller sohne'
 */
export function accountNameNorm(name: string): string {
  const folded = name
    .normalize('NFKD')
    .replace(/\p{M}+/gu, '')
    .replace(/ß/g, 'ss')
    .toLowerCase()
    .replace(/\b(?:[a-z]\.){2,}/g, (dotted) => `${dotted.replaceAll('.', '')} `)
    .replace(/['’]/g, '')
    .replace(/[^\p{L}\p{N}]+/gu, ' ')
    .trim()
  const words = folded.split(' ')
  const bare = words.filter((word) => !FORMS.has(word))
  return bare.length > 0 ? bare.join(' ') : folded
}

/** What an account is told apart by; phone in international form, domain registrable and not free mail. */
export interface AccountTraits {
  nameNorm: string
  domain?: string | null
  phone?: string | null
  postcode?: string | null
  country?: string | null
}

/** The piece of evidence by which two accounts were found to be one. */
export interface AccountMatch {
  by: 'domain' | 'name'
  evidence: string
}

const same = (a: string | null | undefined, b: string | null | undefined): boolean =>
  Boolean(a && b && a === b)
const bare = (text: string | null | undefined): string =>
  (text ?? '').toLowerCase().replace(/[^a-z0-9]+/g, '')

/**
 * Whether two accounts are one: same registrable domain, or same bare name and a second piece of evidence (phone, postcode, or
 * country where neither has a domain that contradicts).
 *
 * @returns the evidence; `undefined` when there is not enough of it
 */
export function matchAccounts(a: AccountTraits, b: AccountTraits): AccountMatch | undefined {
  if (same(a.domain, b.domain)) return { by: 'domain', evidence: `Same domain ${a.domain}.` }
  if (a.nameNorm !== b.nameNorm || a.nameNorm === '') return undefined
  if (same(a.phone, b.phone)) return { by: 'name', evidence: `Same name and phone ${a.phone}.` }
  if (bare(a.postcode) !== '' && bare(a.postcode) === bare(b.postcode)) {
    return { by: 'name', evidence: `Same name and postcode ${a.postcode}.` }
  }
  const domainsDiffer = a.domain && b.domain && a.domain !== b.domain
  if (!domainsDiffer && same(a.country, b.country))
    return { by: 'name', evidence: `Same name and country ${a.country}.` }
  return undefined
}
