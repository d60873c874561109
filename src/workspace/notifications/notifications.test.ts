import { afterEach, describe, expect, it } from 'vitest'
import { HOUR, MINUTE } from '#platform/kernel/instant.ts'
import { operationNamed } from '#test/accord.ts'
import { notifiedSeller } from '#test/factories/notified.ts'
import { notify, sendOverdue } from './index.ts'

const { accord, admin, seller, workspaceId, peer, call, tell, list, work, subjects } = await notifiedSeller()
const HOURS = { timeZone: 'Europe/Berlin', urgentInQuiet: false, dailyAt: '08:00' }

afterEach(async () => {
  accord.clock.now += 20 * HOUR
  await work()
  peer.received.length = 0
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

  it('a flood that is gathered when quiet hours begin waits for their end', async () => {
    await call(seller, 'notification.set_hours', { ...HOURS, quietFrom: '19:00', quietUntil: '07:00' })
    // 18:52 in Berlin
    accord.clock.now = Math.floor(accord.clock.now / (24 * HOUR)) * 24 * HOUR + 16 * HOUR + 52 * MINUTE
    for (let n = 0; n < 3; n += 1) await tell()
    await work()
    expect(subjects()).toHaveLength(3)
    accord.clock.now += 3 * MINUTE
    for (let n = 0; n < 2; n += 1) await tell({ title: `Late ${n}` })
    await work()
    for (const minutes of [6, 3, 60]) {
      accord.clock.now += minutes * MINUTE
      await sendOverdue(accord.database, workspaceId, accord.clock.now)
      await work()
    }
    expect(subjects()).toEqual([])
    // 07:00
    accord.clock.now += 10 * HOUR + 56 * MINUTE
    await work()
    expect(subjects().sort()).toEqual(['Late 0', 'Late 1'])
  })

  it('what a server put off, or a stop of the program held up, is not sent in quiet hours', async () => {
    await call(seller, 'notification.set_hours', { ...HOURS, quietFrom: '19:00', quietUntil: '07:00' })
    // 18:58 in Berlin
    accord.clock.now = Math.floor(accord.clock.now / (24 * HOUR)) * 24 * HOUR + 16 * HOUR + 58 * MINUTE
    peer.fault = () => ({ code: 451 })
    await tell({ title: 'Put off' })
    await work()
    peer.fault = () => 'none'
    await tell({ title: 'Held up' })
    accord.clock.now += 2 * HOUR
    await work()
    expect(subjects()).toEqual([])
    // 07:00
    accord.clock.now += 10 * HOUR + 2 * MINUTE
    await work()
    expect(subjects().sort()).toEqual(['Held up', 'Put off'])
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
