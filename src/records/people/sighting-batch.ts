import { newId, nextId } from '#platform/kernel/ids.ts'
import type { Instant } from '#platform/kernel/instant.ts'
import { readableAddress } from '#platform/mail/index.ts'
import { accountNameNorm } from '../accounts/index.ts'
import { claims, news, tidy, toldAt } from './filling.ts'
import type { NewlyJoined, Sighting } from './live.ts'
import type { JoinRow, KnownPerson, NewJoin, Writes } from './live-store.ts'
import { claimedEmail, joinAt, ownerAt, readTraits } from './rules/identity-live.ts'

/** A sighting of which only what may be used is left. */
export type Read = Sighting

/** What is stored of everybody a batch names; grows while the batch is taken. */
export interface World {
  byUserId: Map<string, string>
  byEmail: Map<string, string>
  people: Map<string, KnownPerson>
  /** registrable domain → account */
  accounts: Map<string, string>
  /** of an address or a site; undefined for free mail */
  domainOf(place: string): string | undefined
  /** by visitor, in the order in which they count */
  joins: Map<string, JoinRow[]>
}

type Evidence = Pick<NewJoin, 'matched_by' | 'matched'>

/** Takes sightings one after the other and collects what is to be written. */
export class SightingBatch {
  readonly writes: Writes = { accounts: [], people: [], userIds: [], joins: [], fills: [], visitors: [] }
  readonly joined: NewlyJoined[] = []
  readonly changed = new Set<string>()
  /** visitors who were somebody already: what was read of them since this event happened may be another's now */
  readonly shared = new Set<string>()
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
    const byUser = userId === null ? undefined : this.world.byUserId.get(userId)
    const byMail = email === null ? undefined : this.world.byEmail.get(email)
    const found = byUser ?? byMail ?? this.byPrevious(sighting)
    const address = email ?? claimedEmail(sighting.previousId)
    const personId = found ?? (address === null ? null : this.create(sighting, address))
    if (personId === null) return null
    const previous = this.previousVisitor(sighting)
    if (userId !== null && byUser === undefined) {
      this.world.byUserId.set(userId, personId)
      this.writes.userIds.push({ external_id: userId, record_id: personId })
    }
    const isByMail = byUser === undefined && (byMail !== undefined || found === undefined)
    const evidence: Evidence = isByMail
      ? { matched_by: 'email', matched: address! }
      : { matched_by: 'user_id', matched: userId! }
    if (previous !== null) this.join(sighting, previous, personId, evidence)
    const join = this.join(sighting, sighting.anonymousId, personId, evidence)
    if (email === null || !this.isOfAnother(email, personId)) this.fill(sighting, personId, join)
    return personId
  }

  /** Whom the previous id of an alias names. That a visitor is somebody must have been proven: a claim binds no user id. */
  private byPrevious({ previousId, occurredAt }: Read): string | undefined {
    if (previousId === null) return undefined
    const email = claimedEmail(previousId)
    const join = joinAt(this.world.joins.get(previousId) ?? [], occurredAt)
    return (
      this.world.byUserId.get(previousId) ??
      (email === null ? undefined : this.world.byEmail.get(email)) ??
      (join?.proven ? join.personId : undefined)
    )
  }

  /** A previous id that is no user id and no address is that of a visitor. It is never bound: a visitor's id is anybody's choice. */
  private previousVisitor({ previousId }: Read): string | null {
    const isNamed = this.world.byUserId.has(previousId ?? '') || claimedEmail(previousId) !== null
    return isNamed ? null : previousId
  }

  /** An address that is not the person's own: what is said with it stays off them, even where a user id is theirs. */
  private isOfAnother(email: string, personId: string): boolean {
    const owner = this.world.byEmail.get(email)
    const own = this.world.people.get(personId)?.email ?? null
    return owner === undefined ? own !== null : owner !== personId
  }

  private create(sighting: Read, email: string): string {
    const id = newId(this.now)
    const { company, ...read } = readTraits(sighting.traits)
    const fields = tidy(read.fields)
    const attributes = sighting.proven ? read.rest : claims(read.rest)
    const told = toldAt({ ...fields, ...attributes }, sighting.occurredAt)
    const madeBy = sighting.proven ? 'proof' : 'claim'
    const accountId = this.accountFor(sighting, email, company)
    this.writes.people.push({
      id,
      email: readableAddress(email),
      email_norm: email,
      account_id: accountId,
      made_by: madeBy,
      fields,
      attributes,
      told,
      at: sighting.occurredAt,
    })
    const blank = { first_name: null, last_name: null, job_title: null, phone: null, country: null }
    this.world.people.set(id, {
      ...{ id, email, madeBy, accountId },
      attributes: { ...attributes },
      told: { ...told },
      fields: { ...blank, ...fields },
    })
    this.world.byEmail.set(email, id)
    this.changed.add(id)
    return id
  }

  /** The account with the domain of an address or a site, made when there is none; free mail says nothing about a company. */
  private accountFor(sighting: Read, place: string | null, company: string | null): string | null {
    const domain = place === null ? undefined : this.world.domainOf(place)
    if (domain === undefined) return null
    const known = this.world.accounts.get(domain)
    if (known) return known
    const id = newId(this.now)
    const name = company ?? readableAddress(domain)
    this.writes.accounts.push({ id, name, name_norm: accountNameNorm(name), domain, at: sighting.occurredAt })
    this.world.accounts.set(domain, id)
    return id
  }

  /** Remembers that the visitor is this person from now on; the join that says so already otherwise. */
  private join(
    { occurredAt, proven, messageId }: Read,
    anonymousId: string | null,
    personId: string,
    evidence: Evidence,
  ): JoinRow | null {
    if (anonymousId === null) return null
    const joins = this.world.joins.get(anonymousId) ?? []
    if (ownerAt(joins, occurredAt) === personId) return joins.findLast((join) => join.personId === personId)!
    const made: JoinRow = {
      id: nextId(this.now),
      anonymousId,
      personId,
      occurredAt,
      bringsHistory: joins.length === 0,
      proven,
    }
    const after = joins.findIndex((join) => join.occurredAt > occurredAt)
    if (joins.length > 0) this.shared.add(anonymousId)
    const at = after < 0 ? joins.length : after
    this.world.joins.set(anonymousId, [...joins.slice(0, at), made, ...joins.slice(at)])
    const row: NewJoin = {
      id: made.id,
      anonymous_id: anonymousId,
      person_id: personId,
      ...evidence,
      proven,
      message_id: messageId,
      shared_device: joins.length > 0,
      brings_history: made.bringsHistory,
      filled: { fields: {}, attributes: {} },
      at: occurredAt,
    }
    this.pending.set(row.id, row)
    this.writes.joins.push(row)
    if (made.bringsHistory || after >= 0) this.joined.push({ anonymousId, personId })
    this.seeVisitor(anonymousId)
    return made
  }

  private seeVisitor(anonymousId: string): void {
    const person_id = this.world.joins.get(anonymousId)!.at(-1)!.personId
    const row = this.writes.visitors.find((one) => one.anonymous_id === anonymousId)
    if (row) row.person_id = person_id
    else this.writes.visitors.push({ anonymous_id: anonymousId, person_id })
  }

  /** Proof fills anybody and changes what events said before; a claim only fills what is empty on people whom claims made. */
  private fill(sighting: Read, personId: string, join: JoinRow | null): void {
    const person = this.world.people.get(personId)
    if (!person || (!sighting.proven && person.madeBy !== 'claim')) return
    const read = readTraits(sighting.traits)
    const { fields, attributes } = news(person, read, sighting)
    const accountId =
      sighting.proven && person.accountId === null
        ? this.accountFor(sighting, read.companyDomain, read.company)
        : null
    const email =
      sighting.proven && person.email === null && !this.taken(sighting.email, personId)
        ? sighting.email
        : null
    const isNothing = Object.keys(fields).length + Object.keys(attributes).length === 0
    if (email === null && accountId === null && isNothing) return
    const told = toldAt({ ...fields, ...attributes }, sighting.occurredAt)
    Object.assign(person.fields, fields)
    Object.assign(person.attributes, attributes)
    Object.assign(person.told, told)
    person.email ??= email
    person.accountId ??= accountId
    this.changed.add(personId)
    const made = join && this.pending.get(join.id)
    if (made) {
      Object.assign(made.filled.fields, fields, accountId === null ? {} : { account: accountId })
      Object.assign(made.filled.attributes, attributes)
    }
    this.writes.fills.push({
      id: personId,
      email,
      accountId,
      fields,
      attributes,
      told,
      joinId: made ? null : (join?.id ?? null),
    })
  }

  private taken(email: string | null, personId: string): boolean {
    const owner = email === null ? undefined : this.world.byEmail.get(email)
    if (owner === undefined && email !== null) this.world.byEmail.set(email, personId)
    return owner !== undefined && owner !== personId
  }
}
