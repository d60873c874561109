/** What became of one attempt to send. */
export interface Sent {
  /**
   * `sent`: the server took it. `refused`: it never will. `later`: not taken now, worth another try. `unknown`: it was handed over
   * and no answer came, so trying again could deliver it twice.
   */
  outcome: 'sent' | 'refused' | 'later' | 'unknown'
  /** the server's answer or what went wrong, in one line */
  detail: string
  /** refused because this address takes no mail; nobody else is affected */
  badAddress: boolean
}

/** What a failed attempt says of itself. */
export interface Failure {
  message: string
  /** reply of the server, 0 without one */
  replyCode: number
  /** its whole text, with the enhanced status code where there is one */
  reply: string
  /** the command that was refused */
  command: string
  /** the body had begun to leave when it failed */
  bodyBegun: boolean
}

/**
 * What a failure means for this mail: only a refusal of its recipient is held against the address; refusals of the sender, the
 * sign-in or the relay are ours to mend and keep the mail waiting.
 */
export function outcomeOf(failure: Failure): Sent {
  const detail = oneLine(failure.reply || failure.message)
  const { replyCode, command } = failure
  if (replyCode === 0) return { outcome: failure.bodyBegun ? 'unknown' : 'later', detail, badAddress: false }
  if (replyCode < 500) return { outcome: 'later', detail, badAddress: false }
  if (command === 'DATA' && failure.bodyBegun) return { outcome: 'refused', detail, badAddress: false }
  if (command !== 'RCPT TO' || !isAboutRecipient(replyCode, failure.reply)) {
    return { outcome: 'later', detail, badAddress: false }
  }
  return { outcome: 'refused', detail, badAddress: true }
}

/** 5.7.x is policy (relay, sign-in, reputation), 5.2.2 a full mailbox, 5.3.x and 5.4.x the receiving system: none is a dead address. */
function isAboutRecipient(replyCode: number, reply: string): boolean {
  const enhanced = /\b5\.(\d{1,3})\.(\d{1,3})\b/.exec(reply)
  if (enhanced)
    return enhanced[1] === '1' || (enhanced[1] === '2' && enhanced[2] !== '2') || enhanced[1] === '0'
  return [550, 551, 553, 556].includes(replyCode)
}

const oneLine = (text: string) => text.replace(/\s+/g, ' ').trim().slice(0, 500)
