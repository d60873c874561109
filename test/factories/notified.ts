import type { Jobs } from '#platform/jobs/index.ts'
import { createMailer } from '#platform/mail/index.ts'
import { operationNamed, type TestUser, testAccord } from '#test/accord.ts'
import { afterFile } from '#test/after-file.ts'
import { startReceiver } from '#test/receiver.ts'
import { startSenders } from '#test/senders.ts'
import { startSmtpPeer } from '#test/smtp.ts'
import { type Notice, notify } from '#workspace/notifications/index.ts'

/** An administrator and a seller who can be told things, with a mail server and a chat that take what is sent. */
export async function notifiedSeller() {
  const peer = await startSmtpPeer()
  const chat = await startReceiver()
  const sender = { name: 'Accord', address: 'accord@company.test' }
  const mailer = createMailer({ smtpUrl: peer.url, mailFrom: sender })
  const accord = await testAccord({
    env: {
      OUTBOUND_ALLOW: chat.host,
      SMTP_URL: peer.url,
      MAIL_FROM: `${sender.name} <${sender.address}>`,
    },
  })
  const admin = await accord.setUp()
  const seller = await accord.join(admin, 'sales')
  const workspaceId: string = (await call(admin, 'session.read')).workspace.id
  let jobs: Jobs | undefined
  let keys = 0
  afterFile(async () => {
    await jobs?.stop()
    mailer?.close()
    await peer.close()
    await chat.close()
  })

  // biome-ignore lint/suspicious/noExplicitAny: answers of every shape
  async function call(user: TestUser, id: string, input: Record<string, unknown> = {}): Promise<any> {
    const answer = await user.call(operationNamed(accord, id), input)
    if (answer.status >= 300) throw new Error(`${id} answered ${answer.status}: ${answer.text}`)
    return answer.body
  }

  function tell(more: Partial<Notice> = {}): Promise<number> {
    keys += 1
    const notice: Notice = {
      to: { emails: [seller.email] },
      kind: 'handoff.offered',
      title: `Lead ${keys} is yours`,
      detail: 'Northwind, asked for a demo.',
      href: '/handoffs',
      urgent: false,
      key: `key ${keys}`,
      ...more,
    }
    return accord.database.workspace(workspaceId, (tx) => notify(tx, workspaceId, notice, accord.clock.now))
  }

  return {
    accord,
    admin,
    seller,
    workspaceId,
    peer,
    chat,
    call,
    tell,
    list: async (user = seller) => (await call(user, 'notification.list')).items,
    /** carries out everything that is due */
    async work() {
      jobs ??= startSenders({
        database: accord.database,
        dataDir: accord.dataDir,
        allow: [chat.host],
        clock: () => accord.clock.now,
        mailer,
      })
      await jobs.idle()
    },
    subjects: () => peer.received.splice(0).map(({ parsed }) => parsed.subject),
  }
}
