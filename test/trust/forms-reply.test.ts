import { sql } from 'drizzle-orm'
import { beforeAll, describe, expect, it } from 'vitest'
import { startJobs } from '#platform/jobs/index.ts'
import { HOUR, MINUTE } from '#platform/kernel/instant.ts'
import type { Mail, Sent } from '#platform/mail/index.ts'
import { suppress } from '#records/people/index.ts'
import { replyJobs } from '../../src/records/forms/index.ts'
import { type TestAccord, type TestUser, testAccord } from '../accord.ts'
import { makeForm, sendHonestly, type TestForm } from './forms.ts'

/** T-13, the answer by mail: nobody can be flooded through a form, nor written to in our name. */
let accord: TestAccord
let admin: TestUser
let workspaceId: string
beforeAll(async () => {
  accord = await testAccord()
  admin = await accord.setUp()
  const { rows } = await accord.database.system((tx) =>
    tx.execute<{ id: string }>(sql`select id from workspace`),
  )
  workspaceId = rows[0]!.id
})

const honest = (form: TestForm, fields: Record<string, string>, address?: string) =>
  sendHonestly(accord, form.key, fields, address)

describe('the answer by mail', () => {
  const SENT: Sent = { outcome: 'sent', detail: '', badAddress: false }
  const log = { warn() {}, error() {} }

  /** A mail server that answers with these outcomes in turn, the last one from then on, and the jobs that use it. */
  function answering(...outcomes: Sent[]) {
    const mails: Mail[] = []
    const mailer = {
      send: async (mail: Mail) => {
        mails.push(mail)
        return outcomes.length > 1 ? outcomes.shift()! : (outcomes[0] ?? SENT)
      },
      close() {},
    }
    const { database } = accord
    const clock = () => accord.clock.now
    const onTouches = async () => {}
    const handlers = replyJobs({ database, clock, mailer, mailDomain: 'us.test', onTouches })
    const deliver = async () => {
      const jobs = startJobs({ database, handlers, log, clock, pollMs: 5 })
      await jobs.idle()
      await jobs.stop()
    }
    return { mails, deliver }
  }

  const reply = { replySubject: 'We have your request', replyText: 'We answer within a day.' }

  it('goes to an address at most once in 24 hours, whatever forms it fills, without a word of what was written', async () => {
    const [form, other] = [await makeForm(accord, admin, reply), await makeForm(accord, admin, reply)]
    const { mails, deliver } = answering()
    await accord.database.workspace(workspaceId, (tx) =>
      suppress(
        tx,
        workspaceId,
        [{ email: 'quiet@acme.test', reason: 'unsubscribed', detail: null, actorId: null }],
        accord.clock.now,
      ),
    )
    for (let n = 0; n < 6; n++)
      await honest(
        n % 2 ? form : other,
        {
          email: n % 3 ? 'victim@acme.test' : ' VICTIM@acme.test',
          first_name: 'Click https evil',
          message: `mine ${n}`,
        },
        `192.0.2.${n}`,
      )
    await honest(form, { email: 'quiet@acme.test' }, '192.0.2.77')
    await deliver()
    expect(mails.map(({ to, subject, text }) => [to, subject, text])).toEqual([
      ['victim@acme.test', reply.replySubject, reply.replyText],
    ])
    accord.clock.now += 24 * HOUR
    await honest(form, { email: 'victim@acme.test', message: 'a day later' }, '192.0.2.99')
    await deliver()
    expect(mails).toHaveLength(2)
  })

  it('is tried again when a server does not take it now, and arrives once', async () => {
    const form = await makeForm(accord, admin, reply)
    const busy: Sent = { outcome: 'later', detail: '451 try again later', badAddress: false }
    const { mails, deliver } = answering(busy, busy, SENT)
    await honest(form, { email: 'grey@acme.test' }, '192.0.2.101')
    for (let n = 0; n < 6; n++) {
      await deliver()
      accord.clock.now += 10 * MINUTE
    }
    expect(mails.map(({ to }) => to)).toEqual(Array(3).fill('grey@acme.test'))
    expect(new Set(mails.map(({ messageId }) => messageId)).size).toBe(1)
    await honest(form, { email: 'grey@acme.test', message: 'soon again' }, '192.0.2.102')
    await deliver()
    expect(mails).toHaveLength(3)
  })

  it('ends for an address that takes no mail: nothing is sent there any more', async () => {
    const form = await makeForm(accord, admin, reply)
    const { mails, deliver } = answering({
      outcome: 'refused',
      detail: '550 5.1.1 no such user',
      badAddress: true,
    })
    await honest(form, { email: 'gone@acme.test' }, '192.0.2.103')
    await deliver()
    accord.clock.now += 25 * HOUR
    await honest(form, { email: 'gone@acme.test', message: 'a day later' }, '192.0.2.104')
    await deliver()
    expect(mails).toHaveLength(1)
    const { rows } = await accord.database.system((tx) =>
      tx.execute(sql`select reason, detail from suppression where email_norm = 'gone@acme.test'`),
    )
    expect(rows).toEqual([{ reason: 'bounced', detail: '550 5.1.1 no such user' }])
  })

  it('is not sent again when nobody can say whether it arrived', async () => {
    const form = await makeForm(accord, admin, reply)
    const { mails, deliver } = answering({ outcome: 'unknown', detail: 'no answer', badAddress: false })
    await honest(form, { email: 'perhaps@acme.test' }, '192.0.2.105')
    await deliver()
    accord.clock.now += HOUR
    await deliver()
    expect(mails).toHaveLength(1)
  })
})
