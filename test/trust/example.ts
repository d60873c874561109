import type { TestUser } from '../accord.ts'
import type { Side } from './world.ts'

/** A valid call of an operation, made anew for each use. */
export interface Example {
  /** what to send; may first create what the call needs. `caller` is who will send it (the administrator unless told) */
  input(side: Side, caller: TestUser): Promise<Record<string, unknown>> | Record<string, unknown>
  /** the file, for operations that take one */
  upload?: string
  /** what an allowed call answers, when it is neither 200 nor 204 */
  status?: number
  /** what an API key is answered although its scope fits: some doors are for people only */
  keyStatus?: number
  /** what someone is answered who is no member anywhere, where that differs */
  statusWithoutWorkspace?: number
  /** of many such calls at once exactly one takes effect; the others are refused */
  once?: true
  /** ends sessions of the caller or changes their password: sent from a session made for it */
  ownSession?: true
}

/** An example whose input is always the same. */
export const fixed = (input: Record<string, unknown>): Example => ({ input: () => input })
