import fc from 'fast-check'
import { afterEach, describe, expect, test } from 'vitest'
import { type SmtpFault, type SmtpPeer, type SmtpStep, startSmtpPeer } from '#test/smtp.ts'
import { createMailer, type Mail, type Mailer, readMailbox, singleAddress } from './index.ts'

const open: (() => unknown)[] = []
afterEach(async () => {
  for (const close of open.splice(0)) await close()
})

const SOON = { connectMs: 1_500, envelopeMs: 2_500, wholeMs: 3_500 }
const PATIENT = { connectMs: 20_000, envelopeMs: 20_000, wholeMs: 25_000 }

async function connected(
  fault?: SmtpPeer['fault'],
  patience = PATIENT,
): Promise<{ peer: SmtpPeer; mailer: Mailer }> {
  const peer = await startSmtpPeer(fault)
  const mailer = createMailer(
    { smtpUrl: peer.url, mailFrom: { name: 'Acme', address: 'hello@acme.test' } },
    patience,
  )!
  open.push(
    () => mailer.close(),
    () => peer.close(),
  )
  return { peer, mailer }
}

const mail = (more: Partial<Mail> = {}): Mail => ({
  to: 'ana@customer.test',
  subject: 'Hello',
  text: 'A line.',
  messageId: 'one@acme.test',
  ...more,
})

const only =
  (at: SmtpStep, what: SmtpFault): SmtpPeer['fault'] =>
  (step) =>
    step === at ? what : 'none'

describe('a mail that is taken', () => {
  test('arrives once, at one address, with the id it was given', async () => {
    const { peer, mailer } = await connected()
    const sent = await mailer.send(
      mail({
        subject: 'Grüße ✓',
        automatic: true,
        listUnsubscribe: 'https://a.test/u/x',
        replyTo: 'jo@acme.test',
      }),
    )
    expect(sent).toMatchObject({ outcome: 'sent', badAddress: false })
    const [got] = peer.received
    expect(got).toMatchObject({ from: 'hello@acme.test', to: ['ana@customer.test'] })
    expect(got!.parsed).toMatchObject({ subject: 'Grüße ✓', messageId: '<one@acme.test>', text: 'A line.\n' })
    const headers = Object.fromEntries(got!.parsed.headers.map(({ key, value }) => [key, value]))
    expect(headers).toMatchObject({
      'auto-submitted': 'auto-generated',
      'list-unsubscribe': '<https://a.test/u/x>',
      'list-unsubscribe-post': 'List-Unsubscribe=One-Click',
      'reply-to': 'jo@acme.test',
    })
    expect(peer.received).toHaveLength(1)
  })

  test('without a configured server there is no mailer', () => {
    expect(createMailer({ smtpUrl: undefined, mailFrom: undefined })).toBeNull()
  })
})

describe('what a server can do wrong, and what it means', () => {
  test.each<[string, SmtpStep, SmtpFault, string, boolean]>([
    ['421 at the greeting', 'connect', { code: 421 }, 'later', false],
    ['the line cut at the greeting', 'connect', 'drop', 'later', false],
    ['no greeting', 'connect', 'stall', 'later', false],
    ['the sender refused for good: ours to mend', 'from', { code: 550 }, 'later', false],
    ['grey-listing at the recipient', 'recipient', { code: 451 }, 'later', false],
    ['an unknown recipient', 'recipient', { code: 550, text: '5.1.1 No such user' }, 'refused', true],
    ['a recipient refused without more', 'recipient', { code: 550 }, 'refused', true],
    ['a full mailbox', 'recipient', { code: 552, text: '5.2.2 Mailbox full' }, 'later', false],
    ['a relay that is not allowed', 'recipient', { code: 550, text: '5.7.1 Relay denied' }, 'later', false],
    ['sign-in asked for', 'recipient', { code: 530, text: '5.7.0 Authenticate' }, 'later', false],
    ['no answer to the recipient', 'recipient', 'stall', 'later', false],
    ['the line cut at the recipient', 'recipient', 'drop', 'later', false],
    ['the text put off', 'accepted', { code: 451 }, 'later', false],
    ['the text refused', 'accepted', { code: 554, text: '5.7.1 Looks like spam' }, 'refused', false],
    ['the line cut after the text', 'accepted', 'drop', 'unknown', false],
    ['no answer after the text', 'accepted', 'stall', 'unknown', false],
  ])('%s', async (_title, step, fault, outcome, badAddress) => {
    const { mailer } = await connected(only(step, fault), SOON)
    const started = performance.now()
    expect(await mailer.send(mail())).toMatchObject({ outcome, badAddress })
    expect(performance.now() - started).toBeLessThan(20_000)
  })

  test('no server at all', async () => {
    const { peer, mailer } = await connected()
    await peer.close()
    expect(await mailer.send(mail())).toMatchObject({ outcome: 'later', badAddress: false })
  })

  test('after the text went out on a line that then breaks, it is not sent again by itself', async () => {
    const { peer, mailer } = await connected(only('accepted', 'drop'))
    await mailer.send(mail())
    await new Promise((resolve) => setTimeout(resolve, 300))
    expect(peer.received).toHaveLength(1)
  })

  test('a connection used before and cut meanwhile loses no mail and doubles none', async () => {
    let cut = false
    const { peer, mailer } = await connected((step) => {
      if (step !== 'from' || !cut) return 'none'
      cut = false
      return 'drop'
    })
    expect((await mailer.send(mail())).outcome).toBe('sent')
    cut = true
    expect((await mailer.send(mail({ messageId: 'two@acme.test' }))).outcome).toBe('sent')
    expect(peer.received).toHaveLength(2)
  })

  test('a hanging address does not hold up the others', async () => {
    const { mailer } = await connected((step, to) =>
      step === 'recipient' && to.startsWith('slow') ? 'stall' : 'none',
    )
    const slow = mailer.send(mail({ to: 'slow@customer.test' }))
    const started = performance.now()
    const others = Array.from({ length: 20 }, (_, n) =>
      mailer.send(mail({ to: `p${n}@customer.test`, messageId: `${n}@acme.test` })),
    )
    expect(new Set((await Promise.all(others)).map(({ outcome }) => outcome))).toEqual(new Set(['sent']))
    expect(performance.now() - started).toBeLessThan(19_000)
    expect((await slow).outcome).toBe('later')
  })
})

