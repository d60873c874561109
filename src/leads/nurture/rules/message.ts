import { type Placeholder, readMessage } from '#agreement/document/rules/track-message.ts'
import { escapeHtml } from '#platform/kernel/html.ts'

/** What a message may say of its recipient; null where it is not known. */
export type Values = Readonly<Record<Placeholder, string | null>>

/** A message as it is sent. */
export interface Rendered {
  subject: string
  text: string
  html: string
  /** where its links lead, in order */
  links: string[]
}

export interface Frame {
  /** address put in place of a link, by its place in the message */
  linkTo(index: number, url: string): string
  unsubscribeUrl: string
  /** who sends, e.g. the company */
  sender: string
}

/**
 * Fills a message of the agreement. Links stand only where the agreement wrote them: what comes from a person is plain text, and
 * looks like an address nowhere.
 *
 * @throws when the message has a mistake that the agreement's check would have found
 */
export function renderMessage(
  message: { subject: string; body: string },
  values: Values,
  frame: Frame,
): Rendered {
  const body = readMessage(message.body)
  const subject = readMessage(message.subject)
  const mistake = body.mistakes[0] ?? subject.mistakes[0]
  if (mistake) throw new Error(mistake)
  const links: string[] = []
  const text: string[] = []
  const html: string[] = []
  const add = (plain: string) => {
    text.push(plain)
    html.push(escapeHtml(plain))
  }
  for (const piece of body.pieces) {
    if (piece.is === 'text') add(piece.text)
    else if (piece.is === 'placeholder') add(filled(values[piece.name], piece.otherwise))
    else {
      const to = frame.linkTo(links.length, piece.url)
      links.push(piece.url)
      text.push(piece.label === null ? to : `${piece.label}: ${to}`)
      html.push(`<a href="${escapeHtml(to)}">${escapeHtml(piece.label ?? shown(piece.url))}</a>`)
    }
  }
  const title = subject.pieces.map((piece) =>
    piece.is === 'placeholder'
      ? filled(values[piece.name], piece.otherwise)
      : piece.is === 'text'
        ? piece.text
        : '',
  )
  return {
    subject: title.join('').replace(/\s+/g, ' ').trim(),
    text: `${text.join('').trimEnd()}\n\n--\n${frame.sender}\nUnsubscribe: ${frame.unsubscribeUrl}\n`,
    html: page(html.join('').trimEnd(), frame),
    links,
  }
}

/** What a record says of a person, as it may stand in a mail: one short line without anything that reads as an address. */
export function filled(value: string | null, otherwise: string): string {
  const plain = (value ?? '').replace(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]+/gu, ' ').trim()
  const isAddress = /:\/\/|www\.|@|[\p{L}\d]\.\p{L}{2,}|[<>{}[\]|\\]/iu.test(plain)
  return plain === '' || isAddress || plain.length > 80 ? otherwise : plain.replace(/\s+/g, ' ')
}

const shown = (url: string) => url.replace(/^https?:\/\//, '').replace(/\/$/, '')

function page(body: string, { unsubscribeUrl, sender }: Frame): string {
  const paragraphs = body.split(/\n{2,}/).map((part) => `<p>${part.replaceAll('\n', '<br>\n')}</p>`)
  const foot = `<p style="color:#777;font-size:12px">${escapeHtml(sender)} · <a href="${escapeHtml(unsubscribeUrl)}" style="color:#777">Unsubscribe</a></p>`
  return `<!doctype html><html><body style="font:15px/1.5 sans-serif;max-width:36em">\n${paragraphs.join('\n')}\n${foot}\n</body></html>\n`
}
