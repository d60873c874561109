import type { Attributes } from '#platform/db/columns.ts'
import type { Instant } from '#platform/kernel/instant.ts'
import { accountNameNorm, companyDomain, matchAccounts, phoneNorm } from '#records/accounts/index.ts'
import type { RecordRow, Reference } from '#records/imports/index.ts'
import { joinedAttributes } from '#records/imports/rules/changes.ts'
import { emailDomain, emailNorm, nameNorm } from '#records/people/index.ts'
import type {
  AccountEntry,
  CampaignEntry,
  Collected,
  DealEntry,
  PersonEntry,
  Reach,
  SellerEntry,
} from './entries.ts'
import { Registry } from './registry.ts'
import { TouchColumns } from './touch-columns.ts'

type Row<Kind extends RecordRow['kind']> = Extract<RecordRow, { kind: Kind }>

const EARLIEST = Date.UTC(1990, 0, 1)

/** Reads rows one by one into memory, resolving who is who by the matching rules. */
export class Collector implements Collected {
  readonly sellers: SellerEntry[] = []
  readonly accounts: AccountEntry[] = []
  readonly people: PersonEntry[] = []
  readonly campaigns: CampaignEntry[] = []
  readonly deals: DealEntry[] = []
  readonly touches = new TouchColumns()
  readonly reach = new Map<RecordRow['kind'], Reach>()
  readonly impossibleDates = new Map<RecordRow['kind'], number>()
  rows = 0
  strangers = 0
  private readonly now: Instant
  private readonly keepAttribute: (name: string) => boolean
  private readonly known = {
    seller: new Registry(nameNorm),
    account: new Registry(accountNameNorm),
    person: new Registry(nameNorm),
    campaign: new Registry(nameNorm),
    deal: new Registry(nameNorm),
  }

  /** @param keepAttribute whether some rule of the agreement reads this field; all others but `unsubscribed` are dropped */
  constructor(now: Instant, keepAttribute: (name: string) => boolean) {
    this.now = now
    this.keepAttribute = keepAttribute
  }

  add(row: RecordRow): void {
    this.rows += 1
    const reach = this.reach.get(row.kind) ?? { records: 0, first: null, last: null }
    this.reach.set(row.kind, reach)
    reach.records += 1
    if ('occurredAt' in row) this.observe(row.kind, reach, row.occurredAt)
    if (row.kind === 'opportunity') this.observe(row.kind, reach, row.closedAt)
    const entered =
      row.kind === 'person' ? row.stageDates : row.kind === 'opportunity' ? row.stageChanges : undefined
    for (const { occurredAt } of entered ?? []) this.observe(row.kind, reach, occurredAt)
    this[row.kind](row as never)
  }

  private observe(kind: RecordRow['kind'], reach: Reach, at: Instant | undefined): void {
    if (at === undefined) return
    if (at > this.now || at < EARLIEST) {
      this.impossibleDates.set(kind, (this.impossibleDates.get(kind) ?? 0) + 1)
      return
    }
    reach.first = Math.min(reach.first ?? at, at)
    reach.last = Math.max(reach.last ?? at, at)
  }

  private seller(row: Row<'seller'>): void {
    const found = this.known.seller.find(row, row.system)
    if (found >= 0) this.sellers[found]!.team ??= row.team ?? null
    else
      this.known.seller.add(
        this.sellers.push({ name: row.name, team: row.team ?? null }) - 1,
        row,
        row.system,
      )
  }

  private account(row: Row<'account'>): void {
    const found = this.sameAccount(row)
    if (found >= 0) {
      this.known.account.add(found, row, row.system)
      const entry = this.accounts[found]!
      entry.domain ??= companyDomain(row.domain) ?? null
      entry.industry ??= row.industry ?? null
      entry.employees ??= row.employees ?? null
      if (entry.seller < 0) entry.seller = this.sellerOf(row.seller, row.system)
      return
    }
    const made = this.accounts.push({
      name: row.name,
      domain: companyDomain(row.domain) ?? null,
      industry: row.industry ?? null,
      employees: row.employees ?? null,
      annualRevenueMinor: row.annualRevenueMinor ?? null,
      currency: row.currency ?? null,
      country: row.country ?? null,
      region: row.region ?? null,
      phone: row.phone ? phoneNorm(row.phone, row.country) : null,
      postcode: row.postcode ?? null,
      seller: this.sellerOf(row.seller, row.system),
      attributes: this.kept(row.attributes),
    })
    this.known.account.add(made - 1, row, row.system)
  }

  /** Same id, same domain, or same name with a second piece of evidence. */
  private sameAccount(row: Row<'account'>): number {
    const byKey = this.known.account.find({ key: row.key }, row.system)
    if (byKey >= 0) return byKey
    const traits = {
      ...row,
      domain: companyDomain(row.domain),
      phone: row.phone && phoneNorm(row.phone, row.country),
      nameNorm: accountNameNorm(row.name),
    }
    for (const other of [
      this.known.account.find({ domain: row.domain }),
      this.known.account.named(row.name),
    ]) {
      const entry = this.accounts[other]
      if (!entry || !matchAccounts(traits, { ...entry, nameNorm: accountNameNorm(entry.name) })) continue
      if (!row.key || !this.known.account.hasKey(other, row.system)) return other
    }
    return -1
  }