describe('one address, nothing else', () => {
  test.each([
    ['ana@customer.test', 'ana@customer.test'],
    ['  ana+x@Customer.Test ', 'ana+x@customer.test'],
    ["o'neil@customer.test", "o'neil@customer.test"],
    ['ana@müller.test', 'ana@xn--mller-kva.test'],
    ['"a@evil.test x"@ours.test', null],
    ['ana@customer.test\r\nBcc: all@evil.test', null],
    ['ana@customer.test, eve@evil.test', null],
    ['ana@customer.test;eve@evil.test', null],
    ['team: ana@customer.test, eve@evil.test;', null],
    ['Ana <ana@customer.test>', null],
    ['<@evil.test:ana@customer.test>', null],
    ['ana@evil.test@customer.test', null],
    ['ana(comment)@customer.test', null],
    ['ana@[127.0.0.1]', null],
    ['ana@127.0.0.1', null],
    ['ana@localhost', null],
    ['ana@customer..test', null],
    ['.ana@customer.test', null],
    ['ana@-customer.test', null],
    ['ana@customer.test\u0000', null],
    ['ana\u202e@customer.test', null],
    ['=?utf-8?q?ana@evil.test?=@customer.test', null],
    ['=?utf-8?q?ana=40evil.test?=@customer.test', null],
    [`${'a'.repeat(65)}@customer.test`, null],
    ['', null],
  ])('%j', (text, expected) => {
    expect(singleAddress(text)).toBe(expected)
  })

  // A rule that looks back over what it has read would take minutes.
  test('a text of two hundred thousand characters is judged in a moment, whatever stands in it', () => {
    const shapes = ['a', '"', '@', '(', '<', 'a.', '@a.', 'a@', '"@"', '\u0000', 'ä', ',', ':', '\\']
    for (const shape of shapes) {
      const text = `${shape.repeat(200_000).slice(0, 200_000)}@customer.test`
      const started = performance.now()
      expect(singleAddress(text)).toBeNull()
      expect(readMailbox(text)).toBeNull()
      expect(performance.now() - started).toBeLessThan(10_000)
    }
  })

  test('what passes is plain, whatever came in', () => {
    fc.assert(
      fc.property(fc.oneof(fc.string(), fc.emailAddress(), fc.string({ unit: 'binary' })), (text) => {
        const address = singleAddress(text)
        if (address !== null) expect(address).toMatch(/^[^\s@<>"(),:;[\]\\]+@[a-z0-9.-]+\.[a-z0-9-]+$/i)
      }),
      { numRuns: 2_000 },
    )
  })

  test.each(['"a@evil.test x"@ours.test', 'a@b.test, c@d.test', 'a@b.test\r\nRCPT TO:<c@d.test>'])(
    'a mail to %j never reaches the server',
    async (to) => {
      const { peer, mailer } = await connected()
      expect(await mailer.send(mail({ to }))).toMatchObject({ outcome: 'refused', badAddress: true })
      expect(peer.recipients).toEqual([])
    },
  )
})

test('nothing that is put into a mail becomes a header or a recipient', async () => {
  const { peer, mailer } = await connected()
  const evil = 'x\r\nBcc: eve@evil.test\r\n\r\n<b>body</b>\u2028\u0000'
  await mailer.send(
    mail({
      subject: evil,
      fromName: `${evil}" <eve@evil.test>,`,
      replyTo: evil,
      returnPath: evil,
      messageId: evil,
      listUnsubscribe: `https://a.test/u/x>${evil}`,
      headers: { 'X-Note': evil, Bcc: 'eve@evil.test', 'X-A: b\r\nBcc': 'eve@evil.test' },
    }),
  )
  const [got] = peer.received
  expect(peer.recipients).toEqual(['ana@customer.test'])
  expect(got!.from).toBe('hello@acme.test')
  expect(got!.parsed.from!.address).toBe('hello@acme.test')
  const allowed = [
    'auto-submitted',
    'content-transfer-encoding',
    'content-type',
    'date',
    'from',
    'list-unsubscribe',
  ]
  const names = got!.parsed.headers.map(({ key }) => key)
  expect(names.filter((name) => !allowed.includes(name)).sort()).toEqual([
    'list-unsubscribe-post',
    'message-id',
    'mime-version',
    'subject',
    'to',
    'x-note',
  ])
  expect(got!.parsed.text).toBe('A line.\n')
})
