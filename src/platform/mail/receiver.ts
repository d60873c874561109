import type { AddressInfo } from 'node:net'
import { SMTPServer } from 'smtp-server'
import { MINUTE } from '../kernel/instant.ts'
import type { Logger } from '../log.ts'

export interface ReceiverOptions {
  port: number
  /** address to listen on */
  host: string
  /** answers for addresses of this domain only */
  domain: string
  /** whether there is somebody behind the part before the @ */
  knows(localPart: string): boolean
  /** Keeps a mail for good, before it is confirmed to the sender; when it throws, the sender is asked to come again. */
  deliver(mail: ReceivedMail): Promise<void>
  log: Pick<Logger, 'warn'>
}

export interface ReceivedMail {
  /** parts before the @ that it was sent to */
  localParts: string[]
  /** return path; empty for delivery reports */
  envelopeFrom: string
  raw: Buffer
}

const MOST_BYTES = 10 * 1024 * 1024
const MOST_RECIPIENTS = 20

/** A mail server that takes mail for our own addresses and relays nothing. Put it behind the mail server of the domain. */
export async function startReceiver(
  options: ReceiverOptions,
): Promise<{ port: number; close(): Promise<void> }> {
  const server = new SMTPServer({
    disabledCommands: ['AUTH', 'STARTTLS'],
    authOptional: true,
    disableReverseLookup: true,
    logger: false,
    banner: 'Accord',
    size: MOST_BYTES,
    maxClients: 50,
    socketTimeout: MINUTE,
    closeTimeout: 2_000,
    onRcptTo({ address }, session, done) {
      const at = address.lastIndexOf('@')
      const isOurs = address.slice(at + 1).toLowerCase() === options.domain
      if (!isOurs || !options.knows(address.slice(0, at))) return done(refusal(550, 'No such address here'))
      done(session.envelope.rcptTo.length >= MOST_RECIPIENTS ? refusal(452, 'Too many recipients') : null)
    },
    onData(stream, session, done) {
      const chunks: Buffer[] = []
      let bytes = 0
      stream.on('data', (chunk: Buffer) => {
        bytes += chunk.length
        if (bytes <= MOST_BYTES) chunks.push(chunk)
      })
      stream.on('end', () => {
        if (bytes > MOST_BYTES || stream.sizeExceeded) return done(refusal(552, 'The mail is too large'))
        const localParts = session.envelope.rcptTo.map(({ address }) =>
          address.slice(0, address.lastIndexOf('@')),
        )
        const envelopeFrom = session.envelope.mailFrom ? session.envelope.mailFrom.address : ''
        options.deliver({ localParts, envelopeFrom, raw: Buffer.concat(chunks) }).then(
          () => done(null, 'Kept'),
          (error: unknown) => {
            options.log.warn({ err: error }, 'a mail could not be kept; the sender will come again')
            done(refusal(451, 'Not now, please try again'))
          },
        )
      })
    },
  })
  server.on('error', (error) => options.log.warn({ err: error }, 'mail receiver'))
  await new Promise<void>((resolve, reject) => {
    server.server.once('error', reject)
    server.listen(options.port, options.host, resolve)
  })
  return {
    port: (server.server.address() as AddressInfo).port,
    close: () => new Promise((resolve) => server.close(() => resolve())),
  }
}

const refusal = (responseCode: number, message: string) => Object.assign(new Error(message), { responseCode })
