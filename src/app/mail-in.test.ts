import { sql } from 'drizzle-orm'
import { createTransport } from 'nodemailer'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { mailLinks } from '#leads/nurture/index.ts'
import { type Config, readConfig } from '#platform/config.ts'
import { newId } from '#platform/kernel/ids.ts'
import { HOUR } from '#platform/kernel/instant.ts'
import { createLog } from '#platform/log.ts'
import { listUnmatched, readMailLog, settleUnmatched } from '#records/correspondence/contract.ts'
import { correspondenceOperations, logAddresses } from '#records/correspondence/index.ts'
import { MONDAY_NOON, type NurtureWorld, nurtureWorld } from '#test/factories/nurture.ts'
import { ROLES, type Role } from '#workspace/access/index.ts'
import { startMailIn } from './mail-in.ts'

const DOMAIN = 'in.acme.test'
const steps = [{ key: 'first', email: { subject: 'First', body: 'Hello' } }]
let world: NurtureWorld
let config: Config
let receiver: NonNullable<Awaited<ReturnType<typeof startMailIn>>>
let userId: string
let sellerId: string

beforeAll(async () => {
  world = await nurtureWorld({ steps })
  config = readConfig({
    SECRET_KEY: 'x'.repeat(40),
    MAIL_IN_PORT: '0',
    MAIL_IN_DOMAIN: DOMAIN,
    DATA_DIR: '/tmp/none',
  })
  const { database, clock, workspaceId, deps } = world
  receiver = (await startMailIn({
    config,
    database,
    log: createLog('silent'),
    clock: () => clock.now,
    onTouches: deps.onTouches,
  }))!
  userId = newId()
  sellerId = newId()
  await world.inside((tx) =>
    tx.execute(sql`insert into member (workspace_id, user_id, name, email, role, created_at)
      values (${workspaceId}, ${userId}, 'Jo Berg', 'jo@acme.test', 'sales', now())`),
  )
  await world.inside((tx) =>
    tx.execute(sql`insert into seller (workspace_id, id, name, name_norm, email, email_norm, recorded_at)
      values (${workspaceId}, ${sellerId}, 'Jo Berg', 'jo berg', 'jo@acme.test', 'jo@acme.test', now())`),
  )
})
afterAll(async () => {
  await receiver.close()
  await world.close()
})

const logAddress = () => logAddresses(config).of(world.workspaceId, userId)!

async function arrive(
  lines: string[],
  to: string | string[] = logAddress(),
  from: string | false = 'jo@acme.test',
) {
  const transport = createTransport({ host: '127.0.0.1', port: receiver.port, ignoreTLS: true })
  try {
    await transport.sendMail({ envelope: { from: from === false ? '' : from, to }, raw: lines.join('\r\n') })
  } finally {
    transport.close()
  }
}

const headers = (more: Record<string, string>) => {
  const all = {
    From: 'Jo Berg <jo@acme.test>',
    Date: new Date(MONDAY_NOON - HOUR).toUTCString(),
    Subject: 'Our talk',
    ...more,
  }
  return [...Object.entries(all).map(([name, value]) => `${name}: ${value}`), '', 'Hello,', 'until Thursday.']
}

/** An operation as a member with that role has it answered. */
const call = (operation: { id: string }, input: Record<string, unknown>, role: Role = 'sales') =>
  world.inside(async (tx) => {
    const deps = { addresses: logAddresses(config), mailInDomain: DOMAIN, onTouches: async () => {} }
    const handler = correspondenceOperations(deps).find((one) => one.operation.id === operation.id)!
    if (!('run' in handler)) throw new Error(operation.id)
    const actor = { kind: 'user', id: userId, name: 'Jo Berg', role }
    const context = { tx, workspaceId: world.workspaceId, now: MONDAY_NOON, actor, audit: () => {} }
    return handler.run(context as never, input)
  })

const touchesOf = async (personId: string) =>
  (await world.rows<Record<string, unknown>>('touch')).filter((row) => row.person_id === personId)
const open = async () =>
  (
    await world.inside((tx) =>
      tx.execute(
        sql`select unknown from logged_mail where workspace_id = ${world.workspaceId} and settled_at is null`,
      ),
    )
  ).rows

