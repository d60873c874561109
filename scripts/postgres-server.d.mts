/** A PostgreSQL server of one's own for tests. */
export interface TestServer {
  /** of an owner without superuser rights */
  url: string
  /** as after a crash: nothing is shut down, the log is replayed */
  restart(): void
  halt(): void
  start(): void
  stop(): void
}
export function startPostgres(options?: { fsync?: boolean }): Promise<TestServer>
/** Whether a server can be started here without installing anything. */
export function hasPostgres(): boolean
