import type { Tx } from '#platform/db/index.ts'
import type { Instant } from '#platform/kernel/instant.ts'
import type { FreeMailOverrides } from '../accounts/index.ts'
import { findByColumn, findByExternalId, findInPlainLists, type RecordTable } from './records-store.ts'
import { groupBy } from './rules/group.ts'
import { isPlain, SPREADSHEET } from './rules/plain-lists.ts'

export interface WriteOptions {
  importId: string | null
  /** system of rows that name none */
  source: string
  now: Instant
  /** count only, write nothing */
  isDryRun?: boolean
}

const MOST_REMEMBERED = 250_000
const MOST_PEOPLE = 2_000
const MOST_DESCRIBED = 500_000

/**
 * What one import has learnt about which names mean which records. What a transaction adds is kept only after `commit()`, since
 * it may be rolled back and run again.
 */
export class WriteSession {
  readonly workspaceId: string
  readonly options: WriteOptions
  freeMail: FreeMailOverrides | undefined
  /** where the ids of the file being written hold, when it is a plain list */
  list: string | undefined
  /** the same of all plain lists of the import */
  lists: readonly string[] = []
  /** people whose records or touches were written */
  private readonly people = new Set<string>()
  /** costs of ad reports that repeat a campaign and day, summed over the import */
  private readonly costs = new Map<string, number>()
  /** how often a deal without id was seen, so that equal rows stay apart */
  private readonly ordinals = new Map<string, number>()
  /** records that a row of this import has described already */
  private readonly described = new Set<string>()
  private pendingDescribed = new Set<string>()
  private pendingCosts = new Map<string, number>()
  private pendingOrdinals = new Map<string, number>()
  private known = new Names()
  private pending = new Names()

  constructor(workspaceId: string, options: WriteOptions) {
    this.workspaceId = workspaceId
    this.options = options
  }

  /** Begins a transaction: forgets what one that failed has added. */
  begin(): void {
    this.pending = new Names()
    this.pendingCosts = new Map()
    this.pendingDescribed = new Set()
    this.pendingOrdinals = new Map()
  }

  /** How often this deal was seen, counting this time. */
  ordinal(digest: string): number {
    const times = (this.pendingOrdinals.get(digest) ?? this.ordinals.get(digest) ?? 0) + 1
    this.pendingOrdinals.set(digest, times)
    return times
  }

  /** The cost of a campaign on a day so far, with this one. */
  addCost(key: string, amountMinor: number): number {
    const sum = (this.pendingCosts.get(key) ?? this.costs.get(key) ?? 0) + amountMinor
    this.pendingCosts.set(key, sum)
    return sum
  }

  /** The transaction is durable. */
  commit(): void {
    if (this.known.size + this.pending.size > MOST_REMEMBERED && !this.options.isDryRun)
      this.known = new Names()
    this.known.takeOver(this.pending)
    for (const [key, sum] of this.pendingCosts) this.costs.set(key, sum)
    for (const id of this.pendingDescribed) if (this.described.size < MOST_DESCRIBED) this.described.add(id)
    for (const [digest, times] of this.pendingOrdinals) this.ordinals.set(digest, times)
    this.begin()
  }

  /** Whether an earlier row of this import described the record; such a row only fills what that one left open. */
  isDescribed(id: string): boolean {
    return this.pendingDescribed.has(id) || this.described.has(id)
  }

  noteDescribed(id: string): void {
    this.pendingDescribed.add(id)
  }

  /** Remembers who an import was about. */
  notePerson(id: string): void {
    if (this.people.size <= MOST_PEOPLE) this.people.add(id)
  }

  /** The people written so far, or `all` when they are too many to name. */
  get affected(): string[] | 'all' {
    return this.people.size > MOST_PEOPLE ? 'all' : [...this.people]
  }

  /** The record a name means. `space`: what kind of name it is, see `keySpace` and `columnSpace`. */
  recall(space: string, name: string): string | undefined {
    return this.pending.get(space, name) ?? this.known.get(space, name)
  }

