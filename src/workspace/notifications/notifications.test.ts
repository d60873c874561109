import { afterEach, beforeAll, describe, expect, it } from 'vitest'
import type { Jobs } from '#platform/jobs/index.ts'
import { HOUR, MINUTE } from '#platform/kernel/instant.ts'
import { createMailer } from '#platform/mail/index.ts'
import { operationNamed, type TestAccord, type TestUser, testAccord } from '#test/accord.ts'
import { startReceiver } from '#test/receiver.ts'
import { startSenders } from '#test/senders.ts'
import { startSmtpPeer } from '#test/smtp.ts'
import { type Notice, notify } from './index.ts'

const peer = await startSmtpPeer()
const chat = await startReceiver()
const mailer = createMailer({
  smtpUrl: peer.url,
  mailFrom: { name: 'Accord', address: 'accord@company.test' },
})
let accord: TestAccord
let admin: TestUser
let seller: TestUser
let workspaceId: string
let jobs: Jobs
let keys = 0

beforeAll(async () => {
  accord = await testAccord({
    env: {
      OUTBOUND_ALLOW: chat.host,
      SMTP_URL: peer.url,
      MAIL_FROM: 'Accord <accord@company.test>',
    },
  })
  admin = await accord.setUp()
  seller = await accord.join(admin, 'sales')
  workspaceId = (await call(admin, 'session.read')).workspace.id
  return async () => {
    mailer?.close()
    await peer.close()
    await chat.close()
  }
})

