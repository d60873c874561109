/** What no host name contains, but an address of a page does. */
const NO_HOST = /[\s/\\?#@:%[\]]/

/**
 * A domain as mail servers and name servers write it: lower case, in ASCII, so that its two spellings are one. A text that cannot be
 * a domain stays as it is, in lower case.
 *
 * @example asciiDomain('Müller.test') // 'xn--mller-kva.test'
 */
export function asciiDomain(domain: string): string {
  const lower = domain.toLowerCase()
  if (/^\p{ASCII}*$/u.test(lower) || NO_HOST.test(lower)) return lower
  const address = `http://${lower}`
  return URL.canParse(address) ? new URL(address).hostname : lower
}

/**
 * The form of an e-mail address, or of the domain of one, by which it is compared: lower case, its domain in ASCII.
 *
 * @example comparedAddress('Jo@Müller.test') // 'jo@xn--mller-kva.test'
 */
export function comparedAddress(address: string): string {
  const at = address.lastIndexOf('@')
  return address.slice(0, at + 1).toLowerCase() + asciiDomain(address.slice(at + 1))
}

/**
 * What an address or a part of one may be stored as, for searching: as typed, and with its domain in ASCII.
 *
 * @example addressSpellings('müller') // ['müller', 'xn--mller-kva']
 */
export function addressSpellings(text: string): string[] {
  return [...new Set([text.toLowerCase(), comparedAddress(text)])]
}