  remember(space: string, name: string, id: string): void {
    this.pending.set(space, name, id)
  }

  /** The same for a name that only one record may have: given to a second one it means `SEVERAL`. */
  rememberOnly(space: string, name: string, id: string): void {
    const known = this.recall(space, name)
    this.remember(space, name, known === undefined || known === id ? id : SEVERAL)
  }

  /** Where the keys of a system hold. */
  scopeOf(system: string | undefined): string {
    const named = system ?? this.options.source
    return named === SPREADSHEET ? (this.list ?? SPREADSHEET) : named
  }

  /** The record that a reference names by id: one of the same system; of plain lists its own first, then the others of the import. */
  recallReferred(system: string, kind: RecordTable, key: string): string | undefined {
    const own = this.recall(keySpace(system, kind), key)
    if (own || !isPlain(system)) return own
    return onlyOne(this.lists.flatMap((list) => this.recall(keySpace(list, kind), key) ?? []))
  }

  /** The record that a reference names by id in a plain list of an earlier import. */
  recallEarlier(kind: RecordTable, key: string): string | undefined {
    return this.recall(keySpace(EARLIER, kind), key)
  }

  /** Looks up which records references name by id. */
  async learnReferred(tx: Tx, system: string, kind: RecordTable, keys: readonly string[]): Promise<void> {
    await this.learnKeys(tx, system, kind, keys)
    if (!isPlain(system)) return
    for (const list of this.lists) await this.learnKeys(tx, list, kind, keys)
    const missing = keys.filter(
      (key) => !this.recallReferred(system, kind, key) && !this.recallEarlier(kind, key),
    )
    const found = groupBy(
      await findInPlainLists(tx, this.workspaceId, kind, missing),
      ({ external_id }) => external_id,
    )
    for (const [key, rows] of found) {
      const only = onlyOne(rows.map(({ record_id }) => record_id))
      if (only) this.remember(keySpace(EARLIER, kind), key, only)
    }
  }

  /** Looks names up that are not remembered yet: by external id. */
  async learnKeys(tx: Tx, system: string, kind: RecordTable, keys: Iterable<string>): Promise<void> {
    const space = keySpace(system, kind)
    const missing = [...new Set(keys)].filter((key) => this.recall(space, key) === undefined)
    for (const row of await findByExternalId(tx, this.workspaceId, system, kind, missing)) {
      this.remember(space, row.external_id, row.record_id)
    }
  }

  /** The same by a normalised column; a value that several records have means the one known longest. */
  async learnColumn(tx: Tx, kind: RecordTable, column: string, values: Iterable<string>): Promise<void> {
    const space = columnSpace(kind, column)
    const missing = [...new Set(values)].filter((value) => this.recall(space, value) === undefined)
    for (const row of await findByColumn(tx, this.workspaceId, kind, column, missing)) {
      if (this.recall(space, row.value) === undefined) this.remember(space, row.value, row.id)
    }
  }
}

/** What a name means that several records have. */
export const SEVERAL = ''

/** Stands for the plain lists of earlier imports. */
const EARLIER = 'earlier'

function onlyOne(ids: readonly string[]): string | undefined {
  return new Set(ids).size === 1 ? ids[0] : undefined
}

/** Names of records by kind of name. */
class Names {
  size = 0
  private readonly spaces = new Map<string, Map<string, string>>()

  get(space: string, name: string): string | undefined {
    return this.spaces.get(space)?.get(name)
  }

  set(space: string, name: string, id: string): void {
    let names = this.spaces.get(space)
    if (!names) {
      names = new Map()
      this.spaces.set(space, names)
    }
    names.set(name, id)
    this.size++
  }

  takeOver(others: Names): void {
    for (const [space, names] of others.spaces) for (const [name, id] of names) this.set(space, name, id)
  }
}

/** External ids of one kind in one system. */
export const keySpace = (system: string, kind: RecordTable): string => `${kind}#${system}`

/** Values of a normalised column. */
export const columnSpace = (kind: RecordTable, column: string): string => `${kind}.${column}`