  private person(row: Row<'person'>): void {
    const found = this.known.person.find({ key: row.key, email: row.email }, row.system)
    const entry = found >= 0 ? this.people[found]! : this.newPerson(row.email)
    const index = found >= 0 ? found : this.people.push(entry) - 1
    this.known.person.add(index, { key: row.key, email: row.email }, row.system)
    const name = [row.firstName, row.lastName].filter(Boolean).join(' ')
    if (name) entry.name = name
    entry.jobTitle ??= row.jobTitle ?? null
    entry.country ??= row.country ?? null
    entry.source ??= row.source ?? null
    entry.occurredAt ??= row.occurredAt ?? null
    if (entry.account < 0) entry.account = this.accountOf(row.account, row.system)
    if (entry.account < 0) entry.account = this.accountByMail(row.email)
    if (entry.seller < 0) entry.seller = this.sellerOf(row.seller, row.system)
    entry.reported.push(...(row.stageDates ?? []))
    entry.attributes = joinedAttributes(entry.attributes, this.kept(row.attributes))
  }

  private campaign(row: Row<'campaign'>): void {
    let index = this.known.campaign.find({ key: row.key, name: row.name }, row.system)
    if (index < 0) {
      index =
        this.campaigns.push({ name: row.name, channel: row.channel ?? null, costMinor: 0, currency: null }) -
        1
      this.known.campaign.add(index, row, row.system)
    }
    const entry = this.campaigns[index]!
    for (const cost of row.costs ?? []) {
      entry.currency ??= cost.currency
      if (cost.currency === entry.currency) entry.costMinor += cost.amountMinor
    }
  }

  private opportunity(row: Row<'opportunity'>): void {
    if (row.key && this.known.deal.find({ key: row.key }, row.system) >= 0) return
    const contacts = (row.contacts ?? [])
      .map((contact) => ({
        person: this.personOf(contact.person, row.system),
        isPrimary: contact.isPrimary ?? false,
      }))
      .filter(({ person }) => person >= 0)
    const made = this.deals.push({
      name: row.name,
      status: row.status,
      stage: row.stage,
      account: this.accountOf(row.account, row.system),
      seller: this.sellerOf(row.seller, row.system),
      amountMinor: row.amountMinor ?? null,
      currency: row.currency ?? null,
      product: row.product ?? null,
      origin: row.origin ?? null,
      lostReason: row.lostReason ?? null,
      createdAt: row.occurredAt ?? null,
      closedAt: row.closedAt ?? null,
      expectedCloseOn: row.expectedCloseOn ?? null,
      contacts,
      moves: (row.stageChanges ?? []).map(({ toStage, occurredAt }) => ({ stage: toStage, occurredAt })),
    })
    this.known.deal.add(made - 1, row, row.system)
  }

  private contact_role(row: Row<'contact_role'>): void {
    const deal = this.deals[this.known.deal.find(row.opportunity, row.system)]
    const person = this.personOf(row.person, row.system)
    if (!deal || person < 0) this.strangers += 1
    else if (!deal.contacts.some((contact) => contact.person === person))
      deal.contacts.push({ person, isPrimary: row.isPrimary ?? false })
  }

  private stage_change(row: Row<'stage_change'>): void {
    const deal = this.deals[this.known.deal.find(row.opportunity, row.system)]
    deal?.moves.push({ stage: row.toStage, occurredAt: row.occurredAt })
  }

  private touch(row: Row<'touch'>): void {
    const person = this.personOf(row.person, row.system)
    if (person < 0) {
      this.strangers += 1
      return
    }
    this.touches.add(person, this.campaignOf(row.campaign, row.system), row)
  }

  /** A person whom only a touch or a deal names becomes known by the address. */
  private personOf(reference: Reference, system: string | undefined): number {
    const found = this.known.person.find(reference, system)
    const email = emailNorm(reference.email)
    if (found >= 0 || email === undefined) return found
    const entry = this.newPerson(email)
    entry.account = this.accountByMail(email)
    const made = this.people.push(entry) - 1
    this.known.person.add(made, { email }, system)
    return made
  }

  /** Who gave no company belongs to the one whose domain the address has. */
  private accountByMail(email: string | undefined): number {
    return this.known.account.find({ domain: emailDomain(email) })
  }

  private newPerson(email: string | null | undefined): PersonEntry {
    return {
      name: email ?? 'Unnamed person',
      email: emailNorm(email ?? undefined) ?? null,
      jobTitle: null,
      country: null,
      source: null,
      account: -1,
      seller: -1,
      occurredAt: null,
      reported: [],
      attributes: {},
    }
  }

  private sellerOf(reference: Reference | undefined, system: string | undefined): number {
    const found = this.known.seller.find(reference, system)
    if (found >= 0 || !reference?.name) return found
    const made = this.sellers.push({ name: reference.name, team: null }) - 1
    this.known.seller.add(made, reference, system)
    return made
  }

  private accountOf(reference: Reference | undefined, system: string | undefined): number {
    const found = this.known.account.find(reference, system)
    if (found >= 0 || !reference?.name) return found
    const made = this.accounts.push({
      name: reference.name,
      domain: companyDomain(reference.domain) ?? null,
      industry: null,
      employees: null,
      annualRevenueMinor: null,
      currency: null,
      country: null,
      region: null,
      phone: null,
      postcode: null,
      seller: -1,
      attributes: {},
    })
    this.known.account.add(made - 1, reference, system)
    return made - 1
  }

  private campaignOf(reference: Reference | undefined, system: string | undefined): number {
    const found = this.known.campaign.find(reference, system)
    const name = reference?.name ?? reference?.key
    if (found >= 0 || !name) return found
    const made = this.campaigns.push({ name, channel: null, costMinor: 0, currency: null }) - 1
    this.known.campaign.add(made, reference!, system)
    return made
  }

  private kept(attributes: Attributes | undefined): Attributes {
    const kept = Object.entries(attributes ?? {}).filter(
      ([name]) => name === 'unsubscribed' || this.keepAttribute(name),
    )
    return Object.fromEntries(kept)
  }
}
