import type { Instant } from '../kernel/instant.ts'

/** Why a request outside got no answer. */
export type OutboundFault =
  /** the guard does not let it out */
  | 'refused'
  /** name unknown, connection refused or broken */
  | 'unreachable'
  | 'timeout'
  /** answered with a redirect, which is never followed */
  | 'redirect'
  /** more body than asked for */
  | 'too_large'
  /** failed too often just now; not even tried */
  | 'resting'
  /** called off by the caller */
  | 'aborted'

/** No answer from outside, with the reason in a sentence. */
export class OutboundError extends Error {
  override readonly name = 'OutboundError'
  readonly fault: OutboundFault
  /** status of a redirect */
  readonly status: number | null
  /** `resting`: when the host is tried again */
  readonly retryAt: Instant | null

  constructor(
    fault: OutboundFault,
    message: string,
    more: { status?: number; retryAt?: Instant; cause?: unknown } = {},
  ) {
    super(message, { cause: more.cause })
    this.fault = fault
    this.status = more.status ?? null
    this.retryAt = more.retryAt ?? null
  }
}
