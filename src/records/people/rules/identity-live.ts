import { comparedAddress } from '#platform/kernel/domain.ts'
import type { Instant } from '#platform/kernel/instant.ts'

/** What an identification was matched by. */
export const MATCHED_BY = ['user_id', 'email'] as const

/** A join of a visitor to a person that holds. */
export interface ActiveJoin {
  personId: string
  occurredAt: Instant
  bringsHistory: boolean
}

/**
 * Whose an event of a visitor is: the person of the latest join up to then; before all of them the one who was known first.
 * So a shared device gives each person what happened while it was theirs, and never both the same.
 *
 * @param joins those that hold, by `occurredAt`, then in the order they were made
 * @returns `null` while the visitor is anonymous
 * @example ownerAt([{ personId: 'a', occurredAt: 10, bringsHistory: true }], 5) // 'a'
 */
export function ownerAt(joins: readonly ActiveJoin[], at: Instant): string | null {
  return joinAt(joins, at)?.personId ?? null
}

/** The join by which an event of a visitor is somebody's, as in `ownerAt`. */
export function joinAt<Join extends ActiveJoin>(joins: readonly Join[], at: Instant): Join | undefined {
  return joins.findLast((join) => join.occurredAt <= at) ?? joins.find((join) => join.bringsHistory)
}

const LONGEST_MAIL = 254
const LONGEST_LOCAL_PART = 64
const LONGEST_ID = 255
const LONGEST_TEXT = 200
const UNSAFE = /[\p{Cc}\p{Cf}\p{Surrogate}]/u

/**
 * An e-mail address that somebody outside gave, in the form people are matched by. A plus-address is an address of its own, as
 * for everybody who uses one to tell senders apart.
 *
 * @returns `null` when nobody could be reached under it
 * @example claimedEmail(' Ann+News@ACME.com ') // 'ann+news@acme.com'
 */
export function claimedEmail(text: string | null): string | null {
  const address = text?.trim().toLowerCase() ?? ''
  if (address.length > LONGEST_MAIL || UNSAFE.test(address)) return null
  if (
    !/^[^\s@<>(),;:"\\[\]]+@(?:[\p{L}\p{N}](?:[\p{L}\p{N}-]*[\p{L}\p{N}])?\.)+[\p{L}\p{N}-]{2,}$/u.test(
      address,
    )
  )
    return null
  const local = address.slice(0, address.indexOf('@'))
  if (
    local.length > LONGEST_LOCAL_PART ||
    local.startsWith('.') ||
    local.endsWith('.') ||
    local.includes('..')
  )
    return null
  const compared = comparedAddress(address)
  return compared.length > LONGEST_MAIL ? null : compared
}

/** An id from outside that can be stored and looked up, else `null`. */
export function usableId(id: string | null): string | null {
  const text = id?.trim() ?? ''
  return text.length > 0 && text.length <= LONGEST_ID && !/[\0\p{Surrogate}]/u.test(text) ? text : null
}

export type Traits = Readonly<Record<string, string | number | boolean | null>>

/** Columns of a person that traits may fill. */
export const FILLABLE = ['first_name', 'last_name', 'job_title', 'phone', 'country'] as const
export type PersonFields = Partial<Record<(typeof FILLABLE)[number], string>>

const NAMES: Readonly<Record<(typeof FILLABLE)[number], readonly string[]>> = {
  first_name: ['firstname', 'givenname'],
  last_name: ['lastname', 'familyname', 'surname'],
  job_title: ['jobtitle', 'title', 'position'],
  phone: ['phone', 'phonenumber'],
  country: ['country', 'countrycode'],
}
const FIELD_OF = new Map(
  Object.entries(NAMES).flatMap(([field, names]) => names.map((name) => [name, field])),
)
const COMPANY = new Set(['company', 'companyname', 'organization', 'organisation'])
/** Never taken from anybody outside, however it is spelled. */
const OURS =
  /^(?:owner|seller|stage|lifecycle|score|fit|engagement|grade|account|person|workspace|merged|made|import|recorded|unsubscribed|suppressed|email|id$|__)/i

const squash = (name: string) => name.toLowerCase().replace(/[^a-z0-9]+/g, '')
const plain = (value: string) =>
  value
    .replace(/[\p{Cc}\p{Surrogate}]+/gu, ' ')
    .replace(/\s+/g, ' ')
    .trim()
    .slice(0, LONGEST_TEXT)

/** What traits say of a person: columns, the name of the company, and the rest under its own names. */
export interface ReadTraits {
  fields: PersonFields
  company: string | null
  /** address or domain of the company's site */
  companyDomain: string | null
  rest: Record<string, string | number | boolean>
}

/**
 * Reads the traits of an identification; what only we decide (owner, score, stage, ids) is left out.
 *
 * @example readTraits({ firstName: 'Ann', plan: 'pro', owner: 'me' }) // { fields: { first_name: 'Ann' }, company: null, companyDomain: null, rest: { plan: 'pro' } }
 */
export function readTraits(traits: Traits): ReadTraits {
  const read: ReadTraits = { fields: {}, company: null, companyDomain: null, rest: {} }
  for (const [name, value] of Object.entries(traits).slice(0, 60)) {
    if (value === null || OURS.test(name)) continue
    const said = typeof value === 'string' ? plain(value) : value
    if (said === '') continue
    const field = FIELD_OF.get(squash(name)) as keyof PersonFields | undefined
    if (field) read.fields[field] ??= String(said)
    else if (COMPANY.has(squash(name))) read.company ??= String(said)
    else if (squash(name) === 'companydomain') read.companyDomain ??= String(said)
    else if (squash(name) === 'name' && typeof said === 'string') splitName(said, read.fields)
    else if (plain(name) !== '') read.rest[plain(name).slice(0, 60)] = said
  }
  return read
}

function splitName(name: string, fields: PersonFields): void {
  const at = name.lastIndexOf(' ')
  if (at < 0) fields.last_name ??= name
  else {
    fields.first_name ??= name.slice(0, at)
    fields.last_name ??= name.slice(at + 1)
  }
}
