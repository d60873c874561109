import type { Tx } from '#platform/db/index.ts'
import { nextId } from '#platform/kernel/ids.ts'
import { accountNameNorm, companyDomain } from '../accounts/index.ts'
import { emailDomain, emailNorm, nameNorm } from '../people/index.ts'
import { accountNamed, dealNamed, learnAccountNames, learnDealNames, noteAccountName } from './names.ts'
import {
  type ExternalIdRow,
  insertExternalIds,
  insertRecords,
  type RecordTable,
  type State,
} from './records-store.ts'
import { groupBy } from './rules/group.ts'
import { isPlain } from './rules/plain-lists.ts'
import type { RecordRow, Reference } from './rules/rows.ts'
import { columnSpace, keySpace, SEVERAL, type WriteSession } from './write-session.ts'

type Referred = 'seller' | 'account' | 'person' | 'campaign' | 'opportunity'

/** A reference that a row wants looked up; `id` is known after `settle`. */
export interface Wanted extends Reference {
  kind: Referred
  system: string
  id?: string | undefined
}

/** References of a batch, gathered so that each kind is looked up once. */
export class Resolver {
  private readonly session: WriteSession
  private readonly wanted = new Map<string, Wanted>()
  private readonly created: Partial<Record<RecordTable, (State & { id: string })[]>> = {}
  private readonly externalIds: ExternalIdRow[] = []

  constructor(session: WriteSession) {
    this.session = session
  }

  systemOf(row: RecordRow): string {
    return this.session.scopeOf(row.system)
  }

  /** Asks for a reference to be looked up; equal ones are looked up once. */
  want(kind: Referred, reference: Reference | undefined, row: RecordRow): Wanted | undefined {
    if (!reference) return undefined
    const system = this.systemOf(row)
    const { key = '', email = '', domain = '', name = '', accountName = '' } = reference
    const title = `${kind}|${system}|${key}|${email}|${domain}|${name}|${accountName}`
    const known = this.wanted.get(title)
    if (known) return known
    const wanted: Wanted = { ...reference, kind, system }
    this.wanted.set(title, wanted)
    return wanted
  }

  /** Looks everything up that was wanted, and creates what has a name but no record yet. */
  async settle(tx: Tx): Promise<void> {
    const all = [...this.wanted.values()]
    await this.learn(tx, all)
    for (const wanted of all) {
      wanted.id = this.find(wanted.kind, wanted, wanted.system)
      if (wanted.id !== undefined) continue
      this.create(wanted)
      wanted.id = this.find(wanted.kind, wanted, wanted.system)
    }
    await this.flush(tx)
    this.wanted.clear()
  }

  private async learn(tx: Tx, wanted: readonly Wanted[]): Promise<void> {
    const keys = groupBy(
      wanted.filter(({ key }) => key),
      ({ kind, system }) => `${kind}|${system}`,
    )
    for (const group of keys.values()) {
      await this.session.learnReferred(
        tx,
        group[0]!.system,
        group[0]!.kind,
        group.map(({ key }) => key!),
      )
    }
    const learn = async (
      kind: Referred,
      column: string,
      value: (reference: Reference) => string | undefined,
    ) => {
      const values = wanted.flatMap((reference) => (reference.kind === kind ? (value(reference) ?? []) : []))
      if (values.length) await this.session.learnColumn(tx, kind, column, values)
    }
    await learn('person', 'email_norm', ({ email }) => emailNorm(email))
    await learn('account', 'domain', ({ domain }) => this.domain(domain))
    await learn('seller', 'email_norm', ({ email }) => emailNorm(email))
    await learn('seller', 'name_norm', ({ name }) => name && nameNorm(name))
    await learn('campaign', 'name_norm', ({ name }) => name && nameNorm(name))
    const named = (kind: Referred) => wanted.filter((reference) => reference.kind === kind)
    const deals = named('opportunity')
    await learnAccountNames(tx, this.session, [
      ...named('account').flatMap(({ name }) => name ?? []),
      ...deals.flatMap(({ accountName }) => accountName ?? []),
    ])
    await learnDealNames(
      tx,
      this.session,
      deals.flatMap(({ name }) => name ?? []),
    )
  }

  private domain(text: string | undefined): string | undefined {
    return companyDomain(text, this.session.freeMail)
  }

  /** The record a reference means, as far as known. */
  find(kind: Referred, reference: Reference | undefined, system: string): string | undefined {
    if (!reference) return undefined
    const { session } = this
    if (isPlain(system)) return this.findInLists(kind, reference, system)
    const byKey = reference.key && session.recallReferred(system, kind, reference.key)
    return byKey || this.findByName(kind, reference)
  }