// biome-ignore lint/suspicious/noExplicitAny: answers of every shape
const call = async (user: TestUser, id: string, input: Record<string, unknown> = {}): Promise<any> => {
  const answer = await user.call(operationNamed(accord, id), input)
  if (answer.status >= 300) throw new Error(`${id} answered ${answer.status}: ${answer.text}`)
  return answer.body
}
const tell = (more: Partial<Notice> = {}) => {
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
const list = async (user = seller) => (await call(user, 'notification.list')).items
const work = async () => {
  jobs ??= startSenders({
    database: accord.database,
    dataDir: accord.dataDir,
    allow: [chat.host],
    clock: () => accord.clock.now,
    mailer,
  })
  await jobs.idle()
}
const subjects = () => peer.received.splice(0).map(({ parsed }) => parsed.subject)
const HOURS = { timeZone: 'Europe/Berlin', urgentInQuiet: false, dailyAt: '08:00' }

afterEach(async () => {
  accord.clock.now += 20 * HOUR
  await work()
  peer.received.length = 0
  chat.received.length = 0
  await call(seller, 'notification.set_hours', { ...HOURS, quietFrom: null, quietUntil: null })
  await call(seller, 'notification.mark_all_read')
  accord.clock.now =
    Date.UTC(2026, 5, 15, 9) +
    Math.ceil((accord.clock.now - Date.UTC(2026, 5, 15, 9)) / (24 * HOUR)) * 24 * HOUR
})

describe('telling members', () => {
  it('one key is told once to a person, however often it is asked for', async () => {
    expect(await tell({ key: 'same' })).toBe(1)
    expect(await tell({ key: 'same' })).toBe(0)
    expect(await tell({ key: 'same', to: { emails: ['ADA@company.test'] } })).toBe(1)
    expect((await list()).filter((one: { title: string }) => one.title.startsWith('Lead 1 '))).toHaveLength(1)
  })

  it('who is no member, or none any more, is told nothing', async () => {
    expect(await tell({ to: { emails: ['stranger@elsewhere.test'] } })).toBe(0)
    const gone = await accord.join(admin, 'sales', 'gone@company.test')
    const { user } = await call(gone, 'session.read')
    await call(admin, 'member.revoke', { userId: user.id })
    expect(await tell({ to: { emails: ['gone@company.test'], userIds: [user.id] } })).toBe(0)
  })

  it('what is rolled back was never told', async () => {
    const before = (await list()).length
    await accord.database
      .workspace(workspaceId, async (tx) => {
        await notify(
          tx,
          workspaceId,
          {
            to: { emails: [seller.email] },
            kind: 'handoff.offered',
            title: 'x',
            detail: '',
            href: '/',
            urgent: true,
            key: 'rolled back',
          },
          accord.clock.now,
        )
        throw new Error('rolled back')
      })
      .catch(() => {})
    await work()
    expect((await list()).length).toBe(before)
  })

  it('reads are counted, marked one by one and all together, each for oneself', async () => {
    await tell()
    await tell()
    const [latest] = await list()
    expect(await call(seller, 'notification.unread')).toEqual({ unread: 2 })
    await call(seller, 'notification.mark_read', { id: latest.id })
    expect(await call(seller, 'notification.unread')).toEqual({ unread: 1 })
    await call(seller, 'notification.mark_read', { id: latest.id, read: false })
    expect(
      (await admin.call(operationNamed(accord, 'notification.mark_read'), { id: latest.id })).status,
    ).toBe(404)
    expect(await call(seller, 'notification.mark_all_read')).toEqual({ marked: 2 })
    expect(await call(seller, 'notification.unread')).toEqual({ unread: 0 })
  })

  it('a kind switched off in the app does not show there and still comes by e-mail', async () => {
    await call(seller, 'notification.set_preference', { kind: 'handoff.offered', inApp: false, mail: 'now' })
    await tell({ title: 'Only by mail' })
    expect(await call(seller, 'notification.unread')).toEqual({ unread: 0 })
    await work()
    expect(subjects()).toContain('Only by mail')
    await call(seller, 'notification.set_preference', { kind: 'handoff.offered', inApp: true, mail: 'now' })
  })

  it('a name of a megabyte, markup and line breaks stay text', async () => {
    await tell({
      title: `<img src=x onerror=alert(1)>\r\nBcc: x@y.test ${'A'.repeat(1_000_000)}`,
      urgent: true,
    })
    await work()
    const [got] = peer.received
    expect(got!.to).toEqual([seller.email])
    expect(got!.parsed.headers.some(({ key }) => key === 'bcc')).toBe(false)
    expect(got!.parsed.html).toContain('&lt;img')
    expect(got!.parsed.html).not.toContain('<img')
    expect((await list())[0].title.length).toBe(200)
  })
})

describe('by e-mail', () => {
  it('up to three come one by one, a flood comes as one', async () => {
    for (let n = 0; n < 3; n += 1) await tell({ title: `Single ${n}` })
    await work()
    expect(subjects().sort()).toEqual(['Single 0', 'Single 1', 'Single 2'])
    for (let n = 0; n < 40; n += 1) await tell()
    await work()
    expect(subjects()).toEqual([])
    accord.clock.now += 10 * MINUTE
    await work()
    expect(subjects()).toEqual(['40 notifications'])
  })

  it('what is urgent comes at once, flood or not', async () => {
    for (let n = 0; n < 6; n += 1) await tell({ urgent: true, title: `Urgent ${n}` })
    await work()
    expect(subjects()).toHaveLength(6)
  })

  it('in quiet hours it waits for their end; urgent ones too unless one chose otherwise', async () => {
    // 22:00 in Berlin
    accord.clock.now = Math.floor(accord.clock.now / (24 * HOUR)) * 24 * HOUR + 20 * HOUR
    await call(seller, 'notification.set_hours', { ...HOURS, quietFrom: '19:00', quietUntil: '07:00' })
    await tell({ title: 'In the morning' })
    await tell({ title: 'Urgent in the morning', urgent: true })
    await work()
    expect(subjects()).toEqual([])
    await call(seller, 'notification.set_hours', {
      ...HOURS,
      quietFrom: '19:00',
      quietUntil: '07:00',
      urgentInQuiet: true,
    })
    await tell({ title: 'Urgent now', urgent: true })
    await work()
    expect(subjects()).toEqual(['Urgent now'])
    accord.clock.now += 9 * HOUR - 1
    await work()
    expect(subjects()).toEqual([])
    accord.clock.now += 1
    await work()
    expect(subjects().sort()).toEqual(['In the morning', 'Urgent in the morning'])
  })

  it('what is chosen for the daily mail comes together at its time', async () => {
    await call(seller, 'notification.set_preference', { kind: 'handoff.offered', inApp: true, mail: 'daily' })
    await tell()
    await tell()
    await work()
    expect(subjects()).toEqual([])
    accord.clock.now += 24 * HOUR
    await work()
    expect(subjects()).toEqual(['Your day in Accord: 2 notifications'])
    await call(seller, 'notification.set_preference', { kind: 'handoff.offered', inApp: true, mail: 'now' })
  })

  it('a server that says "later" is asked again until it takes the mail, once', async () => {
    peer.fault = () => ({ code: 451 })
    await tell({ title: 'Later' })
    await work()
    expect(peer.received).toHaveLength(0)
    peer.fault = () => 'none'
    accord.clock.now += 2 * MINUTE
    await work()
    expect(subjects()).toEqual(['Later'])
    accord.clock.now += 2 * HOUR
    await work()
    expect(subjects()).toEqual([])
  })

  it('after a lost answer it is not sent twice', async () => {
    peer.fault = (step) => (step === 'accepted' ? 'drop' : 'none')
    await tell({ title: 'Once' })
    await work()
    peer.fault = () => 'none'
    accord.clock.now += 3 * HOUR
    await work()
    expect(subjects().filter((subject) => subject === 'Once').length).toBeLessThanOrEqual(1)
  })

  it('the page of preferences says whether mail can be sent at all', async () => {
    expect(await call(seller, 'notification.preferences')).toMatchObject({
      mailConfigured: true,
      email: seller.email,
    })
  })
})

describe('in chat channels', () => {
  const channel = async (service: 'slack' | 'teams') =>
    (await call(admin, 'chat.create', { service, name: 'Sales', url: chat.url, kinds: ['handoff.offered'] }))
      .id

  it('posts once for all who are told, in the form of each service, and mentions nobody', async () => {
    const [slack, teams] = [await channel('slack'), await channel('teams')]
    const title = 'Lead <!channel> & <@U1> *x*'
    await tell({ title, key: 'posted', to: { emails: [seller.email, admin.email] } })
    await tell({ title, key: 'posted', to: { emails: ['late@company.test'] } })
    await work()
    expect(chat.received).toHaveLength(2)
    const bodies = chat.received.map(({ body }) => JSON.parse(body))
    const [toSlack, toTeams] = [bodies.find((one) => one.blocks), bodies.find((one) => one.attachments)]
    expect(toSlack.text).toBe('Lead &lt;!channel&gt; &amp; &lt;@U1&gt; *x*')
    expect(toSlack.blocks[0]).toEqual({
      type: 'section',
      text: { type: 'plain_text', text: title, emoji: false },
    })
    expect(toSlack.blocks.at(-1).elements[1].text).toBe('<https://accord.test/handoffs|Open in Accord>')
    expect(toTeams.attachments[0].contentType).toBe('application/vnd.microsoft.card.adaptive')
    expect(toTeams.attachments[0].content.body[1].inlines[0].text).toBe(title)
    for (const id of [slack, teams]) await call(admin, 'chat.remove', { id })
  })

  it('never posts how late a person is', async () => {
    const id = await channel('slack')
    const refused = await admin.call(operationNamed(accord, 'chat.change'), {
      id,
      kinds: ['handoff.escalated'],
    })
    expect(refused.status).toBe(422)
    await tell({ kind: 'handoff.escalated' })
    await work()
    expect(chat.received).toHaveLength(0)
    await call(admin, 'chat.remove', { id })
  })

  it('is switched off when the channel is gone, and its address shows nowhere', async () => {
    const id = await channel('slack')
    chat.answer = (_, response) => void response.writeHead(404).end('no_service')
    await call(admin, 'chat.test', { id })
    await work()
    chat.answer = (_, response) => void response.end('ok')
    const { items } = await call(admin, 'chat.list')
    expect(items[0]).toMatchObject({ state: 'disabled', problem: 'Answered 404: no_service.' })
    expect(JSON.stringify(items)).not.toContain('/hook')
    expect((await list(admin))[0]).toMatchObject({ kind: 'webhook.disabled' })
    await call(admin, 'chat.change', { id, url: chat.url })
    await call(admin, 'chat.test', { id })
    await work()
    expect((await call(admin, 'chat.list')).items[0]).toMatchObject({ state: 'active', problem: null })
    await call(admin, 'chat.remove', { id })
  })
})
