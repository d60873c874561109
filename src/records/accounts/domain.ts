import { createRequire } from 'node:module'
import { parsePhoneNumberFromString } from 'libphonenumber-js/min'
import { getDomain } from 'tldts'
import { asciiDomain } from '#platform/kernel/domain.ts'

const FREE_MAIL: ReadonlySet<string> = new Set(
  createRequire(import.meta.url)('free-email-domains') as string[],
)

/** A workspace's own corrections to the list of free-mail domains: domain → whether it is free mail. */
export type FreeMailOverrides = ReadonlyMap<string, boolean>

/**
 * The registrable domain of an address, host or e-mail address (`shop.acme.co.uk` gives `acme.co.uk`), in ASCII.
 *
 * @returns `undefined` when it has none
 */
function registrableDomain(text: string | undefined): string | undefined {
  if (!text) return undefined
  const host = text.includes('@') && !text.includes('/') ? text.slice(text.lastIndexOf('@') + 1) : text
  const domain = getDomain(host.trim().toLowerCase(), { allowPrivateDomains: true })
  return domain === null ? undefined : asciiDomain(domain)
}

/** Whether anybody can have an address at this domain, so that it says nothing about a company. */
export function isFreeMail(domain: string, overrides: FreeMailOverrides = new Map()): boolean {
  return overrides.get(domain) ?? FREE_MAIL.has(domain)
}

/**
 * The domain that identifies a company: registrable and not free mail.
 *
 * @example companyDomain('https://www.acme.com/about') // 'acme.com'
 * @example companyDomain('ann@gmail.com') // undefined
 */
export function companyDomain(text: string | undefined, overrides?: FreeMailOverrides): string | undefined {
  const domain = registrableDomain(text)
  return domain && !isFreeMail(domain, overrides) ? domain : undefined
}

/**
 * A phone number in international form where it is one, else its digits.
 *
 * @param country ISO 3166-1 alpha-2, for numbers without a country code
 * @example phoneNorm('030 901820', 'DE') // '+4930901820'
 */
export function phoneNorm(phone: string, country?: string | null): string {
  const code = country && /^[A-Z]{2}$/.test(country) ? (country as 'DE') : undefined
  const parsed = parsePhoneNumberFromString(phone, code)
  return parsed?.isPossible() ? parsed.number : phone.replace(/[^\d+]+/g, '') || phone
}
