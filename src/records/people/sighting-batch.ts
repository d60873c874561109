import type { Attributes } from '#platform/db/columns.ts'
import { newId } from '#platform/kernel/ids.ts'
import type { Instant } from '#platform/kernel/instant.ts'
import { accountNameNorm, phoneNorm } from '../accounts/index.ts'
import type { NewlyJoined, Sighting } from './live.ts'
import type { JoinRow, KnownPerson, NewJoin, Writes } from './live-store.ts'
import { ownerAt, type PersonFields, type ReadTraits, readTraits } from './rules/identity-live.ts'

/** A sighting of which only what may be used is left. */
export type Read = Sighting

/** What is stored of everybody a batch names; grows while the batch is taken. */
export interface World {
  byUserId: Map<string, string>
  byEmail: Map<string, string>
  people: Map<string, KnownPerson>
  /** registrable domain → account */
  accounts: Map<string, string>
  domainOf(email: string): string | undefined
  /** by visitor, in the order in which they count */
  joins: Map<string, JoinRow[]>
}

/** Attributes that claims may add to one person. */
const MOST_CLAIMS = 30

/** Takes sightings one after the other and collects what is to be written. */
export class SightingBatch {
  readonly writes: Writes = { accounts: [], people: [], userIds: [], joins: [], fills: [], visitors: [] }
  readonly joined: NewlyJoined[] = []
  readonly changed = new Set<string>()
  /** visitors of whom something became known about a time that other events had been read of */
  readonly disordered = new Set<string>()
  private readonly pending = new Map<string, NewJoin>()
  private readonly world: World
  private readonly now: Instant

  constructor(world: World, now: Instant) {
    this.world = world
    this.now = now
  }

  /** The person a sighting names; null when it names nobody. */
  take(sighting: Read): string | null {
    const { userId, email } = sighting
    if (userId === null && email === null) return null
    const byUser = userId === null ? undefined : this.world.byUserId.get(userId)
    const byMail = email === null ? undefined : this.world.byEmail.get(email)
    const personId = byUser ?? byMail ?? (email === null ? null : this.create(sighting, email))
    if (personId === null) return null
    if (userId !== null && byUser === undefined) {
      this.world.byUserId.set(userId, personId)
      this.writes.userIds.push({ external_id: userId, record_id: personId })
    }
    const join = this.join(sighting, personId, byUser === undefined ? 'email' : 'user_id')
    const contradicts = byUser !== undefined && byMail !== undefined && byUser !== byMail
    if (!contradicts) this.fill(sighting, personId, join)
    return personId
  }

  private create(sighting: Read, email: string): string {
    const id = newId(this.now)
    const { company, ...read } = readTraits(sighting.traits)
    const fields = tidy(read.fields)
    const attributes = sighting.proven ? read.rest : claims(read.rest)
    const madeBy = sighting.proven ? 'proof' : 'claim'
    this.writes.people.push({
      id,
      email,
      email_norm: email,
      account_id: this.accountFor(sighting, email, company),
      made_by: madeBy,
      fields,
      attributes,
      at: sighting.occurredAt,
    })
    const blank = { first_name: null, last_name: null, job_title: null, phone: null, country: null }
    this.world.people.set(id, { id, email, madeBy, attributes, fields: { ...blank, ...fields } })
    this.world.byEmail.set(email, id)
    this.changed.add(id)
    return id
  }

  /** The account with the address's own domain, made when there is none; free mail says nothing about a company. */
  private accountFor(sighting: Read, email: string, company: string | null): string | null {
    const domain = this.world.domainOf(email)
    if (domain === undefined) return null
    const known = this.world.accounts.get(domain)
    if (known) return known
    const id = newId(this.now)
    const name = company ?? domain
    this.writes.accounts.push({ id, name, name_norm: accountNameNorm(name), domain, at: sighting.occurredAt })
    this.world.accounts.set(domain, id)
    return id
  }

