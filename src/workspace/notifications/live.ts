import type { Database } from '#platform/db/index.ts'
import { newId } from '#platform/kernel/ids.ts'
import { type Instant, MINUTE, SECOND } from '#platform/kernel/instant.ts'
import { type Nudge, onNudge } from './nudge.ts'
import { writtenSince } from './store.ts'
import { hintsOf, liveKeys, liveMembers, openSessions, saveHint } from './stream-store.ts'

/** One open stream, as the hub sees it. */
export interface Listener {
  workspaceId: string
  userId: string
  /** what keeps it open: a session or a key */
  proof: { sessionId: string } | { secretHash: string }
  /** ids of notifications it was told already */
  told: Set<string>
  tell(message: LiveMessage): void
  beat(): void
  end(): void
}

export type Written = Awaited<ReturnType<typeof writtenSince>>[number]

/** What travels over a stream. */
export type LiveMessage =
  | { kind: 'hello'; unread: number }
  | { kind: 'notification'; notification: Written }
  | { kind: 'changed'; what: string }

/** Tells open streams of one process what happens, also in other processes. */
export interface Live {
  add(listener: Listener): void
  remove(listener: Listener): void
  /** open streams of a member */
  countOf(workspaceId: string, userId: string): number
  /** ends every stream, for the stop of the process */
  close(): void
}

const TICK_MS = SECOND
/** Every so many ticks the database is asked although this process has heard of nothing. */
const POLL_TICKS = 3
const BEAT_TICKS = 15
/** A transaction may be this long under way before what it wrote is seen. */
export const LATE_COMMIT_MS = 2 * MINUTE
/** After a nudge the commit follows within milliseconds, rarely later. */
const LOOKS_AFTER_MS = [40, 300]
const HINTS_AFTER_MS = [200, 1_200]
export const MOST_WRITTEN = 2_000

export function createLive(deps: { database: Database; clock: () => Instant }): Live {
  return new Hub(deps.database, deps.clock)
}

class Hub implements Live {
  #database: Database
  #clock: () => Instant
  #listeners = new Set<Listener>()
  #timers = new Set<NodeJS.Timeout>()
  #tick: NodeJS.Timeout | undefined
  #ticks = 0
  #looking = new Map<string, Promise<void>>()
  #hinting = new Set<string>()
  #hintsSeen = new Map<string, Instant>()
  #forget: () => void

  constructor(database: Database, clock: () => Instant) {
    this.#database = database
    this.#clock = clock
    this.#forget = onNudge((told) => this.#hear(told))
  }

  add(listener: Listener): void {
    this.#listeners.add(listener)
    this.#tick ??= setInterval(() => void this.#onTick(), TICK_MS).unref()
  }

