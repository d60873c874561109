import { DAY, type Instant, MINUTE } from '#platform/kernel/instant.ts'

/** Who wrote and who got a mail. */
export interface Sides {
  direction: 'outbound' | 'inbound'
  /** addresses of the other side, lower case, each once; none where the mail names nobody outside */
  others: string[]
}

/**
 * Which side of a mail is ours. The member is known by the address it was sent to, never by what stands in From: a mail from
 * somebody who is none of us is one that a customer wrote, also when From cannot be read: only a mail from one of us is ours.
 *
 * @param from null when From names no single address
 * @param isOurs whether an address, in lower case, is of a member or seller, or our own for receiving
 * @example sidesOf('jo@us.test', ['ana@acme.test', 'jo@us.test'], (address) => address === 'jo@us.test').others // ['ana@acme.test']
 */
export function sidesOf(
  from: string | null,
  to: readonly string[],
  isOurs: (address: string) => boolean,
): Sides {
  if (from === null) return { direction: 'inbound', others: [] }
  if (!isOurs(from)) return { direction: 'inbound', others: [from] }
  return { direction: 'outbound', others: [...new Set(to.filter((address) => !isOurs(address)))] }
}

/** A date that a mail claims is believed for a week back, never ahead: clocks are not turned by a sender's clock. */
export function happenedAt(claimed: Instant | null, received: Instant): Instant {
  if (claimed === null || claimed > received || claimed < received - 7 * DAY) return received
  return received - claimed < MINUTE ? received : claimed
}
