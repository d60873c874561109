import { nameNorm } from '../../people/rules/identity.ts'

/** The system of files that are no export of a known CRM. */
export const SPREADSHEET = 'spreadsheet'

const DAY = 86_400_000

/** Whether ids of a system may be nothing but running numbers of a list. */
export function isPlain(system: string): boolean {
  return system === SPREADSHEET || system.startsWith(`${SPREADSHEET}:`)
}

/**
 * Where the ids of a plain file hold: in lists of the same name, since the running numbers of one list mean nothing in another.
 * Dates, numbers of exports and marks of copies do not make another list.
 *
 * @returns `spreadsheet:` with the bare name of the list
 * @example scopeOfList('Webinar contacts 2025-05-01 (2).csv') // 'spreadsheet:webinar contacts'
 */
export function scopeOfList(file: string): string {
  const words = nameNorm(file.replace(/\.[a-z]{2,4}$/i, '').replace(/\d+/g, ' ')).split(' ')
  return `${SPREADSHEET}:${words.filter((word) => word !== 'copy' && word !== 'kopie').join(' ')}`
}

/** Columns of a record that say whether an id of a plain list still names it. */
export interface NamedBy {
  email_norm?: unknown
  domain?: unknown
  name?: unknown
  name_norm?: unknown
  account_id?: unknown
  /** epoch milliseconds */
  occurred_at?: unknown
}

const differ = (a: unknown, b: unknown): boolean => Boolean(a && b && a !== b)
const agree = (a: unknown, b: unknown): boolean => Boolean(a && a === b)

/**
 * Whether a row is about another record than the one its id named before: another address; another name without the same domain,
 * address or account; for deals also another day of creation. Then the id is a running number that was given twice.
 *
 * @example contradicts('person', { email_norm: 'ann@acme.de' }, { email_norm: 'carl@zeta.com' }) // true
 */
export function contradicts(kind: string, known: NamedBy, given: NamedBy): boolean {
  if (kind === 'person') return differ(known.email_norm, given.email_norm)
  if (kind !== 'opportunity') {
    const same = agree(known.domain, given.domain) || agree(known.email_norm, given.email_norm)
    return !same && differ(known.name_norm, given.name_norm)
  }
  const created = [known.occurred_at, given.occurred_at].map(Number)
  if (known.occurred_at && given.occurred_at && Math.abs(created[0]! - created[1]!) > DAY) return true
  const renamed = differ(nameNorm(String(known.name)), nameNorm(String(given.name)))
  return renamed && !agree(known.account_id, given.account_id)
}
