import type { Attributes } from '#platform/db/columns.ts'
import type { Instant } from '#platform/kernel/instant.ts'
import { phoneNorm } from '../accounts/index.ts'
import type { Sighting } from './live.ts'
import type { KnownPerson } from './live-store.ts'
import type { PersonFields, ReadTraits } from './rules/identity-live.ts'
import type { Told } from './tables.ts'

/** Attributes that claims may add to one person. */
const MOST_CLAIMS = 30
const CLAIM = 'claimed_'

/** What somebody claimed stands beside what is known, under names that no rule of the agreement takes for a fact. */
export const claims = (rest: ReadTraits['rest']): Attributes =>
  Object.fromEntries(
    Object.entries(rest)
      .slice(0, MOST_CLAIMS)
      .map(([name, value]) => [`${CLAIM}${name}`, value]),
  )

/** Columns as they are stored: country codes in capitals, phones in international form. */
export function tidy(fields: PersonFields): PersonFields {
  const country =
    fields.country && /^[a-z]{2}$/i.test(fields.country) ? fields.country.toUpperCase() : fields.country
  return {
    ...fields,
    ...(country ? { country } : {}),
    ...(fields.phone ? { phone: phoneNorm(fields.phone, country).slice(0, 40) } : {}),
  }
}

/** What is said at an instant, as it is remembered. */
export const toldAt = (said: Attributes, at: Instant): Told =>
  Object.fromEntries(Object.entries(said).map(([name, value]) => [name, { value, at }]))

/** What a person does not say yet and may: what is empty, and with proof what earlier events said and nobody changed since. */
export function news(person: KnownPerson, read: ReadTraits, { proven, occurredAt }: Sighting) {
  const mayChange = (name: string, kept: Attributes[string], value: Attributes[string]) => {
    const told = person.told[name]
    return proven && kept !== value && told?.value === kept && told.at <= occurredAt
  }
  const fields: Record<string, string> = {}
  for (const [name, value] of Object.entries(tidy(read.fields))) {
    const kept = person.fields[name as keyof PersonFields]
    if (kept === null || mayChange(name, kept, value)) fields[name] = value
  }
  const attributes: Attributes = {}
  let room = MOST_CLAIMS - Object.keys(person.attributes).filter((name) => name.startsWith(CLAIM)).length
  for (const [name, value] of Object.entries(proven ? read.rest : claims(read.rest))) {
    if (
      name in person.attributes ? !mayChange(name, person.attributes[name]!, value) : !proven && room-- <= 0
    )
      continue
    attributes[name] = value
  }
  return { fields, attributes }
}
