import type { Readable } from 'node:stream'
import { createTransport } from 'nodemailer'
import { SECOND } from '../kernel/instant.ts'
import { headerText, type Mailbox, singleAddress } from './address.ts'
import { outcomeOf, type Sent } from './outcome.ts'

export interface Mail {
  /** exactly one address */
  to: string
  subject: string
  text: string
  html?: string
  /** without brackets; the same for each attempt to send the same mail */
  messageId: string
  /** name shown beside our address, default the configured one */
  fromName?: string
  replyTo?: string
  /** address that delivery failures are reported to, default the sender's */
  returnPath?: string
  /** where one POST ends further mails of this kind (RFC 8058) */
  listUnsubscribe?: string
  /** no person wrote it: answering machines keep quiet (RFC 3834) */
  automatic?: boolean
  headers?: Record<string, string>
}

export interface Mailer {
  /** Hands one mail to the server. Never throws: what happened stands in the outcome. */
  send(mail: Mail): Promise<Sent>
  /** ends connections; mails under way fail */
  close(): void
}

export interface MailSettings {
  smtpUrl: string | undefined
  mailFrom: Mailbox | undefined
}

/** How long a server may take, each well below what would hold up other mail. */
export interface MailPatience {
  /** to answer at all */
  connectMs: number
  /** from the start until it asks for the text */
  envelopeMs: number
  /** from the start until it has confirmed the text */
  wholeMs: number
}

const PATIENCE: MailPatience = { connectMs: 10 * SECOND, envelopeMs: 20 * SECOND, wholeMs: 100 * SECOND }

/** Mails under way at once; one that hangs leaves the others their connections. */
const CONNECTIONS = 8

/** Sends through the configured SMTP server; null when none is configured. */
export function createMailer(settings: MailSettings, patience: MailPatience = PATIENCE): Mailer | null {
  const { smtpUrl, mailFrom } = settings
  if (!smtpUrl || !mailFrom) return null
  const transport = transportTo(smtpUrl, patience)
  /** body of each mail under way, found by its signal: whether it was read tells a lost answer from a mail never handed over */
  const bodies = new WeakMap<AbortSignal, Readable>()
  transport.use('stream', (mail, done) => {
    const { signal } = mail.data
    const create = mail.message.createReadStream.bind(mail.message)
    mail.message.createReadStream = (options) => {
      const body = create(options)
      if (signal) bodies.set(signal, body)
      return body
    }
    done()
  })

  async function send(mail: Mail): Promise<Sent> {
    const to = singleAddress(mail.to)
    if (!to) return { outcome: 'refused', detail: 'Not a single deliverable address', badAddress: true }
    const stop = new AbortController()
    const bodyBegun = () => bodies.get(stop.signal)?.readableDidRead === true
    const early = setTimeout(() => bodyBegun() || stop.abort(), patience.envelopeMs)
    const late = setTimeout(() => stop.abort(), patience.wholeMs)
    try {
      const info = await transport.sendMail({ ...message(mail, to, mailFrom!), signal: stop.signal })
      return { outcome: 'sent', detail: String(info.response ?? '').slice(0, 500), badAddress: false }
    } catch (error) {
      return outcomeOf(failureOf(error, bodyBegun()))
    } finally {
      clearTimeout(early)
      clearTimeout(late)
    }
  }
  return { send, close: () => transport.close() }
}

function transportTo(url: string, patience: MailPatience) {
  return createTransport({
    url,
    pool: true,
    maxConnections: CONNECTIONS,
    maxMessages: 200,
    // requeues only a mail of which no byte had left; the outcome decides about everything else
    maxRequeues: 1,
    connectionTimeout: patience.connectMs,
    greetingTimeout: patience.connectMs,
    dnsTimeout: patience.connectMs,
    socketTimeout: patience.wholeMs,
    idleTimeout: 20 * SECOND,
    disableFileAccess: true,
    disableUrlAccess: true,
  })
}

function message(mail: Mail, to: string, from: Mailbox) {
  const unsubscribe = mail.listUnsubscribe
  const returnPath = singleAddress(mail.returnPath ?? from.address) ?? from.address
  const replyTo = mail.replyTo ? singleAddress(mail.replyTo) : null
  return {
    from: { name: headerText(mail.fromName ?? from.name), address: from.address },
    to: { name: '', address: to },
    envelope: { from: returnPath, to: [to] },
    ...(replyTo ? { replyTo: { name: '', address: replyTo } } : {}),
    subject: headerText(mail.subject).slice(0, 500),
    text: mail.text,
    ...(mail.html === undefined ? {} : { html: mail.html }),
    messageId: `<${headerText(mail.messageId).replace(/[<>\s]/g, '')}>`,
    headers: {
      ...safeHeaders(mail.headers ?? {}),
      ...(mail.automatic ? { 'Auto-Submitted': 'auto-generated' } : {}),
      ...(unsubscribe
        ? {
            'List-Unsubscribe': `<${headerText(unsubscribe).replace(/[<>\s]/g, '')}>`,
            'List-Unsubscribe-Post': 'List-Unsubscribe=One-Click',
          }
        : {}),
    },
  }
}

/** Only headers of our own names; routing and identity are never set this way. */
function safeHeaders(headers: Record<string, string>): Record<string, string> {
  const entries = Object.entries(headers).filter(([name]) =>
    /^(X-|Precedence$|Feedback-ID$|In-Reply-To$|References$)/i.test(name),
  )
  const plain = entries.filter(([name]) => /^[A-Za-z0-9-]{1,60}$/.test(name))
  return Object.fromEntries(plain.map(([name, value]) => [name, headerText(value).slice(0, 900)]))
}

function failureOf(error: unknown, bodyBegun: boolean) {
  const { message, responseCode, response, command } = error as {
    message: string
    responseCode?: number
    response?: string
    command?: string
  }
  return { message, replyCode: responseCode ?? 0, reply: response ?? '', command: command ?? '', bodyBegun }
}
