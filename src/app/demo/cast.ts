import type { Instant } from '#platform/kernel/instant.ts'
import type { AccountRow, PersonRow, SellerRow } from '#records/imports/rules/rows.ts'
import type { Campaign } from './campaigns.ts'
import type { RandomCountry } from './countries.ts'
import type { Random } from './random.ts'
import { REGIONS, type Region } from './regions.ts'
import { OTHER_INDUSTRIES, ROOTS, TARGET_INDUSTRIES, TRADES } from './words/companies.ts'
import { type Culture, NAMES, plainLetters } from './words/names.ts'
import { type PersonRole, TITLES } from './words/titles.ts'

export const OWN_DOMAIN = 'tessaro.example'

export interface Seller {
  row: SellerRow & { key: string }
  region: Region
  closes: boolean
}

/** A made-up account with what only the story knows of it. */
export interface Account {
  row: AccountRow & { key: string; domain: string }
  region: Region
  country: RandomCountry
  /** the product suits it: right industry, right size */
  fits: boolean
  seller: Seller
}

/** A made-up person with what only the story knows of them. */
export interface Person {
  row: PersonRow & { key: string }
  role: PersonRole
  campaign: Campaign
  firstAt: Instant
  /** came back after being recycled; nobody does so twice */
  returned?: boolean
}

const mailName = (name: string) =>
  plainLetters(name)
    .toLowerCase()
    .replace(/[^a-z]+/g, '')

/** Everybody who sells: development representatives and executives of each region. */
export function sellers(): Seller[] {
  const all = REGIONS.flatMap((region) => [
    ...region.development.map((name) => ({ name, region, closes: false })),
    ...region.executives.map((name) => ({ name, region, closes: true })),
  ])
  return all.map(({ name, region, closes }, index) => {
    const [first, last] = name.split(' ') as [string, string]
    return {
      region,
      closes,
      row: {
        kind: 'seller',
        key: `U-${String(index + 1).padStart(2, '0')}`,
        name,
        team: region.name,
        manager: region.manager,
        email: `${mailName(first)}.${mailName(last)}@${OWN_DOMAIN}`,
        attributes: { role: closes ? 'Account executive' : 'Sales development' },
      },
    }
  })
}

/** A name no other account has, and the domain that follows from it. */
function companyName(random: Random, industry: string, country: RandomCountry, taken: Set<string>) {
  for (let attempt = 0; ; attempt++) {
    const words = [
      random.pick(ROOTS),
      ...(attempt > 6 ? [random.pick(ROOTS)] : []),
      random.pick(TRADES[industry]!),
    ]
    const domain = `${words.join('').toLowerCase()}.example`
    if (taken.has(domain)) continue
    taken.add(domain)
    return { name: [...words, random.pick(country.legalForms)].join(' ').trim(), domain }
  }
}

const roundTo = (value: number, step: number) => Math.max(step, Math.round(value / step) * step)

/** Makes the account with that number; `taken` remembers the domains already given away. */
export function makeAccount(
  random: Random,
  number: number,
  staff: readonly Seller[],
  taken: Set<string>,
): Account {
  const region = random.weighted(REGIONS.map((each) => [each, each.share] as const))
  const country = random.weighted(region.countries)
  const industry = random.chance(0.72) ? random.pick(TARGET_INDUSTRIES) : random.pick(OTHER_INDUSTRIES)
  const employees = Math.max(
    4,
    Math.round(random.skewed(TARGET_INDUSTRIES.includes(industry) ? 620 : 140, 1.25)),
  )
  const executives = staff.filter((seller) => seller.region === region && seller.closes)
  const seller = executives[number % executives.length]!
  const { name, domain } = companyName(random, industry, country, taken)
  return {
    region,
    country,
    seller,
    fits: TARGET_INDUSTRIES.includes(industry) && employees >= 100 && employees <= 8_000,
    row: {
      kind: 'account',
      key: `A-${String(number).padStart(5, '0')}`,
      name,
      domain,
      industry,
      employees,
      annualRevenueMinor: roundTo(employees * random.between(90_000, 260_000), 100_000) * 100,
      currency: 'USD',
      country: country.code,
      region: region.name,
      phone: `${country.dialCode} 555 ${random.int(100, 999)} ${random.int(1_000, 9_999)}`,
      postcode: String(random.int(10_000, 99_999)),
      seller: { key: seller.row.key, name: seller.row.name },
    },
  }
}

const ROLES_THAT_FIT = [
  ['decider', 26],
  ['user', 50],
  ['bystander', 20],
  ['outsider', 4],
] as const
const ROLES_ELSEWHERE = [
  ['decider', 18],
  ['user', 38],
  ['bystander', 28],
  ['outsider', 16],
] as const

/** First and last name, mostly of the account's country. */
function personName(random: Random, country: RandomCountry) {
  const everywhere = Object.keys(NAMES) as Culture[]
  const names = NAMES[random.chance(0.84) ? country.culture : random.pick(everywhere)]
  return { firstName: random.pick(names.first), lastName: random.pick(names.last) }
}

/** Makes a person of an account, first met through a campaign; `mailboxes` are those already taken there. */
export function makePerson(
  random: Random,
  number: number,
  account: Account,
  met: { campaign: Campaign; at: Instant },
  mailboxes: Set<string>,
): Person {
  const { firstName, lastName } = personName(random, account.country)
  const role = random.weighted(met.campaign.roles ?? (account.fits ? ROLES_THAT_FIT : ROLES_ELSEWHERE))
  let mailbox = `${mailName(firstName)}.${mailName(lastName)}`
  for (let again = 2; mailboxes.has(mailbox); again++)
    mailbox = `${mailName(firstName)}.${mailName(lastName)}${again}`
  mailboxes.add(mailbox)
  return {
    role,
    campaign: met.campaign,
    firstAt: met.at,
    row: {
      kind: 'person',
      key: `P-${String(number).padStart(6, '0')}`,
      email: `${mailbox}@${account.row.domain}`,
      firstName,
      lastName,
      jobTitle: random.pick(TITLES[role]),
      country: account.country.code,
      ...(random.chance(0.45)
        ? { phone: `${account.country.dialCode} 555 ${random.int(100, 999)} ${random.int(1_000, 9_999)}` }
        : {}),
      account: { key: account.row.key, domain: account.row.domain, name: account.row.name },
      seller: { key: account.seller.row.key, name: account.seller.row.name },
      source: met.campaign.channel,
      occurredAt: met.at,
    },
  }
}