  /** Remembers that the visitor is this person from now on; the join that says so already otherwise. */
  private join(sighting: Read, personId: string, matchedBy: 'user_id' | 'email'): JoinRow | null {
    const { anonymousId, occurredAt } = sighting
    if (anonymousId === null) return null
    const joins = this.world.joins.get(anonymousId) ?? []
    if (ownerAt(joins, occurredAt) === personId) return joins.findLast((join) => join.personId === personId)!
    const made: JoinRow = {
      id: this.nextId(),
      anonymousId,
      personId,
      occurredAt,
      bringsHistory: joins.length === 0,
    }
    const after = joins.findIndex((join) => join.occurredAt > occurredAt)
    if (after >= 0) this.disordered.add(anonymousId)
    const at = after < 0 ? joins.length : after
    this.world.joins.set(anonymousId, [...joins.slice(0, at), made, ...joins.slice(at)])
    const row: NewJoin = {
      id: made.id,
      anonymous_id: anonymousId,
      person_id: personId,
      matched_by: matchedBy,
      matched: (matchedBy === 'email' ? sighting.email : sighting.userId)!,
      proven: sighting.proven,
      message_id: sighting.messageId,
      shared_device: joins.length > 0,
      brings_history: made.bringsHistory,
      filled: { fields: {}, attributes: {} },
      at: occurredAt,
    }
    this.pending.set(row.id, row)
    this.writes.joins.push(row)
    if (made.bringsHistory) this.joined.push({ anonymousId, personId })
    this.seeVisitor(anonymousId)
    return made
  }

  private seeVisitor(anonymousId: string): void {
    const person_id = this.world.joins.get(anonymousId)!.at(-1)!.personId
    const row = this.writes.visitors.find((one) => one.anonymous_id === anonymousId)
    if (row) row.person_id = person_id
    else this.writes.visitors.push({ anonymous_id: anonymousId, person_id })
  }

  /** Proof fills what is empty on anybody, a claim only on people whom claims made. */
  private fill(sighting: Read, personId: string, join: JoinRow | null): void {
    const person = this.world.people.get(personId)
    if (!person || (!sighting.proven && person.madeBy !== 'claim')) return
    const { fields, attributes } = missing(person, readTraits(sighting.traits), sighting.proven)
    const email =
      sighting.proven && person.email === null && !this.taken(sighting.email, personId)
        ? sighting.email
        : null
    if (email === null && Object.keys(fields).length + Object.keys(attributes).length === 0) return
    Object.assign(person.fields, fields)
    Object.assign(person.attributes, attributes)
    person.email ??= email
    this.changed.add(personId)
    const made = join && this.pending.get(join.id)
    if (made) {
      Object.assign(made.filled.fields, fields)
      Object.assign(made.filled.attributes, attributes)
    }
    this.writes.fills.push({
      id: personId,
      email,
      fields,
      attributes,
      joinId: made ? null : (join?.id ?? null),
    })
  }

  private taken(email: string | null, personId: string): boolean {
    const owner = email === null ? undefined : this.world.byEmail.get(email)
    if (owner === undefined && email !== null) this.world.byEmail.set(email, personId)
    return owner !== undefined && owner !== personId
  }

  /** Ids of one batch sort in the order in which they were given. */
  private nextId(): string {
    const id = newId(this.now)
    const counter = this.writes.joins.length.toString(16).padStart(3, '0')
    return `${id.slice(0, 15)}${counter.slice(-3)}${id.slice(18)}`
  }
}

const CLAIM = 'claimed_'

/** What somebody claimed stands beside what is known, under names that no rule of the agreement takes for a fact. */
const claims = (rest: ReadTraits['rest']): Attributes =>
  Object.fromEntries(
    Object.entries(rest)
      .slice(0, MOST_CLAIMS)
      .map(([name, value]) => [`${CLAIM}${name}`, value]),
  )

function tidy(fields: PersonFields): PersonFields {
  const country =
    fields.country && /^[a-z]{2}$/i.test(fields.country) ? fields.country.toUpperCase() : fields.country
  return {
    ...fields,
    ...(country ? { country } : {}),
    ...(fields.phone ? { phone: phoneNorm(fields.phone, country).slice(0, 40) } : {}),
  }
}

function missing(person: KnownPerson, read: ReadTraits, proven: boolean) {
  const said = tidy(read.fields)
  const fields: Record<string, string> = {}
  for (const [name, value] of Object.entries(said))
    if (person.fields[name as keyof PersonFields] === null) fields[name] = value
  const attributes: Attributes = {}
  let room = MOST_CLAIMS - Object.keys(person.attributes).filter((name) => name.startsWith(CLAIM)).length
  for (const [name, value] of Object.entries(proven ? read.rest : claims(read.rest))) {
    if (name in person.attributes || (!proven && room-- <= 0)) continue
    attributes[name] = value
  }
  return { fields, attributes }
}
