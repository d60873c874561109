import { asciiDomain, comparedAddress } from '#platform/kernel/domain.ts'

/** Longer than any address that works. */
const LONGEST_ADDRESS = 320

/**
 * The form of an e-mail address by which people are told apart: trimmed, lower case, its domain in ASCII.
 *
 * @returns `undefined` when it is not one address
 * @example emailNorm(' Ann@Acme.COM ') // 'ann@acme.com'
 */
export function emailNorm(email: string | undefined): string | undefined {
  const address = email?.trim() ?? ''
  return address.length <= LONGEST_ADDRESS && /^[^\s@]+@[^\s@]+\.[^\s@]{2,}$/.test(address)
    ? comparedAddress(address)
    : undefined
}

/** The part after the at sign, in ASCII; `undefined` when there is none. */
export function emailDomain(email: string | undefined): string | undefined {
  const at = email?.lastIndexOf('@') ?? -1
  return at > 0 ? asciiDomain(email!.slice(at + 1)) : undefined
}

/** A name as people compare it: lower case, without accents and punctuation, single spaces. */
export function nameNorm(name: string): string {
  return name
    .normalize('NFKD')
    .replace(/\p{M}+/gu, '')
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]+/gu, ' ')
    .trim()
}

/** What a person is told apart by. */
export interface PersonTraits {
  emailNorm?: string | null
  nameNorm?: string | null
  accountId?: string | null
  phone?: string | null
}

/**
 * Why two people may be the same although no id or e-mail address says so; such pairs are shown, never merged alone.
 *
 * @returns a sentence, or `undefined` when nothing speaks for it
 */
export function doubtfulPeople(a: PersonTraits, b: PersonTraits): string | undefined {
  if (!a.nameNorm || a.nameNorm !== b.nameNorm) return undefined
  if (a.accountId && a.accountId === b.accountId)
    return 'Same name at the same account, different e-mail addresses.'
  if (a.phone && a.phone === b.phone) return 'Same name and phone, different e-mail addresses.'
  return undefined
}
