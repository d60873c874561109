import { SITES, type SiteKind } from './sites.ts'

const BRANDS = new Map<string, SiteKind>()
const EXACT = new Map<string, SiteKind>()
const BELOW = new Map<string, SiteKind>()
const wordsIn = (list: string) => list.split(/\s+/).filter(Boolean)
for (const [key, { brands, names, exact }] of Object.entries(SITES)) {
  const kind = key as SiteKind
  for (const brand of wordsIn(brands)) BRANDS.set(brand, kind)
  for (const name of wordsIn(names)) EXACT.set(name, kind).set(`${name}.com`, kind)
  for (const word of wordsIn(exact))
    if (word.startsWith('.')) BELOW.set(word, kind)
    else EXACT.set(word, kind)
}

const LONGEST_HOST = 253
/** The name of a domain as a company registers it: `amazon` of amazon.de and amazon.co.uk, nothing of aws.amazon.com. */
const REGISTERED = /^([a-z0-9-]+)\.(?:[a-z]{2,3}|(?:co|com|org|net|ne|or)\.[a-z]{2})$/

/**
 * The kind of site that a source or referring host names, `undefined` for any other. A host counts by itself or by its registered
 * name; a word somewhere in it does not make mail.google.com a search engine.
 *
 * @param source UTM source (`google`) or host (`www.google.co.uk`), any case
 * @example siteKind('l.facebook.com') // 'social'
 * @example siteKind('docs.google.com') // undefined
 */
export function siteKind(source: string): SiteKind | undefined {
  if (source.length > LONGEST_HOST) return undefined
  const said = source.toLowerCase().trim().replace(/\s/g, '-')
  const host = said.replace(/^(?:www|m)\./, '')
  const registered = REGISTERED.exec(host)?.[1] ?? host
  const known = EXACT.get(said) ?? EXACT.get(host) ?? BRANDS.get(registered)
  return known ?? [...BELOW].find(([end]) => `.${host}`.endsWith(end))?.[1]
}
