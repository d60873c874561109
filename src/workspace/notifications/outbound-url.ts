import { invalidInput, Problem } from '#platform/operation/index.ts'
import { type AllowList, outboundUrlFault } from '#platform/outbound/index.ts'

/**
 * An address that a user typed, as it will be asked.
 *
 * @throws {Problem} that points at the field
 */
export function readUrl(text: string, allow: AllowList): URL {
  const fault = outboundUrlFault(text, allow)
  if (fault !== null)
    throw new Problem(invalidInput, 'Correct the fields named below and send it again.', {
      errors: [{ pointer: '/url', detail: fault }],
    })
  return new URL(text)
}
