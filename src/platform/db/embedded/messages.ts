import type { Timeouts } from './multiplexer.ts'

/** What the main thread and the thread of the database say to each other. */
export interface WorkerOptions {
  dataDir: string
  durable: boolean
  timeouts: Timeouts
}

export type ToEngine = { kind: 'bytes'; client: number; bytes: Uint8Array | null } | { kind: 'stop' }

export type FromEngine =
  | { kind: 'ready' }
  | { kind: 'bytes'; client: number; bytes: Uint8Array | null }
  | { kind: 'failed'; reason: string }
  | { kind: 'stopped' }
