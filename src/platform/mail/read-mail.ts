import PostalMime, { type Address, type Email } from 'postal-mime'
import type { Instant } from '../kernel/instant.ts'
import { headerText, singleAddress } from './address.ts'

/** What is kept of a mail that arrives: who, when, about what; attachments are dropped. */
export interface ArrivedMail {
  /** lower case; null when it names no single address */
  from: string | null
  /** To and Cc, lower case, each once */
  to: string[]
  subject: string
  /** without brackets; null when it has none */
  messageId: string | null
  inReplyTo: string | null
  /** as the sender's clock says */
  date: Instant | null
  /** first part of the text, for whoever looks the mail up */
  text: string
  /** why it was written by a machine; null: by a person */
  automatic: string | null
  /** a report that mail could not be delivered */
  bounce: Bounce | null
}

export interface Bounce {
  /** for ever, or only for now */
  permanent: boolean
  detail: string
}

const MOST_PARTS = 200
const MOST_RECIPIENTS = 200
const MOST_TEXT = 20_000
const MOST_LINES = 50_000
const NEW_LINE = 0x0a

/** Reads a raw mail. Anything can be sent to us: what cannot be read is left out. */
export async function readMail(raw: Uint8Array, envelopeFrom: string | null): Promise<ArrivedMail> {
  const mail = await PostalMime.parse(firstLines(raw), { maxNestingDepth: 20, maxHeadersSize: 256_000 })
  const header = (name: string) => mail.headers.find(({ key }) => key === name)?.value ?? ''
  const to = [...flat(mail.to), ...flat(mail.cc)].flatMap((address) => singleAddress(address) ?? [])
  const date = Date.parse(header('date'))
  return {
    from: singleAddress(flat(mail.from ? [mail.from] : [])[0] ?? '')?.toLowerCase() ?? null,
    to: [...new Set(to.map((address) => address.toLowerCase()))].slice(0, MOST_RECIPIENTS),
    subject: headerText(mail.subject ?? '').slice(0, 500),
    messageId: bare(mail.messageId),
    inReplyTo: bare(mail.inReplyTo),
    date: Number.isNaN(date) ? null : date,
    text: (mail.text ?? '').replaceAll('\0', '').slice(0, MOST_TEXT),
    automatic: automaticSigns(header, mail.subject ?? '', envelopeFrom),
    bounce: bounceOf(mail),
  }
}

/** A mail up to the lines that are read: each costs a little whatever it holds, and what is kept stands at the beginning. */
function firstLines(raw: Uint8Array): Uint8Array {
  let end = -1
  for (let lines = 0; lines < MOST_LINES; lines += 1) {
    end = raw.indexOf(NEW_LINE, end + 1)
    if (end < 0) return raw
  }
  return raw.subarray(0, end + 1)
}

function flat(addresses: readonly Address[] | undefined): string[] {
  return (addresses ?? [])
    .slice(0, MOST_RECIPIENTS)
    .flatMap((entry) =>
      entry.group
        ? entry.group.slice(0, MOST_RECIPIENTS).map((one) => one.address ?? '')
        : [entry.address ?? ''],
    )
}

const bare = (id: string | undefined) =>
  headerText(id ?? '')
    .replace(/[<>\s]/g, '')
    .slice(0, 500) || null

const AWAY =
  /\b(out of (the )?office|automatic reply|auto(matic)?[- ]?(reply|response)|autoreply|on vacation|abwesenheit|automatische antwort|abwesend|réponse automatique|absence du bureau|respuesta automática|risposta automatica|automatisch antwoord|autosvar)\b/i

/**
 * Why a mail was written by a machine (RFC 3834 and what is usual beside it); null when nothing speaks for it.
 *
 * @param header value of a header by its name in lower case, empty when it is missing
 * @param envelopeFrom return path; empty for reports and automatic answers, null when it is not known
 */
function automaticSigns(
  header: (name: string) => string,
  subject: string,
  envelopeFrom: string | null,
): string | null {
  const submitted = header('auto-submitted').trim().toLowerCase()
  if (submitted !== '' && !submitted.startsWith('no')) return `Auto-Submitted: ${submitted.slice(0, 60)}`
  for (const name of ['x-autoreply', 'x-autorespond']) {
    if (header(name) !== '') return 'An answering machine'
  }
  if (/^(bulk|auto_reply|junk|list)\b/i.test(header('precedence').trim())) return 'Sent in bulk'
  if (envelopeFrom === '') return 'An empty return path'
  return AWAY.test(subject) ? 'An absence notice' : null
}

/** A delivery report (RFC 3464) that something failed; null for every other mail. */
function bounceOf(mail: Email): Bounce | null {
  const report = mail.attachments
    .slice(0, MOST_PARTS)
    .find(({ mimeType }) => mimeType.toLowerCase() === 'message/delivery-status')
  if (!report) return null
  const text = typeof report.content === 'string' ? report.content : new TextDecoder().decode(report.content)
  const field = (name: string) => new RegExp(`^${name}:\\s*(.{1,500})`, 'im').exec(text)?.[1]?.trim() ?? ''
  if (field('Action').toLowerCase() !== 'failed') return null
  const status = field('Status')
  const detail = headerText(`${status} ${field('Diagnostic-Code').replace(/^smtp;\s*/i, '')}`).slice(0, 500)
  return { permanent: /^5\.(0|1)\.|^5\.2\.[01]/.test(status), detail }
}
