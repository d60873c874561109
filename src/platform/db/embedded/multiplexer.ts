import type { Engine } from './engine.ts'
import {
  greeting,
  type Request,
  RequestReader,
  refusal,
  simpleQuery,
  statusOf,
  type TransactionStatus,
} from './wire.ts'

export interface Timeouts {
  /** how long a client may leave its transaction untouched while others wait */
  idleInTransactionMs: number
  /** how long a client waits for its turn before it is told to come back later */
  turnMs: number
}

interface Client {
  id: number
  reader: RequestReader
  waiting: { request: Uint8Array; since: number }[]
  status: TransactionStatus
}

interface HeldAnswer {
  client: Client
  bytes: Uint8Array
  /** flush request that must be on disk before the answer leaves */
  needs: number
}

/**
 * Lets many clients share the engine, which is one session. A client that opens a transaction has the engine to itself
 * until the transaction ends; the others wait in the order in which they came.
 */
export class Multiplexer {
  #engine: Engine
  #send: (client: number, bytes: Uint8Array | null) => void
  #timeouts: Timeouts
  #clients = new Map<number, Client>()
  #queue: Client[] = []
  #holder: Client | undefined
  #held: HeldAnswer[] = []
  #holderSince = 0

  constructor(engine: Engine, send: (client: number, bytes: Uint8Array | null) => void, timeouts: Timeouts) {
    this.#engine = engine
    this.#send = send
    this.#timeouts = timeouts
  }

  /** Bytes of a client; `null` when it has gone. `work` follows when all that has arrived is taken. */
  receive(id: number, bytes: Uint8Array | null): void {
    if (bytes === null) this.#leave(id)
    else {
      const client = this.#client(id)
      for (const request of client.reader.push(bytes)) this.#take(client, request)
    }
  }

  /** To be called when a flush of the log has ended. */
  releaseDurable(): void {
    const durable = this.#engine.wal.durable
    let count = 0
    while (count < this.#held.length && this.#held[count]!.needs <= durable) count += 1
    for (const { client, bytes } of this.#held.splice(0, count)) this.#send(client.id, bytes)
  }

  /** Ends what is open and waits for nothing more. */
  stop(): void {
    if (this.#holder) this.#engine.run(simpleQuery('rollback'))
    this.#engine.wal.flushNow()
    this.releaseDurable()
  }

  #client(id: number): Client {
    const known = this.#clients.get(id)
    if (known) return known
    const client: Client = { id, reader: new RequestReader(), waiting: [], status: 'idle' }
    this.#clients.set(id, client)
    return client
  }

  #take(client: Client, request: Request): void {
    if (request.kind === 'startup') this.#send(client.id, greeting(client.id, this.#engine.serverVersion))
    else if (request.kind === 'terminate') this.#leave(client.id)
    else if (request.kind === 'refused')
      this.#send(client.id, refusal('0A000', request.reason, client.status))
    else {
      client.waiting.push({ request: request.bytes, since: performance.now() })
      if (client !== this.#holder && client.waiting.length === 1) this.#queue.push(client)
    }
  }

  #leave(id: number): void {
    const client = this.#clients.get(id)
    if (!client) return
    this.#clients.delete(id)
    this.#queue = this.#queue.filter((other) => other !== client)
    this.#held = this.#held.filter((answer) => answer.client !== client)
    if (this.#holder !== client) return
    this.#engine.run(simpleQuery('rollback'))
    this.#holder = undefined
  }

  /** Answers everything that can be answered now. */
  work(): void {
    const { wal } = this.#engine
    for (let client = this.#next(); client; client = this.#next()) {
      wal.start()
      this.#answer(client, client.waiting.shift()!.request)
    }
    // Nobody else needs the engine: flush here. Otherwise beside it, for all who commit meanwhile.
    if (!this.#holder && wal.quick) wal.flushNow()
    // A write to a table may have flushed the log as well.
    this.releaseDurable()
    wal.start()
  }

  /** Whose turn it is: the one in a transaction, otherwise the one who waits longest. */
  #next(): Client | undefined {
    if (this.#holder) return this.#holder.waiting.length > 0 ? this.#holder : undefined
    if (this.#engine.checkpointDue) this.#engine.checkpoint()
    return this.#queue.shift()
  }

  #answer(client: Client, request: Uint8Array): void {
    const { wal } = this.#engine
    const requestedBefore = wal.requested
    const answer = this.#engine.run(request)
    const status = statusOf(answer)
    if (!status) throw new Error('The engine gave no complete answer')
    client.status = status
    const ended = client.status === 'idle'
    this.#holder = ended ? undefined : client
    this.#holderSince = performance.now()
    if (ended && client.waiting.length > 0) this.#queue.push(client)
    // Also in the middle of a transaction: `commit and chain` ends one and begins the next.
    const owed = wal.pending && (ended || wal.requested > requestedBefore)
    if (owed || this.#held.some((other) => other.client === client)) {
      this.#held.push({ client, bytes: answer, needs: wal.requested })
    } else this.#send(client.id, answer)
  }

  /** To be called now and then: ends what would make others wait for ever. */
  sweep(): void {
    const now = performance.now()
    const holder = this.#holder
    if (holder && this.#queue.length > 0 && now - this.#holderSince > this.#timeouts.idleInTransactionMs) {
      const reason =
        'The transaction was left untouched for too long while others waited, and was rolled back'
      this.#send(holder.id, refusal('25P03', reason, 'idle'))
      this.#send(holder.id, null)
      this.#leave(holder.id)
      this.work()
    }
    const late = this.#queue.filter((client) => now - client.waiting[0]!.since > this.#timeouts.turnMs)
    if (late.length === 0) return
    this.#queue = this.#queue.filter((client) => !late.includes(client))
    for (const client of late) {
      client.waiting.length = 0
      this.#send(client.id, refusal('53300', 'The embedded database is busy', 'idle'))
    }
  }
}