  remove(listener: Listener): void {
    this.#listeners.delete(listener)
    if (this.#listeners.size > 0) return
    clearInterval(this.#tick)
    this.#tick = undefined
  }

  countOf(workspaceId: string, userId: string): number {
    return [...this.#listeners].filter((one) => one.userId === userId && one.workspaceId === workspaceId)
      .length
  }

  close(): void {
    this.#forget()
    clearInterval(this.#tick)
    for (const timer of this.#timers) clearTimeout(timer)
    for (const listener of [...this.#listeners]) listener.end()
  }

  #in(workspaceId: string): Listener[] {
    return [...this.#listeners].filter((one) => one.workspaceId === workspaceId)
  }

  #later(afterMs: number, work: () => void): void {
    const timer = setTimeout(() => {
      this.#timers.delete(timer)
      work()
    }, afterMs).unref()
    this.#timers.add(timer)
  }

  #hear({ workspaceId, what }: Nudge): void {
    if (what !== null) this.#hearHint(workspaceId, what)
    else if (this.#in(workspaceId).length > 0)
      for (const afterMs of LOOKS_AFTER_MS) this.#later(afterMs, () => void this.#look(workspaceId))
  }

  /** However often something changes, pages are told twice at most: soon, and once more for a commit that took long. */
  #hearHint(workspaceId: string, what: string): void {
    const name = `${workspaceId} ${what}`
    if (this.#hinting.has(name)) return
    this.#hinting.add(name)
    for (const afterMs of HINTS_AFTER_MS) this.#later(afterMs, () => this.#tellHint(workspaceId, what))
    this.#later(HINTS_AFTER_MS[0]!, () => this.#hinting.delete(name))
    if (this.#database.kind === 'postgres')
      this.#later(HINTS_AFTER_MS[1]!, () => void this.#passHintOn(workspaceId, what))
  }

  #tellHint(workspaceId: string, what: string): void {
    for (const listener of this.#in(workspaceId)) listener.tell({ kind: 'changed', what })
  }

  /** Writes it down for streams of other processes. */
  async #passHintOn(workspaceId: string, what: string): Promise<void> {
    const at = Date.now()
    this.#hintsSeen.set(`${workspaceId} ${what}`, at)
    await this.#database.workspace(workspaceId, (tx) => saveHint(tx, workspaceId, what, at)).catch(ignored)
  }

  async #onTick(): Promise<void> {
    this.#ticks += 1
    if (this.#ticks % BEAT_TICKS === 0) for (const listener of this.#listeners) listener.beat()
    await this.#endRevoked().catch(ignored)
    if (this.#ticks % POLL_TICKS !== 0) return
    for (const workspaceId of new Set([...this.#listeners].map((one) => one.workspaceId))) {
      await this.#look(workspaceId)
      if (this.#database.kind === 'postgres') await this.#lookForHints(workspaceId).catch(ignored)
    }
  }

  /** One look at a time for each workspace. */
  async #look(workspaceId: string): Promise<void> {
    const before = this.#looking.get(workspaceId)
    const look = (before ?? Promise.resolve()).then(() => this.#tellWritten(workspaceId)).catch(ignored)
    this.#looking.set(workspaceId, look)
    await look
    if (this.#looking.get(workspaceId) === look) this.#looking.delete(workspaceId)
  }

  async #tellWritten(workspaceId: string): Promise<void> {
    const listeners = this.#in(workspaceId)
    const userIds = [...new Set(listeners.map((one) => one.userId))]
    const rows = await this.#database.workspace(workspaceId, (tx) =>
      writtenSince(tx, workspaceId, userIds, newId(Date.now() - LATE_COMMIT_MS), MOST_WRITTEN),
    )
    const recent = new Set(rows.map((row) => row.id))
    for (const listener of listeners) {
      for (const row of rows) {
        if (row.userId !== listener.userId || listener.told.has(row.id)) continue
        listener.told.add(row.id)
        listener.tell({ kind: 'notification', notification: row })
      }
      for (const id of listener.told) if (!recent.has(id)) listener.told.delete(id)
    }
  }

  async #lookForHints(workspaceId: string): Promise<void> {
    const hints = await this.#database.workspace(workspaceId, (tx) => hintsOf(tx, workspaceId))
    for (const { what, at } of hints) {
      const name = `${workspaceId} ${what}`
      const seen = this.#hintsSeen.get(name)
      this.#hintsSeen.set(name, at)
      if (seen !== undefined && seen !== at) this.#tellHint(workspaceId, what)
    }
  }

  /** Ends the streams of sessions that ended, of members and keys that were revoked, and of those who look elsewhere now. */
  async #endRevoked(): Promise<void> {
    const listeners = [...this.#listeners]
    const sessionIds = listeners.flatMap(({ proof }) => ('sessionId' in proof ? [proof.sessionId] : []))
    const sessions = await this.#database.system((tx) => openSessions(tx, sessionIds, Date.now()))
    for (const workspaceId of new Set(listeners.map((one) => one.workspaceId))) {
      const here = listeners.filter((one) => one.workspaceId === workspaceId)
      const hashes = here.flatMap(({ proof }) => ('secretHash' in proof ? [proof.secretHash] : []))
      const { members, keys } = await this.#database.workspace(workspaceId, async (tx) => ({
        members: await liveMembers(
          tx,
          workspaceId,
          here.map((one) => one.userId),
        ),
        keys: hashes.length > 0 ? await liveKeys(tx, workspaceId, hashes, this.#clock()) : new Set(),
      }))
      for (const { proof, userId, end } of here) {
        const looksHere = (sessionId: string) =>
          sessions.has(sessionId) && (sessions.get(sessionId) ?? workspaceId) === workspaceId
        const open = 'sessionId' in proof ? looksHere(proof.sessionId) : keys.has(proof.secretHash)
        if (!open || !members.has(userId)) end()
      }
    }
  }
}

/** The database does not answer now; the next tick asks again. */
const ignored = () => {}
