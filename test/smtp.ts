import type { AddressInfo } from 'node:net'
import { setTimeout as sleep } from 'node:timers/promises'
import PostalMime, { type Email } from 'postal-mime'
import { SMTPServer, type SMTPServerSession } from 'smtp-server'

/** Where in the conversation a fault strikes. `accepted` is after the whole text was received. */
export type SmtpStep = 'connect' | 'from' | 'recipient' | 'accepted'

/** Going on, answering with an error, never answering, or cutting the line. */
export type SmtpFault = 'none' | 'stall' | 'drop' | { code: number; text?: string }

export interface ReceivedMail {
  from: string
  to: string[]
  raw: string
  /** the receiver told the sender that it has it */
  acknowledged: boolean
  parsed: Email
}

/** A mail server of somebody else: real SMTP on a port of its own, with the faults of real ones. */
export interface SmtpPeer {
  url: string
  port: number
  /** in the order they arrived; text is kept before the last answer is given or withheld */
  received: ReceivedMail[]
  /** each address that was named as a recipient, taken or not */
  recipients: string[]
  /** decides what happens at each step; `to` is the recipient (of the first one after the text), empty before that */
  fault: (step: SmtpStep, to: string) => SmtpFault
  /** waits until that many mails arrived */
  arrived(count: number, withinMs?: number): Promise<ReceivedMail[]>
  close(): Promise<void>
}

/** `wait` holds the last answer back for as long as it takes. */
export async function startSmtpPeer(
  fault: SmtpPeer['fault'] = () => 'none',
  port = 0,
  wait: () => Promise<void> = async () => {},
): Promise<SmtpPeer> {
  const received: ReceivedMail[] = []
  const recipients: string[] = []
  const cut = (session: SMTPServerSession) => {
    for (const connection of server.connections) {
      if (connection.session?.id === session.id) connection._socket.destroy()
    }
  }
  const act = (step: SmtpStep, to: string, session: SMTPServerSession, done: (error?: Error) => void) => {
    const what = peer.fault(step, to)
    if (what === 'none') done()
    else if (what === 'drop') cut(session)
    else if (what !== 'stall') {
      done(Object.assign(new Error(what.text ?? 'Refused by the test'), { responseCode: what.code }))
    }
  }
  const server = new SMTPServer({
    disabledCommands: ['AUTH', 'STARTTLS'],
    authOptional: true,
    logger: false,
    closeTimeout: 50,
    onConnect: (session, done) => act('connect', '', session, done),
    onMailFrom: (_address, session, done) => act('from', '', session, done),
    onRcptTo(address, session, done) {
      recipients.push(address.address)
      act('recipient', address.address, session, done)
    },
    onData(stream, session, done) {
      const chunks: Buffer[] = []
      stream.on('data', (chunk: Buffer) => chunks.push(chunk))
      stream.on('end', async () => {
        const raw = Buffer.concat(chunks).toString('utf8')
        const to = session.envelope.rcptTo.map(({ address }) => address)
        const from = session.envelope.mailFrom ? session.envelope.mailFrom.address : ''
        const mail = { from, to, raw, acknowledged: false, parsed: await PostalMime.parse(raw) }
        const what = peer.fault('accepted', to[0] ?? '')
        if (what === 'none' || what === 'stall' || what === 'drop') received.push(mail)
        await wait()
        mail.acknowledged = what === 'none'
        if (what === 'none') done()
        else if (what === 'drop') cut(session)
        else if (what !== 'stall') {
          done(Object.assign(new Error(what.text ?? 'Refused by the test'), { responseCode: what.code }))
        }
      })
    },
  })
  server.on('error', () => {})
  await new Promise<void>((resolve) => server.listen(port, '127.0.0.1', resolve))
  const bound = (server.server.address() as AddressInfo).port
  const peer: SmtpPeer = {
    url: `smtp://127.0.0.1:${bound}`,
    port: bound,
    received,
    recipients,
    fault,
    async arrived(count, withinMs = 20_000) {
      for (let waited = 0; received.length < count; waited += 20) {
        if (waited > withinMs) throw new Error(`${received.length} of ${count} mails arrived`)
        await sleep(20)
      }
      return received
    },
    close: () => new Promise((resolve) => server.close(() => resolve())),
  }
  return peer
}
