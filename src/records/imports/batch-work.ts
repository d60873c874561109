import { nextId } from '#platform/kernel/ids.ts'
import type { ChangeRow, ExternalIdRow, RecordTable, State } from './records-store.ts'
import { applyRow, gapsOnly, pick } from './rules/changes.ts'
import type { KindCounts } from './rules/counts.ts'

/** A deal that went to another stage. */
export interface Moved {
  id: string
  from: string
  to: string
  amountMinor: number | null
  occurredAt: number
}

/** The records of one batch while its rows are applied one after the other. */
export class BatchWork {
  readonly counts: KindCounts = { created: 0, updated: 0, unchanged: 0, refused: 0 }
  readonly externalIds: ExternalIdRow[] = []
  readonly moved: Moved[] = []
  private readonly kind: RecordTable
  private readonly now: number
  private readonly before: Map<string, State>
  private readonly states: Map<string, State>
  private readonly fresh = new Set<string>()
  private readonly changed = new Map<string, Set<string>>()
  /** records of before that a row said nothing new of */
  private readonly found = new Set<string>()
  private readonly keyed = new Map<string, Set<string>>()

  constructor(kind: RecordTable, states: Map<string, State>, now: number) {
    this.kind = kind
    this.now = now
    this.before = states
    this.states = new Map(states)
  }

  state(id: string): State | undefined {
    return this.states.get(id)
  }

  hasOtherKey(id: string, system: string): boolean {
    return this.keyed.get(id)?.has(system) ?? false
  }

  noteKey(id: string, system: string): void {
    const systems = this.keyed.get(id) ?? new Set()
    this.keyed.set(id, systems.add(system))
  }

  /**
   * Applies a row.
   *
   * @param isAgain an earlier row of the same import was about this record: what that one said stays, so that two rows which
   *   contradict each other give the same record however often the file is imported
   */
  take(
    matched: string | undefined,
    given: State,
    { closedAt, isAgain }: { closedAt?: number; isAgain: boolean },
  ): string {
    const state = matched ? this.states.get(matched) : undefined
    if (matched && !state) {
      this.counts.unchanged++
      return matched
    }
    if (matched && state)
      return this.change(matched, state, isAgain ? gapsOnly(state, given, this.now) : given, closedAt)
    const id = nextId(this.now)
    const blank = this.kind === 'seller' ? {} : { attributes: {} }
    const dated = this.kind === 'person' || this.kind === 'account' ? { occurred_at: this.now } : {}
    this.states.set(id, {
      ...blank,
      ...dated,
      ...Object.fromEntries(Object.entries(given).filter(([, value]) => value !== undefined)),
    })
    this.fresh.add(id)
    this.counts.created++
    return id
  }

  private change(id: string, state: State, given: State, closedAt: number | undefined): string {
    const { after, changed } = applyRow(state, given)
    if (changed.length === 0) {
      if (!this.fresh.has(id)) this.found.add(id)
      this.counts.unchanged++
      return id
    }
    this.states.set(id, after)
    if (!this.fresh.has(id)) {
      const columns = this.changed.get(id) ?? new Set()
      for (const column of changed) columns.add(column)
      this.changed.set(id, columns)
      if (this.kind === 'opportunity' && changed.includes('stage')) this.noteMove(id, state, after, closedAt)
    }
    this.counts.updated++
    return id
  }

  private noteMove(id: string, state: State, after: State, closedAt: number | undefined): void {
    const amountMinor = (after.amount_minor as number | null | undefined) ?? null
    this.moved.push({
      id,
      from: state.stage as string,
      to: after.stage as string,
      amountMinor,
      occurredAt: closedAt ?? this.now,
    })
  }

  created(): (State & { id: string })[] {
    return [...this.fresh].map((id) => ({ ...this.states.get(id)!, id }))
  }

  updated(): (State & { id: string })[] {
    return [...this.changed.keys()].map((id) => ({ ...this.states.get(id)!, id }))
  }

  unchanged(): string[] {
    return [...this.found].filter((id) => !this.changed.has(id))
  }

  changes(): ChangeRow[] {
    return [...this.changed].map(([id, columns]) => ({
      kind: this.kind,
      record_id: id,
      before: pick(this.before.get(id)!, [...columns]),
      after: pick(this.states.get(id)!, [...columns]),
    }))
  }
}
