import type { Tx } from '#platform/db/index.ts'
import type { Instant } from '#platform/kernel/instant.ts'
import type { FreeMailOverrides } from '../accounts/index.ts'
import { findByColumn, findByExternalId, type RecordTable } from './records-store.ts'

export interface WriteOptions {
  importId: string | null
  /** system of rows that name none */
  source: string
  now: Instant
  /** count only, write nothing */
  isDryRun?: boolean
}

const MOST_REMEMBERED = 400_000
const MOST_PEOPLE = 2_000

/**
 * What one import has learnt about which names mean which records. What a transaction adds is kept only after `commit()`, since
 * it may be rolled back and run again.
 */
export class WriteSession {
  readonly workspaceId: string
  readonly options: WriteOptions
  freeMail: FreeMailOverrides | undefined
  /** people whose records or touches were written */
  private readonly people = new Set<string>()
  /** costs of ad reports that repeat a campaign and day, summed over the import */
  private readonly costs = new Map<string, number>()
  /** how often a deal without id was seen, so that equal rows stay apart */
  private readonly ordinals = new Map<string, number>()
  private pendingCosts = new Map<string, number>()
  private pendingOrdinals = new Map<string, number>()
  private known = new Map<string, string | null>()
  private pending = new Map<string, string | null>()

  constructor(workspaceId: string, options: WriteOptions) {
    this.workspaceId = workspaceId
    this.options = options
  }

  /** Begins a transaction: forgets what one that failed has added. */
  begin(): void {
    this.pending = new Map()
    this.pendingCosts = new Map()
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
      this.known = new Map()
    for (const [name, id] of this.pending) this.known.set(name, id)
    for (const [key, sum] of this.pendingCosts) this.costs.set(key, sum)
    for (const [digest, times] of this.pendingOrdinals) this.ordinals.set(digest, times)
    this.begin()
  }

  /** Remembers who an import was about. */
  notePerson(id: string): void {
    if (this.people.size <= MOST_PEOPLE) this.people.add(id)
  }

  /** The people written so far, or `all` when they are too many to name. */
  get affected(): string[] | 'all' {
    return this.people.size > MOST_PEOPLE ? 'all' : [...this.people]
  }

  recall(name: string): string | null | undefined {
    return this.pending.get(name) ?? this.known.get(name)
  }

  remember(name: string, id: string): void {
    this.pending.set(name, id)
  }

  /** Looks names up that are not remembered yet: by external id. */
  async learnKeys(tx: Tx, system: string, kind: RecordTable, keys: Iterable<string>): Promise<void> {
    const missing = [...new Set(keys)].filter((key) => this.recall(keyName(system, kind, key)) === undefined)
    for (const row of await findByExternalId(tx, this.workspaceId, system, kind, missing)) {
      this.remember(keyName(system, kind, row.external_id), row.record_id)
    }
  }

  /** The same by a normalised column; a value that names several records is remembered as ambiguous (its first). */
  async learnColumn(tx: Tx, kind: RecordTable, column: string, values: Iterable<string>): Promise<void> {
    const missing = [...new Set(values)].filter(
      (value) => this.recall(columnName(kind, column, value)) === undefined,
    )
    const rows = await findByColumn(tx, this.workspaceId, kind, column, missing)
    for (const row of rows) {
      const name = columnName(kind, column, row.value)
      if (this.recall(name) === undefined) this.remember(name, row.id)
    }
  }
}

/** Name under which a session remembers an external id. */
export const keyName = (system: string, kind: RecordTable, key: string): string => `${kind}#${system}#${key}`

/** Name under which a session remembers a normalised value. */
export const columnName = (kind: RecordTable, column: string, value: string): string =>
  `${kind}.${column}=${value}`