describe('a mail copied to the log address of a member', () => {
  it('is a personal e-mail of that seller to each known person, once, whatever way it comes', async () => {
    const [ana, bo] = [
      await world.recycled({ email: 'ana@one.test' }),
      await world.recycled({ email: 'bo@one.test' }),
    ]
    const mail = headers({
      To: 'Ana <ANA@one.test>, new@one.test',
      Cc: 'bo@one.test',
      'Message-ID': '<m1@acme.test>',
    })
    await arrive(mail)
    await arrive(mail)
    for (const id of [ana, bo]) {
      expect(await touchesOf(id)).toMatchObject([
        {
          kind: 'email_sent',
          side: 'sales',
          direction: 'outbound',
          machine: false,
          seller_id: sellerId,
          subject: 'Our talk',
        },
      ])
    }
    expect((await touchesOf(ana))[0]!.occurred_at).toBe(MONDAY_NOON - HOUR)
    expect(await open()).toEqual([{ unknown: ['new@one.test'] }])
  })

  it('finds a person whose domain has letters outside ASCII, whichever way it is written', async () => {
    const email = 'jo@müller.test'
    const jo = await world.recycled({ email })
    await arrive(headers({ To: email, 'Message-ID': '<m1u@acme.test>' }))
    await arrive(headers({ To: 'jo@xn--mller-kva.test', 'Message-ID': '<m1x@acme.test>' }))
    expect(await touchesOf(jo)).toHaveLength(2)
  })

  it('is an answer when a customer wrote it', async () => {
    const ana = await world.recycled({ email: 'ana@two.test' })
    await arrive(
      headers({ From: 'ana@two.test', To: 'jo@acme.test', 'Message-ID': '<m2@two.test>' }),
      logAddress(),
      'ana@two.test',
    )
    expect(await touchesOf(ana)).toMatchObject([
      { kind: 'email_reply', direction: 'inbound', side: 'sales', machine: false, seller_id: sellerId },
    ])
  })

  it.each([
    ['letters outside ASCII before the @', 'Jürgen Kunde <jürgen@kunde.test>'],
    ['a quoted name', '"jo smith"@kunde.test'],
    ['no domain', 'jo@kunde'],
  ])('is never the seller’s own while From cannot be read (%s): it waits for a look', async (title, From) => {
    const email = `anna@${title.replace(/\W+/g, '').toLowerCase()}.test`
    const anna = await world.recycled({ email })
    const more = { From, To: 'jo@acme.test', Cc: email, 'Message-ID': `<${title.length}@kunde.test>` }
    await arrive(headers(more), logAddress(), 'x@kunde.test')
    expect(await touchesOf(anna)).toEqual([])
    const { rows } = await world.inside((tx) =>
      tx.execute(sql`select l.direction, l.unknown, l.settled_at from logged_mail l
        where l.workspace_id = ${world.workspaceId} and l.mail_key = ${`${title.length}@kunde.test`}`),
    )
    expect(rows).toEqual([{ direction: 'inbound', unknown: [], settled_at: null }])
  })

  it('waits for a look when a seller forwards it and it names nobody outside, until it is left out', async () => {
    await world.inside((tx) =>
      tx.execute(sql`update logged_mail set settled_at = now() where workspace_id = ${world.workspaceId}`),
    )
    const forwarded = { To: logAddress(), Subject: 'Fwd: Re: your demo', 'Message-ID': '<fwd@acme.test>' }
    await arrive(headers(forwarded))
    await arrive(
      headers({ ...forwarded, 'Auto-Submitted': 'auto-replied', 'Message-ID': '<away@acme.test>' }),
    )
    const list = async () =>
      ((await call(listUnmatched, { limit: 50, mine: true })) as { items: { id: string; subject: string }[] })
        .items
    const [mail, ...others] = await list()
    expect(others).toEqual([])
    expect(mail).toMatchObject({ subject: 'Fwd: Re: your demo', unknown: [], member: 'Jo Berg' })
    expect(await call(settleUnmatched, { mailId: mail!.id, add: false })).toEqual({ personId: null })
    expect(await list()).toEqual([])
  })

  it.each<[string, Record<string, string>, string | false]>([
    ['Auto-Submitted', { 'Auto-Submitted': 'auto-replied' }, 'ana@x.test'],
    ['X-Autoreply', { 'X-Autoreply': 'yes' }, 'ana@x.test'],
    ['Precedence', { Precedence: 'auto_reply' }, 'ana@x.test'],
    ['an absence notice', { Subject: 'Out of office: Our talk' }, 'ana@x.test'],
    ['another language', { Subject: 'Automatische Antwort: Our talk' }, 'ana@x.test'],
    ['an empty return path', {}, false],
  ])('an automatic answer (%s) is kept and labelled, and is nobody’s attempt', async (title, more, from) => {
    const email = `ana@${title.replace(/\W+/g, '').toLowerCase()}.test`
    const ana = await world.recycled({ email })
    await arrive(
      headers({ From: email, To: 'jo@acme.test', 'Message-ID': `<${newId()}@x>`, ...more }),
      logAddress(),
      from,
    )
    expect(await touchesOf(ana)).toMatchObject([{ kind: 'email_reply', machine: true }])
  })

  it('an automatic answer in the seller’s own name stops no clock either', async () => {
    const ana = await world.recycled({ email: 'ana@three.test' })
    await arrive(
      headers({ To: 'ana@three.test', 'Auto-Submitted': 'auto-replied', 'Message-ID': '<m3@acme.test>' }),
    )
    expect(await touchesOf(ana)).toMatchObject([{ kind: 'email_sent', machine: true }])
  })

  it('who claims to be a member in From acts for nobody: the token alone says who it is', async () => {
    const ana = await world.recycled({ email: 'ana@four.test' })
    const forged = headers({ From: 'boss@acme.test', To: 'ana@four.test', 'Message-ID': '<m4@acme.test>' })
    for (const to of [
      `log+${'0'.repeat(47)}@${DOMAIN}`,
      `log@${DOMAIN}`,
      `jo@${DOMAIN}`,
      'ana@four.test',
      `b+x@${DOMAIN}`,
    ]) {
      await expect(arrive(forged, to)).rejects.toThrow(/550/)
    }
    expect(await touchesOf(ana)).toEqual([])
  })

  it('a member who has left logs nothing more', async () => {
    const gone = newId()
    const ana = await world.recycled({ email: 'ana@five.test' })
    await arrive(
      headers({ To: 'ana@five.test', 'Message-ID': '<m5@acme.test>' }),
      logAddresses(config).of(world.workspaceId, gone)!,
    )
    expect(await touchesOf(ana)).toEqual([])
  })

  it.each(ROLES)(
    'is logged for a member with the role %s only where it may work on hand-offs',
    async (role) => {
      const mayLog = ['administrator', 'operations', 'sales'].includes(role)
      const memberId = newId()
      await world.inside((tx) =>
        tx.execute(sql`insert into member (workspace_id, user_id, name, email, role, created_at)
        values (${world.workspaceId}, ${memberId}, ${role}, ${`${role}@acme.test`}, ${role}, now())`),
      )
      const email = `ana@${role}.test`
      const ana = await world.recycled({ email })
      const mail = headers({ From: `${role}@acme.test`, To: email, 'Message-ID': `<${role}@acme.test>` })
      await arrive(mail, logAddresses(config).of(world.workspaceId, memberId)!)
      expect(await touchesOf(ana)).toHaveLength(mayLog ? 1 : 0)
      expect(await call(readMailLog, {}, role)).toEqual({ address: mayLog ? logAddress() : null })
    },
  )

  it('a date ahead or long ago is not believed', async () => {
    const ana = await world.recycled({ email: 'ana@six.test' })
    for (const [n, date] of [MONDAY_NOON + 9 * HOUR, MONDAY_NOON - 400 * HOUR].entries()) {
      await arrive(
        headers({
          To: 'ana@six.test',
          Date: new Date(date).toUTCString(),
          'Message-ID': `<m6${n}@acme.test>`,
        }),
      )
    }
    expect((await touchesOf(ana)).map((row) => row.occurred_at)).toEqual([MONDAY_NOON, MONDAY_NOON])
  })

  it('what no mail is, and what is too large, does no harm', async () => {
    await arrive(['\u0000\u0001', '', 'x'])
    await arrive(['From: <<<<@>>>,,;;', 'To: "', `Subject: ${'=?utf-8?q?'.repeat(500)}`, '', ''])
    await arrive([
      `Content-Type: multipart/mixed; boundary=a`,
      '',
      ...Array.from({ length: 3_000 }, () => '--a\r\n\r\nx'),
    ])
    await expect(arrive(headers({ X: 'y' }).concat('x'.repeat(11 * 1024 * 1024)))).rejects.toThrow(
      /552|maximum|size|EPIPE|ECONN/i,
    )
  })
})