  /** What a plain list calls another record: an address or domain says more than an id, and an id of an earlier list only tells without a name. */
  private findInLists(kind: Referred, reference: Reference, system: string): string | undefined {
    const { key, name, ...sure } = reference
    const named = this.findByName(kind, sure)
    if (named || !key) return named ?? this.findByName(kind, reference)
    const byKey = this.session.recallReferred(system, kind, key) ?? this.findByName(kind, reference)
    if (byKey || name || sure.email || sure.domain) return byKey
    return this.session.recallEarlier(kind, key)
  }

  private findByName(kind: Referred, reference: Reference): string | undefined {
    const { session } = this
    const by = (column: string, value: string | undefined) =>
      value ? session.recall(columnSpace(kind, column), value) : undefined
    if (kind === 'person') return by('email_norm', emailNorm(reference.email))
    if (kind === 'opportunity') return this.deal(reference) || undefined
    if (kind === 'seller')
      return (
        by('email_norm', emailNorm(reference.email)) ??
        by('name_norm', reference.name && nameNorm(reference.name))
      )
    if (kind === 'campaign') return by('name_norm', reference.name && nameNorm(reference.name))
    return by('domain', this.domain(reference.domain)) ?? accountNamed(session, reference.name)
  }

  private deal({ name, accountName }: Reference): string | undefined {
    return dealNamed(this.session, name, accountNamed(this.session, accountName))
  }

  /** Whether a reference found no deal because several have its name. */
  meansSeveral(reference: Reference): boolean {
    return this.deal(reference) === SEVERAL
  }

  findFor(kind: Referred, reference: Reference | undefined, row: RecordRow): string | undefined {
    return this.find(kind, reference, this.systemOf(row))
  }

  /** A record known by nothing but the reference. People need an e-mail address, the others a name. */
  private create(reference: Wanted): void {
    const { kind, system, key, email, name } = reference
    const id = nextId(this.session.options.now)
    const state = this.stub(reference)
    if (!state) return
    const created = this.created[kind] ?? []
    created.push({ id, ...state })
    this.created[kind] = created
    if (key) {
      this.externalIds.push({ system, kind, external_id: key, record_id: id })
      this.session.remember(keySpace(system, kind), key, id)
    }
    const remember = (column: string, value: unknown) => {
      if (typeof value === 'string' && value) this.session.remember(columnSpace(kind, column), value, id)
    }
    if (email) remember('email_norm', state.email_norm)
    if (name || kind === 'seller') remember('name_norm', state.name_norm)
    remember('domain', state.domain)
    if (kind === 'account' && name) noteAccountName(this.session, name, id)
  }

  private stub({ kind, email, domain, name }: Reference & { kind: Referred }): State | undefined {
    const now = this.session.options.now
    const norm = emailNorm(email)
    if (kind === 'person')
      return norm
        ? { email, email_norm: norm, account_id: this.accountByMail(norm), attributes: {}, occurred_at: now }
        : undefined
    if (kind === 'seller') {
      const shown = name ?? email
      return shown ? { name: shown, name_norm: nameNorm(shown), email, email_norm: norm } : undefined
    }
    if (kind === 'campaign') return name ? { name, name_norm: nameNorm(name), attributes: {} } : undefined
    if (kind !== 'account') return undefined
    const company = this.domain(domain)
    const shown = name ?? company
    return shown
      ? { name: shown, name_norm: accountNameNorm(shown), domain: company, attributes: {}, occurred_at: now }
      : undefined
  }

  /** The account whose domain an address has, when it is known already. */
  accountByMail(email: string | undefined): string | undefined {
    const domain = this.domain(emailDomain(email))
    return domain ? this.session.recall(columnSpace('account', 'domain'), domain) : undefined
  }

  async learnMailAccounts(tx: Tx, emails: readonly (string | undefined)[]): Promise<void> {
    const domains = emails.flatMap((email) => this.domain(emailDomain(email)) ?? [])
    await this.session.learnColumn(tx, 'account', 'domain', domains)
  }

  private async flush(tx: Tx): Promise<void> {
    const { workspaceId, options } = this.session
    if (!options.isDryRun) {
      for (const [kind, states] of Object.entries(this.created) as [
        RecordTable,
        (State & { id: string })[],
      ][]) {
        await insertRecords(tx, workspaceId, kind, states, options.now, options.importId)
      }
      await insertExternalIds(tx, workspaceId, this.externalIds, options.now, options.importId)
    }
    for (const kind of Object.keys(this.created) as RecordTable[]) delete this.created[kind]
    this.externalIds.length = 0
  }
}
