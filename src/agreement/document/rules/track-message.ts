/** What a message may say of the person it goes to. */
const PLACEHOLDERS = ['firstName', 'company', 'sender'] as const
export type Placeholder = (typeof PLACEHOLDERS)[number]

/** One piece of a message. */
export type MessagePiece =
  | { is: 'text'; text: string }
  /** `otherwise` stands in when nothing is known */
  | { is: 'placeholder'; name: Placeholder; otherwise: string }
  | { is: 'link'; url: string; label: string | null }

const PIECE =
  /\{\{([^{}\n]{0,100})\}\}|\[([^[\]\n]{1,200})\]\(([^()\s]{1,1000})\)|(https?:\/\/[^\s<>"'()[\]]{1,1000})/g

/**
 * A message taken apart: plain text, placeholders, links. What cannot be understood is told, so that it is never sent.
 *
 * @returns the pieces in order, and one sentence for each mistake
 * @example readMessage('Hello {{firstName|there}}').pieces[1] // { is: 'placeholder', name: 'firstName', otherwise: 'there' }
 */
export function readMessage(body: string): { pieces: MessagePiece[]; mistakes: string[] } {
  const pieces: MessagePiece[] = []
  const mistakes: string[] = []
  let end = 0
  const text = (upTo: number) => {
    const plain = body.slice(end, upTo)
    if (/\{\{|\}\}/.test(plain))
      mistakes.push('A placeholder is written {{firstName|there}}; one here is not closed.')
    if (plain) pieces.push({ is: 'text', text: plain })
  }
  for (const found of body.matchAll(PIECE)) {
    text(found.index)
    end = found.index + found[0].length
    if (found[1] !== undefined) placeholder(found[1], pieces, mistakes)
    else end -= link(found[3] ?? found[4]!, found[2] ?? null, pieces, mistakes)
  }
  text(body.length)
  return { pieces, mistakes }
}

function placeholder(inside: string, pieces: MessagePiece[], mistakes: string[]): void {
  const bar = inside.indexOf('|')
  const name = (bar < 0 ? inside : inside.slice(0, bar)).trim() as Placeholder
  if (PLACEHOLDERS.includes(name)) {
    pieces.push({ is: 'placeholder', name, otherwise: bar < 0 ? '' : inside.slice(bar + 1).trim() })
  } else {
    mistakes.push(`There is no placeholder {{${name}}}. There are: ${PLACEHOLDERS.join(', ')}.`)
  }
}

/** @returns how many characters at the end belong to the sentence around it */
function link(address: string, label: string | null, pieces: MessagePiece[], mistakes: string[]): number {
  const url = label === null ? address.replace(/[.,;:!?]+$/, '') : address
  if (isWebAddress(url)) pieces.push({ is: 'link', url, label })
  else
    mistakes.push(
      `A link must be a whole web address such as https://example.com/guide, not ${url.slice(0, 80)}.`,
    )
  return address.length - url.length
}

function isWebAddress(text: string): boolean {
  if (!URL.canParse(text) || /[{}]/.test(text)) return false
  const { protocol, username, password, hostname } = new URL(text)
  return /^https?:$/.test(protocol) && username === '' && password === '' && hostname.includes('.')
}