describe('a report that a message came back', () => {
  const report = (status: string, action = 'failed') => [
    'From: postmaster@customer.test',
    'Subject: Undelivered',
    'Content-Type: multipart/report; report-type=delivery-status; boundary=b',
    '',
    '--b',
    'Content-Type: text/plain',
    '',
    'It did not work.',
    '--b',
    'Content-Type: message/delivery-status',
    '',
    'Reporting-MTA: dns; mx.customer.test',
    '',
    'Final-Recipient: rfc822; somebody.else@victim.test',
    `Action: ${action}`,
    `Status: ${status}`,
    'Diagnostic-Code: smtp; 550 No such user',
    '--b--',
  ]

  it('takes the address of that message off everything, and no address that the report names', async () => {
    await world.recycled({ email: 'gone@seven.test' })
    await world.run()
    const messages = await world.rows<{ id: string; email: string; state: string }>('nurture_message')
    const message = messages.find((row) => row.email === 'gone@seven.test')!
    expect(message.state).toBe('sent')
    const returnPath = mailLinks(config).returnPath(world.workspaceId, message.id)!
    expect(returnPath.split('@')[0]!.length).toBeLessThanOrEqual(64)
    await arrive(report('4.2.2', 'delayed'), returnPath, false)
    expect(await world.rows('suppression')).toEqual([])
    await arrive(report('5.1.1'), returnPath, false)
    expect(await world.rows('suppression')).toMatchObject([
      { email_norm: 'gone@seven.test', reason: 'bounced' },
    ])
    const after = await world.rows<{ id: string; state: string; detail: string }>('nurture_message')
    expect(after.find(({ id }) => id === message.id)).toMatchObject({
      state: 'refused',
      detail: 'Came back: 5.1.1 550 No such user',
    })
  })
})
